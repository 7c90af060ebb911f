import { Component, onWillStart, useState } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { words } from "../item_board/words";
import { endOf, openLines } from "./tree";

/** What serves what, level by level: up to the customers' orders, down to purchases and stock. */
export class Pegging extends Component {
    static template = "psms_production.Pegging";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.words = words;
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ data: null, direction: "up", children: {}, open: {}, chain: [] });
        onWillStart(() => this.load());
    }

    async load() {
        const { params, context } = this.props.action;
        const asked = { ...context, ...params };
        const data = await this.orm.call("psms.plan.peg", "roots", [], {
            end: asked.peg_end || (asked.peg_model ? null : endOf(router.current.peg)),
            model: asked.peg_model || null,
            records: asked.peg_records || null,
        });
        Object.assign(this.state, { data, direction: data.direction, chain: data.chain });
        if (data.nodes.length === 1) {
            // in the address, so that it can be reloaded and sent
            this.props.updateActionState?.({ peg: data.nodes[0].key });
        }
        await this.unfoldRoots();
    }

    async unfoldRoots() {
        this.state.children = {};
        this.state.open = {};
        await this.unfold(this.state.data.nodes.map((node, index) => ({ node, path: `${index}` })));
    }

    /** The visible lines of the tree: {node, path, depth}. */
    get lines() {
        return openLines(this.state.data.nodes, this.state.children, this.state.open);
    }

    /** Ask for what is not known yet of several lines at once. */
    async unfold(lines) {
        const asked = lines.map(({ node }) => node).filter((node) => node.end && !(node.key in this.state.children));
        if (asked.length) {
            const ends = [...new Map(asked.map((node) => [node.key, node.end])).values()];
            Object.assign(this.state.children, await this.orm.call("psms.plan.peg", "level", [ends, this.state.direction]));
        }
        for (const { path } of lines) {
            this.state.open[path] = true;
        }
    }

    toggle(line) {
        if (this.state.open[line.path]) {
            delete this.state.open[line.path];
            return;
        }
        return this.unfold([line]);
    }

    /** Unfold the deepest visible level. */
    unfoldMore() {
        return this.unfold(this.lines.filter((line) => this.mayUnfold(line) && !this.state.open[line.path]));
    }

    mayUnfold({ node }) {
        return Boolean(node.end) && (!(node.key in this.state.children) || this.state.children[node.key].length > 0);
    }

    setDirection(direction) {
        this.state.direction = direction;
        return this.unfoldRoots();
    }

    async explain(node) {
        this.state.chain = await this.orm.call("psms.plan.peg", "lateness", [node.end]);
    }

    isInChain(node) {
        return this.state.chain.some((link) => link.key === node.key);
    }

    openDocument(node) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: node.model,
            res_id: node.res_id,
            views: [[false, "form"]],
        });
    }

    openBoard(itemId) {
        return this.action.doAction("psms_production.psms_item_board_action", { additionalContext: { item_id: itemId } });
    }
}

registry.category("actions").add("psms_pegging", Pegging);
