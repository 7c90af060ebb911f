import { Component, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const EVERY = 1000; // ms between two questions
const PATIENCE = 5000; // ms after which a person may calculate without a background worker

/** Follows the background run that brings the ages up to date, and then opens what was asked for. */
export class AgeRun extends Component {
    static template = "psms_ageing.AgeRun";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ run: this.props.action.params.run, mayRunHere: false });
        this.asked = Date.now();
        this.waits = false;
        this.timer = setInterval(() => this.waits || this.ask("status"), EVERY);
        onWillUnmount(() => clearInterval(this.timer));
    }

    async ask(method) {
        this.waits = true;
        try {
            this.state.run = await this.orm.silent.call("psms.age.run", method, [[this.state.run.id]]);
        } finally {
            this.waits = false;
        }
        const { state } = this.state.run;
        this.state.mayRunHere = state === "queued" && Date.now() - this.asked > PATIENCE;
        if (state === "done") {
            clearInterval(this.timer);
            await this.close();
            await this.action.doAction(this.props.action.params.next);
        } else if (state === "failed") {
            clearInterval(this.timer);
        }
    }

    async close() {
        await this.action.doAction({ type: "ir.actions.act_window_close" });
    }
}

registry.category("actions").add("psms_age_run", AgeRun);
