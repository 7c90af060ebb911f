import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("psms_count_bin_after_bin", {
    steps: () => [
        { trigger: ".o_form_button_save, button[name=action_count]" },
        { trigger: "button[name=action_count]", run: "click" },
        { trigger: ".o_psms_counting_bin:contains(CNP/Stock/A)" },
        { trigger: ".o_psms_counting_line:contains(CFAN) input", run: "edit 12+7" },
        { trigger: ".o_psms_counting_line:contains(CFAN) button:contains(OK)", run: "click" },
        { trigger: ".o_psms_counting_line:contains(CFAN).o_psms_counting_done b:contains(19)" },
        { trigger: ".o_psms_counting_line:contains(CFAN) button:contains(Correct)", run: "click" },
        { trigger: ".o_psms_counting_line:contains(CFAN) input", run: "edit a dozen && press Enter" },
        { trigger: ".o_psms_counting_message:contains(no quantity)" },
        { trigger: ".o_psms_counting_line:contains(CFAN) input", run: "edit 20 && press Enter" },
        { trigger: ".o_psms_counting_line:contains(CFAN).o_psms_counting_done b:contains(20)" },
        { trigger: ".o_psms_counting_line:contains(CGLUE) input", run: "edit 8 && press Enter" },
        { trigger: ".o_psms_counting_line:contains(CGLUE).o_psms_counting_done" },
        { trigger: ".o_psms_counting_next", run: "click" },
        { trigger: ".o_psms_counting_bin:contains(CNP/Stock/B)" },
        { trigger: ".o_psms_counting_line:contains(CCOOK) button:contains(There)", run: "click" },
        { trigger: ".o_psms_counting_line:contains(CCOOK).o_psms_counting_done" },
        { trigger: ".o_psms_counting_line:contains(CFAN) input", run: "edit 5 && press Enter" },
        { trigger: ".o_psms_counting_finish", run: "click" },
        { trigger: ".o_psms_counting_page:contains(nothing to count in it now)" },
    ],
});
