/* global Chart */
import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";

/** Projected stock against the safety stock, over the columns of the grid. */
export class BoardChart extends Component {
    static template = "psms_production.BoardChart";
    static props = { labels: Array, projected: Array, safety: Number };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                const chart = new Chart(this.canvas.el, this.config());
                return () => chart.destroy();
            },
            () => [this.props.labels, this.props.projected, this.props.safety]
        );
    }

    config() {
        const { labels, projected, safety } = this.props;
        const style = getComputedStyle(this.canvas.el);
        const color = (name) => style.getPropertyValue(name).trim();
        const line = { stepped: "middle", pointRadius: 0, borderWidth: 2 };
        const datasets = [
            {
                ...line,
                label: _t("Projected available"),
                data: projected.map((cell) => cell.quantity),
                borderColor: color("--primary"),
                segment: {
                    borderColor: (context) => (context.p1.parsed.y < 0 ? color("--danger") : undefined),
                },
                fill: { target: "origin", above: "rgba(113, 75, 103, 0.08)", below: "rgba(220, 53, 69, 0.15)" },
            },
        ];
        if (safety) {
            datasets.push({
                ...line,
                label: _t("Safety stock"),
                data: labels.map(() => safety),
                borderColor: color("--warning"),
                borderDash: [6, 4],
            });
        }
        return {
            type: "line",
            data: { labels, datasets },
            options: {
                animation: false,
                maintainAspectRatio: false,
                interaction: { mode: "index", intersect: false },
                plugins: { legend: { position: "bottom", labels: { boxWidth: 18 } } },
                scales: { x: { grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 12 } }, y: { beginAtZero: true } },
            },
        };
    }
}
