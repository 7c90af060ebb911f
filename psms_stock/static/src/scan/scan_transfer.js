import { Component, useEffect, useRef } from "@odoo/owl";
import { formatFloat } from "@web/core/utils/numbers";
import { _t } from "@web/core/l10n/translation";
import { ScanInput } from "./scan_input";
import { ScanMessage } from "./scan_message";

/** Second screen: one transfer, and the one thing to scan next. Draws what the server says; holds no rule. */
export class ScanTransfer extends Component {
    static template = "psms_stock.ScanTransfer";
    static components = { ScanInput, ScanMessage };
    static props = {
        transfer: Object,
        message: { type: [Object, { value: null }] },
        ask: { type: [String, Boolean] },
        busy: Boolean,
        waiting: Boolean,
        onCode: Function,
        onStep: Function,
        onLeave: Function,
        onForm: Function,
    };

    setup() {
        this.quantity = useRef("quantity");
        // The box starts from the count at hand after each answer; what is being typed stays otherwise.
        useEffect(
            () => {
                if (this.quantity.el) {
                    this.quantity.el.value = this.props.transfer.at_hand.counted;
                }
            },
            () => [this.props.transfer],
        );
    }

    get prompt() {
        return {
            bin: _t("Scan the bin that you take from"),
            product: _t("Scan a product"),
            lot: _t("Scan the lot"),
            serial: _t("Scan the serial number"),
            validate: _t("All counted: validate"),
            closed: this.props.transfer.state_name,
        }[this.props.transfer.expect];
    }

    get open() {
        return this.props.transfer.expect !== "closed";
    }

    number(value) {
        return formatFloat(value, { digits: [16, 6], trailingZeros: false });
    }

    share(line) {
        return line.expected ? Math.min(100, Math.round((100 * line.done) / line.expected)) : 100;
    }

    onQuantity() {
        const text = this.quantity.el.value.trim();
        this.quantity.el.blur();
        // The server judges the number; an empty box is no number.
        this.props.onStep("set", {
            quantity: text === "" ? null : Number(text),
            seen: this.props.transfer.at_hand.counted,
        });
    }

    onAll() {
        const { counted, expected } = this.props.transfer.at_hand;
        const line = this.props.transfer.lines.find((row) => row.product_id === this.props.transfer.at_hand.product_id);
        this.props.onStep("set", { quantity: counted + (expected - line.done), seen: counted });
    }
}
