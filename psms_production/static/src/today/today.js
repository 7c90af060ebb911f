import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { formatMonetary } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

const MODEL = "psms.plan.today";

/** Above the lines: how old the plan is, and a card for each kind of work with its count and value, which filters by it. */
export class TodayBanner extends Component {
    static template = "psms_production.TodayBanner";
    static props = { list: Object };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ plan: false, kinds: [] });
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((props) => this.load(props));
    }

    async load(props) {
        const { plan, kinds, plan_id: planId, currency_id: currencyId } = await this.orm.call(MODEL, "overview", [props.list.domain]);
        Object.assign(this.state, { plan, kinds, planId, currencyId });
    }

    get kindFilters() {
        return this.env.searchModel.getSearchItems((item) => item.name?.startsWith("kind_"));
    }

    isActive(kind) {
        return this.kindFilters.some((item) => item.name === `kind_${kind.name}` && item.isActive);
    }

    /** Show this kind alone, or all of them again. */
    toggle(kind) {
        const wanted = `kind_${kind.name}`;
        for (const item of this.kindFilters) {
            if (item.isActive || item.name === wanted) {
                this.env.searchModel.toggleSearchItem(item.id);
            }
        }
    }

    money(kind) {
        return formatMonetary(kind.value, { currencyId: this.state.currencyId, digits: [16, 0] });
    }

    async runPlan() {
        await this.action.doAction(await this.orm.call(MODEL, "action_run_plan", [[]]));
    }

    /** A document about the whole plan: print or export the buy list or the shortage list. */
    async document(method) {
        await this.action.doAction(await this.orm.call("psms.plan", method, [[this.state.planId]]));
    }
}

export class TodayListRenderer extends ListRenderer {
    static template = "psms_production.TodayListRenderer";
    static components = { ...ListRenderer.components, TodayBanner };
}

export class TodayKanbanRenderer extends KanbanRenderer {
    static template = "psms_production.TodayKanbanRenderer";
    static components = { ...KanbanRenderer.components, TodayBanner };
}

registry.category("views").add("psms_today_list", { ...listView, Renderer: TodayListRenderer });
registry.category("views").add("psms_today_kanban", { ...kanbanView, Renderer: TodayKanbanRenderer });
