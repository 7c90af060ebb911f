import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { PlanRun } from "../plan_run/plan_run";

const PAUSE = 50; // ms between two chunks in this window, in which other answers come in

/** Follows the release of many planned orders in the background, chunk by chunk. */
export class PlanRelease extends PlanRun {
    static template = "psms_production.PlanRelease";
    model = "psms.plan.release";

    get title() {
        return _t("The planned orders are released");
    }

    /** Chunk by chunk in this window, where no background worker does it. */
    async runHere() {
        while (!this.isOver) {
            await this.ask("run_here");
            await new Promise((resolve) => setTimeout(resolve, PAUSE));
        }
    }
}

registry.category("actions").add("psms_plan_release", PlanRelease);
