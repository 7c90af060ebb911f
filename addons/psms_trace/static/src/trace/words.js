import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";

/** Figures and moments in words, for the template of the page. */
export const words = {
    number: (value) => formatFloat(value, { digits: [16, 4], trailingZeros: false }),
    moment: (text) => (text ? formatDateTime(deserializeDateTime(text), { format: `${localization.dateFormat} HH:mm` }) : ""),
    more: (count) => _t("%s more: show the next ones", count),
    reserved: (value) => _t("%s reserved", words.number(value)),
    partners: (list) => list.slice(0, 5).map(({ name }) => name || _t("unknown")).join(", ") + (list.length > 5 ? " …" : ""),
    possible: (count) => _t("+ %s possible", count),
    atLeast: (count, complete) => (complete ? `${count}` : _t("%s or more", count)),
};

export const ICONS = {
    lot: "fa-barcode",
    untracked: "fa-question-circle-o",
    stock: "fa-cubes",
    made: "fa-industry",
    consumed: "fa-industry",
    received: "fa-sign-in",
    shipped: "fa-truck",
    returned: "fa-reply",
    sent_back: "fa-reply-all",
    scrapped: "fa-trash-o",
    lost: "fa-minus-circle",
    found: "fa-plus-circle",
    moved: "fa-exchange",
    repacked: "fa-archive",
    cut: "fa-scissors",
};
