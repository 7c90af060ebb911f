import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CountingLine } from "./counting_line";

/**
 * One bin after the other, for a phone or a hand-held computer. The server (services/screen.py and
 * services/enter.py) says what may be counted by whom; the page sends quantities and draws what comes back.
 */
export class CountingAction extends Component {
    static template = "psms_count.CountingAction";
    static components = { Layout, CountingLine };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ screen: null, message: "", busy: false });
        onWillStart(async () => {
            this.countId = this.props.action.context?.active_id;
            if (this.countId) {
                await this.load(false);
            }
        });
    }

    get screen() {
        return this.state.screen;
    }

    get running() {
        return ["counting", "recount"].includes(this.screen.count.state);
    }

    async load(binId) {
        this.state.screen = await this.orm.call("psms.count", "psms_screen", [[this.countId], binId]);
    }

    /** Call a method of the count; what it refuses is said on the page, which then shows what is true. */
    async call(method, args, binId) {
        this.state.busy = true;
        this.state.message = "";
        try {
            await this.orm.silent.call("psms.count", method, [[this.countId], ...args]);
        } catch (error) {
            this.state.message = error.data?.message || _t("There is no connection to the server. Try again.");
        } finally {
            this.state.busy = false;
        }
        if (!this.state.message || this.screen) {
            await this.load(binId).catch(() => {});
        }
        return !this.state.message;
    }

    async onEnter(lineId, quantity) {
        return this.call("psms_enter", [[[lineId, quantity]]], this.screen.bin.id);
    }

    async onBinEmpty() {
        await this.call("psms_bin_empty", [this.screen.bin.id], this.screen.bin.id);
    }

    async onGo(binId) {
        this.state.message = "";
        await this.load(binId);
    }

    async onFinish() {
        await this.call("action_finish", [], false);
    }

    onFound() {
        return this.action.doAction("psms_count.action_psms_count_found", {
            additionalContext: {
                default_count_id: this.countId,
                default_location_id: this.screen.bin?.id,
            },
            onClose: () => this.load(this.screen.bin?.id || false),
        });
    }

    onForm() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "psms.count",
            res_id: this.countId,
            views: [[false, "form"]],
        });
    }

    onList() {
        return this.action.doAction("psms_count.action_psms_count");
    }
}

registry.category("actions").add("psms_count.counting", CountingAction);
