import { Component, useState } from "@odoo/owl";

/** One product in the bin: what it is, and a field for the quantity or two buttons for a serial number. */
export class CountingLine extends Component {
    static template = "psms_count.CountingLine";
    static props = {
        line: Object,
        busy: Boolean,
        onEnter: Function,
    };

    setup() {
        this.state = useState({ text: this.props.line.entry, edit: this.props.line.waiting });
    }

    get isOpen() {
        return this.props.line.open && (this.state.edit || this.props.line.waiting);
    }

    async send(quantity) {
        if (`${quantity}`.trim() === "") {
            return;
        }
        if (await this.props.onEnter(this.props.line.id, quantity)) {
            this.state.edit = false;
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.send(this.state.text);
        }
    }

    onEdit() {
        this.state.text = this.props.line.entry;
        this.state.edit = true;
    }
}
