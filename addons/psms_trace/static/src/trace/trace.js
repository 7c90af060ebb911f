import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { router } from "@web/core/browser/router";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { endKey, openLines, unknownEnds } from "./tree";
import { ICONS, words } from "./words";

const DIRECTIONS = ["up", "down"];
/** Lines that "unfold one more level" opens at once; more would only be scrolled past. */
const UNFOLD_AT_ONCE = 300;

/** Where lots come from and where they went: the origin above, the destination below, unfolded level by level. */
export class Trace extends Component {
    static template = "psms_trace.Trace";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.words = words;
        this.icons = ICONS;
        this.mayScan = isBarcodeScannerSupported();
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.input = useRef("input");
        this.state = useState({ nodes: [], summary: null, found: null, notice: "", text: "", inside: false, trees: this.emptyTrees() });
        useBus(useService("barcode").bus, "barcode_scanned", ({ detail }) => this.search(detail.barcode));
        onWillStart(() => this.start(this.askedLots()));
    }

    emptyTrees() {
        return Object.fromEntries(DIRECTIONS.map((direction) => [direction, { below: {}, open: {} }]));
    }

    askedLots() {
        const { context, params } = this.props.action;
        const inAddress = String(router.current.lots || "").split(",").map(Number).filter(Boolean);
        return context?.psms_lots || params?.psms_lots || inAddress;
    }

    async start(lots) {
        Object.assign(this.state, { found: null, notice: "", trees: this.emptyTrees() });
        const answer = lots.length ? await this.orm.call("psms.trace", "start", [lots]) : { nodes: [], summary: null };
        Object.assign(this.state, answer);
        // in the address, so that it can be reloaded and sent
        this.props.updateActionState?.({ lots: answer.nodes.map((node) => node.lot_id).join(",") || undefined });
        await Promise.all(DIRECTIONS.map((direction) => this.unfold(direction, this.lines(direction))));
    }

    async search(text) {
        this.state.text = text;
        if (!text.trim()) {
            return;
        }
        const found = await this.orm.call("psms.trace", "find", [text]);
        if (found.sure && found.lots.length === 1) {
            await this.start([found.lots[0].id]);
            this.state.notice = found.message;
            return;
        }
        // what was traced before is not what is asked for now
        Object.assign(this.state, { found, notice: "", nodes: [], summary: null, trees: this.emptyTrees() });
    }

    async scan() {
        const code = await scanBarcode(this.env);
        if (code) {
            await this.search(code);
        }
    }

    // TREES -----------------------------------------------------------------------------------

    lines(direction) {
        const { below, open } = this.state.trees[direction];
        return openLines(this.state.nodes, below, open);
    }

    async unfold(direction, lines) {
        const tree = this.state.trees[direction];
        const ends = unknownEnds(lines, tree.below);
        if (ends.length) {
            Object.assign(tree.below, await this.level(ends, direction));
        }
        for (const { path } of lines) {
            tree.open[path] = true;
        }
    }

    level(ends, direction, offset = 0) {
        return this.orm.call("psms.trace", "level", [ends, direction === "up"], { inside: this.state.inside, offset });
    }

    async showMore(direction, line) {
        const page = this.state.trees[direction].below[line.key];
        const answer = await this.level([line.more.end], direction, page.nodes.length);
        page.nodes.push(...answer[line.key].nodes);
    }

    toggle(direction, line) {
        const { open } = this.state.trees[direction];
        if (open[line.path]) {
            delete open[line.path];
            return;
        }
        return this.unfold(direction, [line]);
    }

    /** Unfold the deepest visible level. */
    unfoldMore(direction) {
        const { open } = this.state.trees[direction];
        const closed = this.lines(direction).filter((line) => line.node && this.mayUnfold(direction, line) && !open[line.path]);
        if (closed.length > UNFOLD_AT_ONCE) {
            this.notification.add(words.more(closed.length - UNFOLD_AT_ONCE), { type: "info" });
        }
        return this.unfold(direction, closed.slice(0, UNFOLD_AT_ONCE));
    }

    mayUnfold(direction, { key, circle }) {
        const { below } = this.state.trees[direction];
        return Boolean(key) && !circle && (!(key in below) || below[key].total > 0);
    }

    async setInside(inside) {
        this.state.inside = inside;
        const tree = this.state.trees.down;
        const known = new Map();
        for (const line of this.lines("down")) {
            if (line.key && line.key in tree.below) {
                known.set(endKey(line.node.end), line.node.end);
            }
        }
        tree.below = {};
        Object.assign(tree.below, await this.level([...known.values()], "down"));
    }

    // WAYS OUT --------------------------------------------------------------------------------

    openRecord(model, id) {
        return this.action.doAction({ type: "ir.actions.act_window", res_model: model, res_id: id, views: [[false, "form"]] });
    }

    openLot(id) {
        return this.openRecord("stock.lot", id);
    }

    traceLot(id) {
        return this.start([id]);
    }

    async callOnLots(method) {
        const action = await this.orm.call("stock.lot", method, [this.state.nodes.map((node) => node.lot_id)]);
        return this.action.doAction(action);
    }
}

registry.category("actions").add("psms_trace.trace", Trace);
