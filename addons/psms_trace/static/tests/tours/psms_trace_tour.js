import { registry } from "@web/core/registry";

// from the number on a label to the customer, and back to the vendor
registry.category("web_tour.tours").add("psms_trace_tour", {
    steps: () => [
        { trigger: ".o_psms_trace_search input", run: "edit TOUR-M1" },
        { trigger: ".o_psms_trace_search button[type=submit]", run: "click" },
        { trigger: ".o_psms_trace_summary:contains(Tour Customer)" },
        { trigger: ".o_psms_trace_up .o_psms_kind_received:contains(Motor Vendor)" },
        { trigger: ".o_psms_trace_down .o_psms_kind_consumed .o_psms_toggle", run: "click" },
        { trigger: ".o_psms_trace_down .o_psms_kind_lot:contains(TOUR-B1)" },
        { trigger: ".o_psms_trace_down .o_psms_unfold", run: "click" },
        { trigger: ".o_psms_trace_down .o_psms_kind_shipped:contains(Tour Customer)" },
        { trigger: ".o_psms_trace_down .o_psms_kind_lot:contains(TOUR-B1) button[title='Trace this lot']", run: "click" },
        { trigger: ".o_psms_trace_up .o_psms_kind_made" },
        { trigger: ".o_psms_trace_up .o_psms_unfold", run: "click" },
        { trigger: ".o_psms_trace_up .o_psms_kind_lot:contains(TOUR-M1)" },
    ],
});
