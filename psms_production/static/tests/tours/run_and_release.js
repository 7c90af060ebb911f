import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("psms_production_run_and_release", {
    steps: () => [
        {
            content: "An empty list says what to do",
            trigger: ".o_view_nocontent_smiling_face",
        },
        {
            content: "Run the plan",
            trigger: ".o_control_panel button[name=action_run_plan]",
            run: "click",
        },
        {
            content: "No background worker runs in a test: calculate it here",
            trigger: ".o_psms_job button:contains('Calculate now')",
            run: "click",
        },
        {
            content: "The plan answers",
            trigger: ".o_notification:contains('4 planned orders')",
        },
        {
            content: "Every planned order gives its reason",
            trigger: ".o_data_row:contains('Cooker') td[name=reason]:contains('demand 10')",
        },
        {
            content: "Select all",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Release",
            trigger: ".o_control_panel button[name=action_release]",
            run: "click",
        },
        {
            content: "Purchases and production are there",
            trigger: ".o_notification:contains('2 manufacturing orders')",
        },
        {
            content: "Nothing is left to release",
            trigger: ".o_view_nocontent_smiling_face",
        },
        {
            content: "Open the menu",
            trigger: ".o_menu_sections button:contains('Planning')",
            run: "click",
        },
        {
            content: "Run the plan again from the menu",
            trigger: ".o-dropdown-item:contains('Run plan')",
            run: "click",
        },
        {
            content: "No background worker runs in a test: calculate it here",
            trigger: ".o_psms_job button:contains('Calculate now')",
            run: "click",
        },
        {
            content: "What was released is not planned twice",
            trigger: ".o_notification:contains('The plan is ready'):contains('0 planned orders')",
        },
        {
            content: "The list is empty, with its advice",
            trigger: ".o_view_nocontent_smiling_face",
        },
    ],
});
