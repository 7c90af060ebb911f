import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { useService } from "@web/core/utils/hooks";
import { parseFloat as parseNumber } from "@web/views/fields/parsers";
import { words } from "./words";

/** The documents behind a cell; planned orders among them can be changed here. */
export class BoardPanel extends Component {
    static template = "psms_production.BoardPanel";
    static components = { DateTimeInput };
    static props = {
        title: String,
        entries: Array, // of makeEntries
        editable: Boolean,
        uom: String,
        busy: Boolean,
        close: Function,
        edit: Function, // (order, {quantity, due_date})
        firm: Function, // (order, whether)
        openPegs: Function, // (end)
    };

    setup() {
        this.words = words;
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ drafts: {}, reasons: {} });
        onWillUpdateProps((next) => {
            if (next.entries !== this.props.entries) {
                Object.assign(this.state, { drafts: {}, reasons: {} });
            }
        });
    }

    /** Each document and order once, in the order of days. */
    get lines() {
        const orders = new Map();
        const documents = [];
        for (const entry of this.props.entries) {
            if (entry.order) {
                orders.set(entry.order.id, entry.order);
            } else {
                documents.push(entry.document);
            }
        }
        documents.sort((one, other) => (one.date < other.date ? -1 : 1));
        return { documents, orders: [...orders.values()] };
    }

    get total() {
        return words.number(this.lines.documents.reduce((sum, row) => sum + row.quantity, 0));
    }

    date(text) {
        return deserializeDate(text);
    }

    draft(order) {
        return this.state.drafts[order.id] || { quantity: words.number(order.quantity), due: order.due };
    }

    setDraft(order, values) {
        this.state.drafts[order.id] = { ...this.draft(order), ...values };
    }

    setDue(order, date) {
        if (date) {
            this.setDraft(order, { due: serializeDate(date) });
        }
    }

    isChanged(order) {
        const { quantity, due } = this.draft(order);
        return quantity !== words.number(order.quantity) || due !== order.due;
    }

    save(order) {
        const { quantity, due } = this.draft(order);
        let value;
        try {
            value = parseNumber(quantity);
        } catch {
            return this.setDraft(order, { invalid: true });
        }
        return this.props.edit(order, { quantity: value, due_date: due });
    }

    onKeydown(order, event) {
        if (event.key === "Enter" && this.isChanged(order)) {
            this.save(order);
        }
    }

    async explain(order) {
        if (this.state.reasons[order.id]) {
            delete this.state.reasons[order.id];
            return;
        }
        const [row] = await this.orm.read("psms.planned.order", [order.id], ["reason"]);
        this.state.reasons[order.id] = row.reason;
    }

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openDocument(document) {
        return document.model === "psms.planned.order"
            ? this.open(document.model, document.id)
            : this.open(document.res_model, document.res_id);
    }

    canOpen(document) {
        return document.model === "psms.planned.order" || Boolean(document.res_model && document.res_id);
    }
}
