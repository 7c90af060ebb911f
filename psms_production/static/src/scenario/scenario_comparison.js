import { Component, onWillStart, onWillUnmount, onWillUpdateProps, useEffect, useRef, useState } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { formatCurrency } from "@web/core/currency";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const BEFORE = "#8f8f8f";
const AFTER = "#017e84";

/** The figures of a plan with the changes of a scenario beside those without. */
export class ScenarioComparison extends Component {
    static template = "psms_production.ScenarioComparison";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ data: null });
        this.canvases = { stock: useRef("stock"), purchases: useRef("purchases") };
        this.charts = [];
        onWillStart(async () => {
            await Promise.all([loadBundle("web.chartjs_lib"), this.load(this.props.record)]);
        });
        onWillUpdateProps((next) => this.load(next.record));
        useEffect(
            () => this.draw(),
            () => [this.state.data]
        );
        onWillUnmount(() => this.erase());
    }

    /** Only when it has been calculated anew. */
    async load(record) {
        const moment = record.data.calculated_on;
        const version = record.resId && moment ? `${record.resId} ${moment.toMillis()}` : "";
        if (version === this.version) {
            return;
        }
        this.version = version;
        const data = version ? await this.orm.call("psms.plan.scenario", "comparison", [[record.resId]]) : null;
        this.state.data = data && data.figures.base ? data : null;
    }

    // -- table ----------------------------------------------------------------------------------------------------

    get rows() {
        const { base, scenario } = this.state.data.figures;
        const end = (side) => side.stock[side.stock.length - 1];
        const row = (label, value, money = false, goodDown = true) =>
            this.row(label, value(base), value(scenario), money, goodDown);
        return [
            row(_t("Late customer orders"), (side) => side.late.count),
            row(_t("Days late in all"), (side) => side.late.days),
            row(_t("Value of late customer orders"), (side) => side.late.value, true),
            row(_t("Demand that nothing serves"), (side) => side.short.count),
            row(_t("Planned orders"), (side) => side.orders.count, false, null),
            row(_t("Late planned orders"), (side) => side.orders.late),
            row(_t("Open orders to expedite"), (side) => side.expedite),
            row(_t("Value of planned orders"), (side) => side.orders.value, true, null),
            row(_t("Stock value after %s weeks", base.stock.length), end, true, null),
        ];
    }

    row(label, before, after, money, goodDown) {
        const delta = after - before;
        const visible = Math.abs(delta) >= 0.005;
        return {
            label,
            before: this.format(before, money),
            after: this.format(after, money),
            delta: visible ? `${delta > 0 ? "+" : "−"}${this.format(Math.abs(delta), money)}` : "–",
            style: !visible || goodDown === null ? "" : delta < 0 === goodDown ? "text-success" : "text-danger",
        };
    }

    format(value, money) {
        return money ? formatCurrency(value, this.state.data.currency_id, { digits: [16, 0] }) : formatInteger(value);
    }

    // -- customers ------------------------------------------------------------------------------------------------

    get customers() {
        const labels = {
            late: _t("Newly late"),
            on_time: _t("No longer late"),
            later: _t("Postponed"),
            earlier: _t("Moved earlier"),
        };
        return this.state.data.customers.map((row) => ({
            ...row,
            label: labels[row.kind],
            style: ["late", "later"].includes(row.kind) ? "text-bg-danger" : "text-bg-success",
            day: formatDate(deserializeDate(row.date)),
        }));
    }

    async openCustomers() {
        await this.action.doAction(
            await this.orm.call("psms.plan.scenario", "action_open_customers", [[this.props.record.resId]])
        );
    }

    // -- charts ---------------------------------------------------------------------------------------------------

    draw() {
        this.erase();
        if (!this.state.data) {
            return;
        }
        const { base, scenario } = this.state.data.figures;
        const labels = base.weeks.map((day) => formatDate(deserializeDate(day), { format: "MM-dd" }));
        this.chart("stock", "line", _t("Stock value by week"), labels, base.stock, scenario.stock);
        this.chart("purchases", "bar", _t("Planned purchases to order by week"), labels, base.purchases, scenario.purchases);
    }

    erase() {
        this.charts.forEach((chart) => chart.destroy());
        this.charts = [];
    }

    chart(name, type, title, labels, before, after) {
        const dataset = (label, data, color) => ({
            label,
            data,
            borderColor: color,
            backgroundColor: color,
            borderWidth: 2,
            pointRadius: 0,
            tension: 0.2,
        });
        this.charts.push(
            new Chart(this.canvases[name].el, {
                type,
                data: {
                    labels,
                    datasets: [dataset(_t("Without changes"), before, BEFORE), dataset(_t("With changes"), after, AFTER)],
                },
                options: {
                    animation: false,
                    maintainAspectRatio: false,
                    interaction: { mode: "index", intersect: false },
                    plugins: {
                        title: { display: true, text: title },
                        legend: { position: "bottom" },
                        tooltip: {
                            callbacks: {
                                label: (item) => `${item.dataset.label}: ${this.format(item.parsed.y, true)}`,
                            },
                        },
                    },
                    scales: {
                        x: { grid: { display: false } },
                        y: { beginAtZero: true, ticks: { callback: (value) => this.format(value, true) } },
                    },
                },
            })
        );
    }
}

registry.category("view_widgets").add("psms_scenario_comparison", {
    component: ScenarioComparison,
    fieldDependencies: [{ name: "calculated_on", type: "datetime" }],
});
