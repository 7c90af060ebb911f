import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { isOver } from "./job_service";

/** How far background work is: cancel it, do it here where no worker does, and what comes when it has ended. */
export class JobDialog extends Component {
    static template = "psms_job.JobDialog";
    static props = { ...standardActionServiceProps };

    setup() {
        this.follower = useService("psms_job");
        this.action = useService("action");
        this.job = useState(this.follower.follow(this.props.action.params));
        onMounted(() => this.follower.look(this.job, true));
        onWillUnmount(() => this.follower.look(this.job, false));
    }

    get isOver() {
        return isOver(this.job.run);
    }

    get isDone() {
        return this.job.run.state === "done";
    }

    get words() {
        return this.job.params.words;
    }

    /** What ended before it was done may have changed what is shown behind. */
    close() {
        return this.isOver && !this.isDone
            ? this.follower.next(this.job)
            : this.action.doAction({ type: "ir.actions.act_window_close" });
    }

    /** Show again where it was asked for, to change something. */
    back() {
        return this.action.doAction(this.job.params.back);
    }
}

registry.category("actions").add("psms_job", JobDialog);
