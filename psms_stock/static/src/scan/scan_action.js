import { Component, onWillStart, useState } from "@odoo/owl";
import { Layout } from "@web/search/layout";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { playLevel } from "./scan_sound";
import { ScanQueue } from "./scan_queue";
import { ScanSender } from "./scan_sender";
import { ScanTransfer } from "./scan_transfer";

/**
 * The scan page. The server decides everything (services/scan.py of this module): the page sends what
 * was scanned with what it was told to remember, and draws the state that comes back.
 */
export class ScanAction extends Component {
    static template = "psms_stock.ScanAction";
    static components = { Layout, ScanQueue, ScanTransfer };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.sender = new ScanSender(this.orm, { onWaiting: (waiting) => (this.state.waiting = waiting) });
        this.state = useState({
            queue: null,
            typeId: false,
            transfer: null,
            pending: {},
            message: null,
            ask: false,
            busy: 0,
            waiting: false,
        });
        onWillStart(async () => {
            const pickingId = this.props.action.context?.active_id;
            if (pickingId && this.props.action.context.active_model === "stock.picking") {
                await this.openTransfer(pickingId);
            } else {
                await this.loadQueue();
            }
        });
    }

    // FIRST SCREEN

    async loadQueue() {
        this.state.queue = await this.orm.call("stock.picking", "psms_scan_queue", [this.state.typeId]);
        this.state.transfer = null;
    }

    async onType(typeId) {
        this.state.typeId = typeId;
        this.state.message = null;
        await this.loadQueue();
    }

    async onFind(code) {
        const found = await this.orm.call("stock.picking", "psms_scan_find", [code]);
        if (found.transfers.length === 1) {
            playLevel("info");
            return this.openTransfer(found.transfers[0].id);
        }
        if (found.ok) {
            this.say({
                code: "several",
                level: "info",
                what: _t("Several transfers wait for %s", code),
                todo: _t("Choose one of them."),
            });
            this.state.queue.transfers = found.transfers;
            this.state.queue.more = 0;
        } else {
            this.say(found.message);
        }
    }

    async openTransfer(pickingId) {
        this.state.pending = {};
        this.state.message = null;
        this.state.ask = false;
        this.state.transfer = await this.orm.call("stock.picking", "psms_scan_state", [[pickingId]]);
    }

    async onLeave() {
        this.state.message = null;
        this.state.ask = false;
        await this.loadQueue();
    }

    // SECOND SCREEN

    onCode(code) {
        return this.onStep("code", { code });
    }

    /**
     * @param {string|null} op step of services/scan.py; null closes an open question
     * @param {object} [values]
     */
    async onStep(op, values = {}) {
        if (!op) {
            this.state.ask = false;
            this.state.message = null;
            return;
        }
        const pickingId = this.state.transfer.id;
        this.state.busy++;
        try {
            const answer = await this.sender.send(pickingId, () => ({ op, ...values, pending: this.state.pending }));
            if (this.state.transfer?.id === pickingId) {
                await this.takeAnswer(answer);
            }
        } catch (error) {
            this.say({
                code: "no_answer",
                level: "danger",
                what: _t("The last step could not be sent."),
                why: error.data?.message || _t("There is no connection to the server."),
                todo: _t("Check the connection, look at the counts and scan it again."),
            });
        } finally {
            this.state.busy--;
        }
    }

    async takeAnswer(answer) {
        if (answer.open_id) {
            playLevel("info");
            return this.openTransfer(answer.open_id);
        }
        this.state.transfer = answer.state;
        this.state.pending = answer.pending;
        this.state.ask = answer.ask || false;
        this.say(answer.message);
        if (answer.action) {
            await this.action.doAction(answer.action);
        }
    }

    onForm() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "stock.picking",
            res_id: this.state.transfer.id,
            views: [[false, "form"]],
        });
    }

    say(message) {
        this.state.message = message;
        playLevel(message.level);
    }
}

registry.category("actions").add("psms_stock.scan", ScanAction);
