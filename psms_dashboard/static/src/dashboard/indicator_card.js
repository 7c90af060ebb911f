/* global Chart */

import { Component, useEffect, useRef } from "@odoo/owl";

import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatInteger, formatMonetary } from "@web/views/fields/formatters";

/** One indicator: its last full week, the change to the week before, its course and its definition. */
export class IndicatorCard extends Component {
    static template = "psms_dashboard.IndicatorCard";
    static props = {
        indicator: Object,
        currency: Number,
        open: Function,
    };

    setup() {
        this.canvas = useRef("canvas");
        useEffect(
            (points) => {
                const chart = this.drawChart(points);
                return () => chart?.destroy();
            },
            () => [this.points]
        );
    }

    get points() {
        return this.props.indicator.points;
    }

    /** The running week is not over, so the week before it is the one that counts. */
    get current() {
        return this.points.at(this.points.length > 1 ? -2 : -1);
    }

    get running() {
        return this.points.at(-1);
    }

    get isEmpty() {
        return this.points.every((point) => point.value === null);
    }

    /** Change of the last full week to the one before: text and whether it is good, null when unknown. */
    get change() {
        const before = this.points.at(-3);
        if (this.points.length < 3 || before.value === null || this.current.value === null) {
            return null;
        }
        const { direction, unit } = this.props.indicator;
        const delta = this.current.value - before.value;
        const shown = unit === "percent" ? delta * 100 : delta;
        if (Math.abs(shown) < 0.05) {
            return { text: _t("unchanged"), icon: "fa-minus", class: "text-muted" };
        }
        const size = formatFloat(Math.abs(shown), { digits: [0, 1] });
        return {
            text: unit === "percent" ? _t("%s points", size) : size,
            icon: delta > 0 ? "fa-arrow-up" : "fa-arrow-down",
            class: delta > 0 === (direction === "up") ? "text-success" : "text-danger",
        };
    }

    format(value) {
        if (value === null) {
            return "–";
        }
        switch (this.props.indicator.unit) {
            case "percent":
                return `${formatFloat(value * 100, { digits: [0, 1] })} %`;
            case "days":
                return _t("%s days", formatFloat(value, { digits: [0, 1] }));
            case "money":
                return formatMonetary(value, { currencyId: this.props.currency });
            default:
                return formatFloat(value, { digits: [0, 2] });
        }
    }

    /** The two figures of a point, so that the value explains itself. */
    figures(point) {
        const { numerator_name, denominator_name } = this.props.indicator;
        return `${numerator_name}: ${this.figure(point.numerator)} / ${denominator_name}: ${this.figure(point.denominator)}`;
    }

    figure(value) {
        return Number.isInteger(value) ? formatInteger(value) : formatFloat(value, { digits: [0, 2] });
    }

    days(point) {
        return [point.first, point.last].map((day) => formatDate(deserializeDate(day))).join(" – ");
    }

    drawChart(points) {
        if (!this.canvas.el) {
            return null;
        }
        const color = getComputedStyle(this.canvas.el).getPropertyValue("--primary");
        const last = points.length - 1;
        const isPercent = this.props.indicator.unit === "percent";
        return new Chart(this.canvas.el, {
            type: "line",
            data: {
                labels: points.map((point) => point.week.split("-")[1]),
                datasets: [
                    {
                        data: points.map((point) => (isPercent && point.value !== null ? point.value * 100 : point.value)),
                        borderColor: color,
                        backgroundColor: color,
                        borderWidth: 2,
                        pointRadius: 4,
                        pointHoverRadius: 7,
                        pointHitRadius: 24,
                        spanGaps: true,
                        segment: { borderDash: (context) => (context.p1DataIndex === last ? [4, 4] : undefined) },
                    },
                ],
            },
            options: {
                responsive: true,
                maintainAspectRatio: false,
                animation: false,
                interaction: { mode: "nearest", axis: "x", intersect: false },
                onClick: (event, elements) => elements.length && this.props.open(this.props.indicator, points[elements[0].index]),
                onHover: (event, elements) => (event.native.target.style.cursor = elements.length ? "pointer" : "default"),
                scales: {
                    x: { grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 12 } },
                    y: { ticks: { maxTicksLimit: 5, callback: (value) => formatFloat(value, { digits: [0, 0] }) } },
                },
                plugins: {
                    legend: { display: false },
                    tooltip: {
                        displayColors: false,
                        callbacks: {
                            title: ([item]) => `${points[item.dataIndex].week}: ${this.days(points[item.dataIndex])}`,
                            label: (item) => this.format(points[item.dataIndex].value),
                            afterLabel: (item) => this.figures(points[item.dataIndex]),
                        },
                    },
                },
            },
        });
    }
}
