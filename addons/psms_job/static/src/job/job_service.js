import { markRaw, reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

const OFTEN = 600; // ms between two questions while somebody looks
const SELDOM = 5000; // ms while nobody does, or the server does not answer
const PATIENCE = 5000; // ms after which a person may have it done without a background worker
const RELOAD = { type: "ir.actions.client", tag: "soft_reload" }; // in place: record, filters and groups stay

export const isOver = (run) => ["done", "failed", "cancelled"].includes(run.state);

/** Follows background work (`psms.job`) until it ends, also when its dialog is closed; then tells it, or goes on. */
export class JobFollower {
    constructor({ action, notification, orm }) {
        Object.assign(this, { action, notification, orm, jobs: {} });
    }

    /** What the dialog shows; one for each piece of work, however often its dialog is opened. */
    follow(params) {
        const key = `${params.model},${params.run.id}`;
        this.jobs[key] ||= reactive({ key, isOpen: true, method: "status", asked: Date.now(), answered: Promise.resolve() });
        const behind = this.action.currentController?.jsId;
        Object.assign(this.jobs[key], { params: markRaw(params), run: params.run, behind });
        return this.jobs[key];
    }

    look(job, isOpen) {
        job.isOpen = isOpen;
        this.wait(job, isOpen ? OFTEN : SELDOM);
    }

    wait(job, pause) {
        browser.clearTimeout(job.timer);
        if (!isOver(job.run)) {
            job.timer = browser.setTimeout(() => this.ask(job, job.method), pause);
        }
    }

    /** Have it done in requests of this window, step by step. */
    runHere(job) {
        job.method = "run_here";
        return this.ask(job, job.method);
    }

    /** One question after the other: what a person asks for waits for the answer that is on its way. */
    ask(job, method) {
        browser.clearTimeout(job.timer);
        job.answered = job.answered.catch(() => {}).then(() => this.askNow(job, method));
        return job.answered;
    }

    async askNow(job, method) {
        if (isOver(job.run)) {
            return;
        }
        let pause = job.isOpen ? OFTEN : SELDOM;
        try {
            job.run = await this.orm.silent.call(job.params.model, method, [[job.run.id]]);
        } catch (error) {
            job.method = "status";
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            pause = SELDOM;
        }
        job.mayRunHere = job.run.state === "queued" && Date.now() - job.asked > PATIENCE;
        if (isOver(job.run)) {
            await this.end(job);
        } else {
            this.wait(job, pause);
        }
    }

    async end(job) {
        delete this.jobs[job.key];
        const isDone = job.run.state === "done";
        if (!job.isOpen) {
            this.tell(job, isDone && job.params.next, true);
        } else if (isDone && !job.params.words.open) {
            await this.next(job);
            // Last, so that who reads that it is ready sees it.
            this.tell(job);
        }
    }

    async next({ params, run }) {
        // A view loads its records anew in place when a dialog that it opened closes, and keeps its filters.
        await this.action.doAction({ type: "ir.actions.act_window_close" });
        const following = run.state === "done" && params.next;
        if (following) {
            await this.action.doAction(following);
        } else if (this.action.currentController?.action.type !== "ir.actions.act_window") {
            await this.action.doAction(RELOAD);
        }
    }

    /** Whether the page from which it was asked for is still the one that is shown. */
    isBehind({ behind }) {
        return Boolean(behind) && behind === this.action.currentController?.jsId;
    }

    tell(job, following, isLate = false) {
        const { params, run } = job;
        const isDone = run.state === "done";
        const buttons = [];
        if (following) {
            const name = params.words.open || _t("Open");
            buttons.push({ name, onClick: () => this.action.doAction(following) });
        } else if (isDone && isLate && this.isBehind(job)) {
            // Not by itself: somebody may be writing there. Nor anywhere else, should the button be pressed later.
            const onClick = () => this.isBehind(job) && this.action.doAction(RELOAD);
            buttons.push({ name: _t("Show the result"), onClick });
        }
        if (run.link) {
            const { name, model, method, id } = run.link;
            buttons.push({ name, onClick: async () => this.action.doAction(await this.orm.call(model, method, [[id]])) });
        }
        const title = isDone ? params.words.done : "";
        const message = run.message || title;
        this.notification.add(message, {
            title: message === title ? "" : title,
            type: isDone ? "success" : "warning",
            sticky: !isDone || buttons.length > 0,
            buttons,
        });
    }
}

registry.category("services").add("psms_job", {
    dependencies: ["action", "notification", "orm"],
    start: (env, services) => new JobFollower(services),
});
