import { Component } from "@odoo/owl";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { ScanInput } from "./scan_input";
import { ScanMessage } from "./scan_message";

/** First screen: what waits for me. */
export class ScanQueue extends Component {
    static template = "psms_stock.ScanQueue";
    static components = { ScanInput, ScanMessage };
    static props = {
        queue: Object,
        typeId: { type: [Number, Boolean] },
        message: { type: [Object, { value: null }] },
        onCode: Function,
        onType: Function,
        onOpen: Function,
    };

    get total() {
        return this.props.queue.types.reduce((sum, type) => sum + type.count, 0);
    }

    typeName(type) {
        return this.props.queue.several_warehouses ? `${type.warehouse}: ${type.name}` : type.name;
    }

    icon(kind) {
        return { incoming: "fa-sign-in", outgoing: "fa-truck", internal: "fa-exchange" }[kind];
    }

    when(transfer) {
        return transfer.scheduled ? toLocaleDateTimeString(deserializeDateTime(transfer.scheduled)) : "";
    }
}
