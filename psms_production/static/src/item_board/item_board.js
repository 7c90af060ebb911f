import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, formatDate, getLocalYearAndWeek, serializeDate, today } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { RecordAutocomplete } from "@web/core/record_selectors/record_autocomplete";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { parseFloat as parseNumber } from "@web/views/fields/parsers";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { BoardChart } from "./board_chart";
import { BoardPanel } from "./board_panel";
import { cutBuckets, fillGrid, level, makeBuckets, makeEntries, REQUIREMENTS } from "./buckets";
import { words } from "./words";

const SCALE = "psms_item_board_scale"; // where the browser keeps the planner's choice

/** One item over time: what is asked for, what is on order and planned, what is left. */
export class ItemBoard extends Component {
    static template = "psms_production.ItemBoard";
    static components = { BoardChart, BoardPanel, DateTimeInput, Layout, RecordAutocomplete };
    static props = { ...standardActionServiceProps };

    setup() {
        this.words = words;
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.panel = useRef("panel");
        this.state = useState({
            data: null,
            scale: localStorage.getItem(SCALE) || "week",
            unfolded: false,
            cell: null, // {row, key}: row of the grid, key of the bucket
            effects: null,
            adding: null, // {quantity, due}
            busy: false,
        });
        onWillStart(() => this.load(this.asked));
        useEffect(
            (cell) => {
                if (cell) {
                    this.panel.el?.scrollIntoView({ block: "nearest", behavior: "smooth" });
                }
            },
            () => [this.state.cell]
        );
    }

    /** The item or product that the board was opened for. */
    get asked() {
        const { params, context } = this.props.action;
        if (params?.item_id || params?.product_id) {
            return params;
        }
        return { item_id: context?.item_id || Number(router.current.item) };
    }

    async load({ item_id, product_id }) {
        const data = await this.orm.call("psms.plan.item", "board", [], {
            item_id: item_id || null,
            product_id: product_id || null,
        });
        this.show(data);
    }

    show(data) {
        this.state.data = data;
        if (data.item) {
            this.entries = makeEntries(data);
            this.layOut();
            this.props.updateActionState?.({ item: data.item.id }); // in the address, so that it can be reloaded and sent
            this.env.config.setDisplayName(_t("Item Board"));
        }
    }

    layOut() {
        const { plan, item } = this.state.data;
        const buckets = makeBuckets(plan.start, plan.days, this.state.scale, localization.weekStart || 1);
        const shown = cutBuckets(buckets, this.entries);
        this.rows = fillGrid(buckets, this.entries, item.on_hand_qty);
        const skipped = buckets.length && shown[0] !== buckets[0] ? 1 : 0;
        for (const [name, cells] of Object.entries(this.rows)) {
            this.rows[name] = cells.slice(skipped, skipped + shown.length);
        }
        this.buckets = shown;
        this.labels = shown.map((bucket) => this.label(bucket));
    }

    // -- what is shown ------------------------------------------------------------------------------------------------

    get gridRows() {
        const rows = [{ name: "requirement", label: _t("Gross requirement"), fold: true }];
        if (this.state.unfolded) {
            const labels = {
                sale: _t("Sales"),
                component: _t("Production orders"),
                dependent: _t("Planned components"),
                forecast: _t("Forecast"),
                other: _t("Other"),
            };
            rows.push(...REQUIREMENTS.map((name) => ({ name, label: labels[name], inner: true })));
        }
        return [
            ...rows,
            { name: "open", label: _t("Open receipts") },
            { name: "firm", label: _t("Firm orders") },
            { name: "planned", label: _t("Planned receipts") },
            { name: "projected", label: _t("Projected available"), note: this.stockNote, strong: true },
            { name: "release", label: _t("Planned releases") },
        ];
    }

    get stockNote() {
        const { on_hand_qty, safety_qty } = this.state.data.item;
        const values = { onHand: this.number(on_hand_qty), safety: this.number(safety_qty) };
        return safety_qty ? _t("on hand %(onHand)s, safety %(safety)s", values) : _t("on hand %(onHand)s", values);
    }

    label(bucket) {
        if (bucket.overdue) {
            return _t("Overdue");
        }
        const day = deserializeDate(bucket.from);
        if (this.state.scale === "month") {
            return day.toLocaleString({ month: "short", year: "numeric" });
        }
        return day.toLocaleString({ month: "short", day: "numeric" });
    }

    hint(bucket) {
        if (bucket.overdue) {
            return _t("Before the first day of the plan");
        }
        const last = deserializeDate(bucket.to).minus({ days: 1 });
        return this.state.scale === "day" ? formatDate(last) : `${words.day(bucket.from)} – ${formatDate(last)}`;
    }

    below(bucket) {
        if (bucket.overdue) {
            return "";
        }
        const day = deserializeDate(bucket.from);
        if (this.state.scale === "month") {
            return "";
        }
        return this.state.scale === "day" ? day.toLocaleString({ weekday: "short" }) : _t("Week %s", getLocalYearAndWeek(day).week);
    }

