import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";

/** Figures and days in words, for the templates of the item board and the pegging tree. */
export const words = {
    number: (value, digits = 4) => formatFloat(value, { digits: [16, digits], trailingZeros: false }),
    day: (text) => (text ? formatDate(deserializeDate(text)) : ""),
    days: (count) => _t("%s days", count),
    daysLate: (count) => _t("%s days late", count),
    lateOrders: (count) => _t("%s late", count),
    forProduct: (name) => _t("for %s", name),
    promised: (text) => _t("promise %s", words.day(text)),
    short: (value) => _t("short %s", words.number(value)),
    release: (text) => _t("Release %s", words.day(text)),
    ready: (text) => _t("Ready %s", words.day(text)),
};
