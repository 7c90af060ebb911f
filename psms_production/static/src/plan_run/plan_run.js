import { Component, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const EVERY = 600; // ms between two questions
const PATIENCE = 5000; // ms after which a person may run the plan without a background worker

/** Follows a planning run in the background until it ends: how far it is, cancel, and then what comes next. */
export class PlanRun extends Component {
    static template = "psms_production.PlanRun";
    static props = { ...standardActionServiceProps };
    model = "psms.plan.run";

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ run: this.props.action.params.run, mayRunHere: false });
        this.answered = Promise.resolve();
        this.waits = false;
        this.asked = Date.now();
        this.timer = setInterval(() => this.waits || this.ask("status"), EVERY);
        onWillUnmount(() => clearInterval(this.timer));
    }

    get isOver() {
        return ["done", "failed", "cancelled"].includes(this.state.run.state);
    }

    /** One question after the other: what a person asks for waits for the answer that is on its way. */
    ask(method) {
        this.answered = this.answered.then(() => this._ask(method));
        return this.answered;
    }

    async _ask(method) {
        if (this.isOver) {
            return;
        }
        this.waits = true;
        try {
            this.state.run = await this.orm.silent.call(this.model, method, [[this.state.run.id]]);
        } finally {
            this.waits = false;
        }
        const waits = this.state.run.state === "queued";
        this.state.mayRunHere = waits && Date.now() - this.asked > PATIENCE;
        if (this.state.run.state === "done") {
            await this.finish();
        }
    }

    async finish() {
        clearInterval(this.timer);
        const options = { title: this.title, type: "success", buttons: this.buttons };
        await this.close();
        const next = this.props.action.params.next;
        await this.action.doAction(next || { type: "ir.actions.client", tag: "soft_reload" });
        // Last, so that who reads that it is ready sees it.
        this.notification.add(this.state.run.message, options);
    }

    get title() {
        return _t("The plan is ready");
    }

    /** A way to what has changed since the previous plan, if anything has. */
    get buttons() {
        const { changes: count, plan_id: plan } = this.state.run;
        if (!count) {
            return [];
        }
        const { action, orm } = this;
        return [
            {
                name: _t("%(count)s changes since the last plan", { count }),
                onClick: async () => action.doAction(await orm.call("psms.plan", "action_open_differences", [[plan]])),
            },
        ];
    }

    async close() {
        await this.action.doAction({ type: "ir.actions.act_window_close" });
    }
}

registry.category("actions").add("psms_plan_run", PlanRun);