    number(value) {
        return words.number(value, this.state.data.item.digits);
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.state.data.item.currency });
    }

    levelOf(place) {
        return level(this.rows.projected[place].lowest, this.state.data.item.safety_qty);
    }

    levelText(place) {
        const { lowest } = this.rows.projected[place];
        return {
            short: _t("Short: %s at the lowest", this.number(lowest)),
            low: _t("Below the safety stock: %s at the lowest", this.number(lowest)),
            good: "",
        }[this.levelOf(place)];
    }

    get lotRule() {
        const { lot_days, lot_min, lot_multiple, lot_max } = this.state.data.item;
        const parts = [lot_days > 1 ? _t("needs of %s days", lot_days) : _t("as needed")];
        if (lot_min) {
            parts.push(_t("at least %s", this.number(lot_min)));
        }
        if (lot_multiple > 1) {
            parts.push(_t("multiple of %s", this.number(lot_multiple)));
        }
        if (lot_max) {
            parts.push(_t("at most %s", this.number(lot_max)));
        }
        return parts.join(", ");
    }

    get from() {
        const { vendor, bom, from_warehouse } = this.state.data.item;
        return vendor || (bom && bom[1]) || from_warehouse;
    }

    get panelEntries() {
        const { row, key } = this.state.cell;
        const place = this.buckets.findIndex((bucket) => bucket.key === key);
        if (place < 0) {
            return [];
        }
        if (row === "projected") {
            return ["requirement", "open", "firm", "planned"].flatMap((name) => this.rows[name][place].entries);
        }
        return this.rows[row][place].entries;
    }

    get panelTitle() {
        const { row, key } = this.state.cell;
        const bucket = this.buckets.find((other) => other.key === key);
        const { label } = this.gridRows.find((other) => other.name === row) || { label: "" };
        return bucket ? `${label} · ${this.hint(bucket)}` : label;
    }

    // -- what a planner does --------------------------------------------------------------------------------------------

    choose(itemId) {
        Object.assign(this.state, { cell: null, effects: null, adding: null });
        return itemId && this.load({ item_id: itemId });
    }

    setScale(scale) {
        localStorage.setItem(SCALE, scale);
        Object.assign(this.state, { scale, cell: null });
        this.layOut();
    }

    select(row, bucket) {
        const { cell } = this.state;
        this.state.cell = cell?.row === row && cell.key === bucket.key ? null : { row, key: bucket.key };
        this.state.adding = null;
    }

    /** Arrows go from cell to cell. */
    onKeydown(event) {
        const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
        const step = steps[event.key];
        const { row, column } = event.target.dataset;
        if (!step || row === undefined) {
            return;
        }
        const next = `button[data-row="${Number(row) + step[0]}"][data-column="${Number(column) + step[1]}"]`;
        const cell = event.currentTarget.querySelector(next);
        if (cell) {
            event.preventDefault();
            cell.focus();
        }
    }

    startAdding() {
        this.state.cell = null;
        this.state.adding = { quantity: "", due: serializeDate(today().plus({ days: this.state.data.item.lead_days })) };
    }

    date(text) {
        return deserializeDate(text);
    }

    setAddingDay(date) {
        if (date) {
            this.state.adding.due = serializeDate(date);
        }
    }

    async add() {
        let quantity;
        try {
            quantity = parseNumber(this.state.adding.quantity);
        } catch {
            quantity = 0;
        }
        if (!(quantity > 0)) {
            this.notification.add(_t("Give a quantity above zero."), { type: "warning" });
            return;
        }
        const values = { quantity, due_date: this.state.adding.due };
        const done = await this.change("psms.plan.item", "add_order", this.state.data.item.id, values);
        if (done) {
            this.state.adding = null;
        }
    }

    edit(order, values) {
        return this.change("psms.planned.order", "psms_edit", order.id, values);
    }

    setFirm(order, firm) {
        return this.change("psms.planned.order", firm ? "firm" : "unfirm", order.id, {});
    }

    /** Change the plan, then show what came of it here and on the items below. */
    async change(model, method, id, values) {
        if (this.state.busy) {
            return false;
        }
        this.state.busy = true;
        try {
            const outcome = await this.orm.call(model, method, [[id]], values);
            await this.load({ item_id: this.state.data.item.id });
            this.state.effects = outcome;
            this.follow(outcome.orders);
            return true;
        } finally {
            this.state.busy = false;
        }
    }

    /** Keep the changed order in sight, wherever in the grid it stands now. */
    follow(orderIds) {
        for (const row of ["firm", "planned"]) {
            const place = this.rows[row].findIndex(({ entries }) => entries.some(({ order }) => orderIds.includes(order.id)));
            if (place >= 0) {
                this.state.cell = { row, key: this.buckets[place].key };
                return;
            }
        }
        this.state.cell = null;
    }

    openPegs(end) {
        return this.action.doAction("psms_production.psms_pegging_action", { additionalContext: { peg_end: end } });
    }

    openProduct() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "product.product",
            res_id: this.state.data.item.product[0],
            views: [[false, "form"]],
        });
    }

    runPlan() {
        return this.orm.call("psms.plan", "action_run_plan", [[]]).then((action) => this.action.doAction(action));
    }
}

registry.category("actions").add("psms_item_board", ItemBoard);
