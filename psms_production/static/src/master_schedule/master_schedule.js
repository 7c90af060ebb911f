import { Component, onWillStart, useState } from "@odoo/owl";
import { deserializeDate, deserializeDateTime, formatDate, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useDebounced } from "@web/core/utils/timing";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { formatFloat } from "@web/views/fields/formatters";
import { readBlock, readQuantity } from "./paste";

const MODEL = "psms.master.schedule";
const PAGE = 10;

/** Forecasts of finished goods by week, typed, pasted or imported; beside them orders, supply and what can be promised. */
export class MasterSchedule extends Component {
    static template = "psms_production.MasterSchedule";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.last = new KeepLast();
        // Who comes back, or has run the plan, finds the same page.
        this.state = useState({ grid: null, filters: {}, weeks: 13, offset: 0, ...this.props.state });
        useSetupAction({
            getLocalState: () => ({ filters: this.state.filters, weeks: this.state.weeks, offset: this.state.offset }),
        });
        this.search = useDebounced((text) => this.filter("text", text), 300);
        onWillStart(() => this.load());
    }

    get display() {
        return { controlPanel: {} };
    }

    async load() {
        this.state.grid = await this.last.add(
            this.orm.call(MODEL, "grid", [], {
                filters: this.state.filters,
                weeks: this.state.weeks,
                limit: PAGE,
                offset: this.state.offset,
            })
        );
    }

    // -- what is shown --------------------------------------------------------------------------------------------

    rowsOf(line) {
        const rare = ["other", "consumed"];
        return this.state.grid.rows.filter(
            (row) => !rare.includes(row.name) || line.rows[row.name].some((quantity) => quantity)
        );
    }

    number(quantity) {
        return quantity ? formatFloat(quantity, { digits: [16, 2], trailingZeros: false }) : "";
    }

    figure(row, quantity) {
        // A stock of nothing is a statement, no orders are not.
        return ["available", "promise"].includes(row.name) && !quantity ? "0" : this.number(quantity);
    }

    weekDay(week) {
        return formatDate(deserializeDate(week.start), { format: "MM-dd" });
    }

    get outdatedText() {
        const moment = formatDateTime(deserializeDateTime(this.state.grid.plan.date), { format: "yyyy-MM-dd HH:mm" });
        return _t("Forecasts have changed since the plan of %s; supply doesn't follow them yet.", moment);
    }

    cellClass(line, row, index) {
        const quantity = line.rows[row.name][index];
        return {
            o_frozen_demand: line.frozen[index] === "demand",
            o_frozen_plan: line.frozen[index] === "plan",
            "text-danger fw-bold": row.name === "available" && quantity < 0,
            "text-success": row.name === "promise" && quantity > 0,
        };
    }

    frozenText(kind) {
        return {
            demand: _t("Within the demand time fence: only orders count, the forecast doesn't."),
            plan: _t("Within the planning time fence: the plan proposes nothing new here."),
        }[kind];
    }

    get pageText() {
        const { total, lines } = this.state.grid;
        return `${total ? this.state.offset + 1 : 0}-${this.state.offset + lines.length} / ${total}`;
    }

    async filter(name, value) {
        this.state.filters = { ...this.state.filters, [name]: value };
        this.state.offset = 0;
        await this.load();
    }

    async choose(name, ev) {
        await this.filter(name, Number(ev.target.value) || false);
    }

    async chooseWeeks(ev) {
        this.state.weeks = Number(ev.target.value);
        await this.load();
    }

    async page(step) {
        const offset = this.state.offset + step * PAGE;
        if (offset >= 0 && offset < this.state.grid.total) {
            this.state.offset = offset;
            await this.load();
        }
    }

    // -- typing and pasting ---------------------------------------------------------------------------------------

    async onChange(ev, line, index) {
        const faults = [];
        const quantity = readQuantity(ev.target.value, faults) ?? 0;
        if (faults.length) {
            this.refuse(faults);
            ev.target.value = this.number(line.rows.forecast[index]);
            return;
        }
        await this.save([{ line, index, quantity }]);
    }

    /** A block from a spreadsheet fills weeks to the right and products downwards from the cell that it is pasted into. */
    async onPaste(ev, line, index) {
        const text = ev.clipboardData.getData("text");
        if (!/[\t\n]/.test(text.trim())) {
            return;
        }
        ev.preventDefault();
        const { cells, faults } = readBlock(text);
        if (faults.length) {
            this.refuse(faults);
            return;
        }
        const { lines, weeks } = this.state.grid;
        const first = lines.indexOf(line);
        const found = [];
        let outside = 0;
        cells.forEach((row, down) =>
            row.forEach((quantity, right) => {
                const target = lines[first + down];
                if (quantity === null) {
                    return;
                }
                if (target && index + right < weeks.length) {
                    found.push({ line: target, index: index + right, quantity });
                } else {
                    outside++;
                }
            })
        );
        if (outside) {
            this.notification.add(_t("%s cells lie outside of the grid and were left out.", outside), { type: "warning" });
        }
        await this.save(found);
    }

    refuse(faults) {
        this.notification.add(_t("No quantity: %s. Nothing has been saved.", faults.slice(0, 5).join(", ")), { type: "danger" });
    }

    async save(cells) {
        const { weeks } = this.state.grid;
        const frozen = cells.find(({ line, index }) => line.frozen[index]);
        await this.orm.call(MODEL, "save", [
            cells.map(({ line, index, quantity }) => ({
                product_id: line.product_id,
                warehouse_id: line.warehouse_id,
                week: weeks[index].start,
                quantity,
            })),
        ]);
        if (frozen) {
            this.notification.add(this.frozenText(frozen.line.frozen[frozen.index]), { type: "warning", title: frozen.line.name });
        }
        await this.load();
    }

    /** Enter and the arrows go up and down the forecasts as in a spreadsheet. */
    onKeydown(ev) {
        const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[ev.key];
        if (step) {
            ev.preventDefault();
            const column = [...ev.target.closest("table").querySelectorAll(`input[data-week="${ev.target.dataset.week}"]`)];
            column[column.indexOf(ev.target) + step]?.focus();
        }
    }

    // -- actions --------------------------------------------------------------------------------------------------

    async runPlan() {
        await this.action.doAction(await this.orm.call(MODEL, "action_run_plan"));
    }

    async openProduct(line) {
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "product.product",
            res_id: line.product_id,
            views: [[false, "form"]],
        });
    }

    /** The documents behind a figure. */
    async openCell(line, row, week) {
        const action = await this.orm.call(MODEL, "action_open_cell", [line.product_id, line.warehouse_id, week.start, row.name]);
        if (action) {
            await this.action.doAction(action);
        }
    }

    canOpen(row, quantity) {
        return ["orders", "other", "supply", "planned"].includes(row.name) && quantity;
    }

    async exportSheet() {
        const { name, content } = await this.orm.call(MODEL, "export_sheet", [], {
            filters: this.state.filters,
            weeks: this.state.weeks,
        });
        const link = document.createElement("a");
        link.download = name;
        link.href = `data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,${content}`;
        link.click();
    }

    async importSheet(ev) {
        const [file] = ev.target.files;
        ev.target.value = "";
        if (!file) {
            return;
        }
        const content = await new Promise((resolve, reject) => {
            const reader = new FileReader();
            reader.onload = () => resolve(reader.result.split(",")[1]);
            reader.onerror = reject;
            reader.readAsDataURL(file);
        });
        const count = await this.orm.call(MODEL, "import_sheet", [content]);
        this.notification.add(_t("%s forecasts imported.", count), { type: "success" });
        await this.load();
    }
}

registry.category("actions").add("psms_master_schedule", MasterSchedule);
