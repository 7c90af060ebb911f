import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { deserializeDate, toLocaleDateString } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The way of a sales order as the server tells it (services/order_timeline.py); a click opens the documents. */
export class OrderTimeline extends Component {
    static template = "psms_sales.OrderTimeline";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get steps() {
        return this.props.record.data[this.props.name] || [];
    }

    icon(step) {
        return {
            done: "fa-check",
            part: "fa-adjust",
            now: "fa-play",
            late: "fa-exclamation",
            skipped: "fa-minus",
            todo: "",
        }[step.state];
    }

    stateName(step) {
        return {
            done: _t("Done"),
            part: _t("Partly done"),
            now: _t("Now"),
            late: _t("Late"),
            skipped: _t("Not needed"),
            todo: _t("To do"),
        }[step.state];
    }

    dates(step) {
        return [
            { code: "promised", label: _t("Promised"), day: step.promised },
            { code: "expected", label: _t("Expected"), day: step.expected },
            { code: "real", label: step.state === "done" ? _t("Real") : _t("So far"), day: step.real },
        ]
            .filter((date) => date.day)
            .map((date) => ({
                ...date,
                text: toLocaleDateString(deserializeDate(date.day)),
                late: this.isLate(step, date),
            }));
    }

    /** The date that makes the step late: one after the promise, or a promise that has passed. */
    isLate(step, date) {
        if (!step.late) {
            return false;
        }
        return date.code === "promised" ? !step.real && !step.expected : date.day > step.promised;
    }

    percent(step) {
        return step.share === null || step.state === "done" || !step.share ? "" : `${Math.floor(step.share * 100)} %`;
    }

    async onOpen(step) {
        if (!step.documents) {
            return;
        }
        const action = await this.orm.call("sale.order", "action_psms_open_step", [[this.props.record.resId], step.code]);
        if (action) {
            await this.action.doAction(action);
        }
    }
}

registry.category("fields").add("psms_order_timeline", {
    component: OrderTimeline,
    displayName: _t("Order timeline"),
    supportedTypes: ["json"],
});
