import { Component } from "@odoo/owl";

/** What the last step did or why it was refused: colour, symbol and words. */
export class ScanMessage extends Component {
    static template = "psms_stock.ScanMessage";
    static props = { message: Object };

    get icon() {
        return {
            success: "fa-check-circle",
            info: "fa-arrow-circle-right",
            warning: "fa-exclamation-triangle",
            danger: "fa-times-circle",
        }[this.props.message.level];
    }
}
