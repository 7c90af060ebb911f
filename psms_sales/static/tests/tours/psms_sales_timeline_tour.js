import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("psms_sales_timeline", {
    steps: () => [
        { trigger: ".o_psms_timeline_step[data-step=confirmed][data-state=done]" },
        { trigger: ".o_psms_timeline_step[data-step=invoiced] button:disabled" },
        { trigger: ".o_psms_timeline_step[data-step=shipped] button", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=location_id], .o_form_view .o_field_widget[name=picking_type_id], .o_form_view h1:contains(/OUT/)" },
    ],
});
