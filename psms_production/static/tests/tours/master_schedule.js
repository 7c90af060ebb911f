import { registry } from "@web/core/registry";

const INPUT = ".o_psms_master_schedule tbody:contains('Cooker') .o_row_forecast input";

function paste(element, text) {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}

registry.category("web_tour.tours").add("psms_production_master_schedule", {
    steps: () => [
        {
            content: "Type a forecast",
            trigger: `${INPUT}[data-week='4']`,
            run: "edit 50 && press Tab",
        },
        {
            content: "The order of that week consumes it",
            trigger: ".o_row_left td:contains('20')",
        },
        {
            content: "Paste a block: three weeks of two products",
            trigger: `${INPUT}[data-week='5']`,
            run: ({ anchor }) => paste(anchor, "10\t20\t\r\n30\t40\t50\r\n"),
        },
        {
            content: "The second product has got its row",
            trigger: ".o_psms_master_schedule tbody:contains('Screw') .o_row_forecast input[data-week='7']:value(50)",
        },
        {
            content: "What is no quantity isn't saved",
            trigger: `${INPUT}[data-week='6']`,
            run: ({ anchor }) => paste(anchor, "1\tmany"),
        },
        {
            content: "It is said",
            trigger: ".o_notification:contains('many')",
        },
        {
            content: "The plan is older than the forecast: run it",
            trigger: ".o_psms_master_schedule .alert button",
            run: "click",
        },
        {
            content: "No background worker runs in a test: calculate it here",
            trigger: ".o_psms_job button:contains('Calculate now')",
            run: "click",
        },
        {
            content: "Supply follows",
            trigger: ".o_psms_master_schedule tbody:contains('Cooker') .o_row_planned td:contains('50')",
        },
        {
            content: "The hint is gone",
            trigger: ".o_psms_master_schedule:not(:has(.alert))",
        },
    ],
});
