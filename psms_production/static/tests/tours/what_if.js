import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("psms_production_what_if", {
    steps: () => [
        {
            content: "An empty list says what it is for",
            trigger: ".o_view_nocontent_smiling_face",
        },
        {
            content: "A new scenario",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Its question",
            trigger: ".o_field_widget[name=name] input",
            run: "edit All shells are lost",
        },
        {
            content: "Add a change",
            trigger: ".o_field_x2many_list_row_add a, .o_field_x2many_list_row_add button",
            run: "click",
        },
        {
            content: "Another stock",
            trigger: ".modal .o_field_widget[name=kind] label:contains('Stock on hand')",
            run: "click",
        },
        {
            content: "Look for the product",
            trigger: ".modal .o_field_widget[name=product_id] input",
            run: "edit Shell",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains('Shell')",
            run: "click",
        },
        {
            content: "The stock of the plan is there to begin with",
            trigger: ".modal .o_field_widget[name=quantity] input:value(100.00)",
            run: "edit 0",
        },
        {
            content: "It says beforehand that this can't be promoted",
            trigger: ".modal .alert:contains('counting')",
        },
        {
            content: "Keep the change",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "Calculate",
            trigger: "button[name=action_calculate]",
            run: "click",
        },
        {
            content: "No background worker runs in a test: calculate it here",
            trigger: ".o_psms_job button:contains('Calculate now')",
            run: "click",
        },
        {
            content: "The customer order that becomes late, and why",
            trigger: ".o_psms_scenario_comparison tr:contains('Newly late'):contains('Cooker'):contains('Stock')",
        },
        {
            content: "All of them",
            trigger: ".o_psms_scenario_comparison button:contains('Open as a list')",
            run: "click",
        },
        {
            content: "The list says the same",
            trigger: ".o_list_view .o_data_row:contains('Newly late'):contains('Cooker')",
        },
    ],
});
