import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("psms_dashboard_drill_down", {
    steps: () => [
        { trigger: ".o_psms_card[data-code='fulfilment'] .o_psms_number:contains('100')" },
        { trigger: ".o_psms_card[data-code='margin'] .o_psms_empty" },
        { trigger: ".o_psms_card[data-code='fulfilment'] .o_psms_definition:contains('promised')" },
        { trigger: ".o_psms_dashboard header button:contains('26')", run: "click" },
        { trigger: ".o_psms_dashboard header button.active:contains('26')" },
        { trigger: ".o_psms_card[data-code='fulfilment'] .o_psms_value", run: "click" },
        { trigger: ".o_list_view .o_data_row:only-child, .o_list_view .o_data_row td[name=order_id]" },
        { trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a", run: "click" },
        { trigger: ".o_psms_card[data-code='fulfilment'] canvas" },
    ],
});
