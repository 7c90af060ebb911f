import { registry } from "@web/core/registry";

/** Type like a wedge scanner: fast keys, and Enter at the end. */
function wedge(code) {
    for (const key of [...code, "Enter"]) {
        document.activeElement.blur?.();
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    }
}

function scan(code) {
    return { content: `Scan ${code}`, trigger: ".o_psms_scan_transfer", run: () => wedge(code) };
}

function says(level, text) {
    return { content: `It says ${text}`, trigger: `.o_psms_scan_${level}:contains(${text})` };
}

registry.category("web_tour.tours").add("psms_stock_receive", {
    steps: () => [
        { trigger: ".o_psms_scan_card:contains(TOUR-RECEIPT)", run: "click" },
        { trigger: ".o_psms_scan_transfer[data-expect=product]" },
        scan("STRANGER"),
        says("danger", "Stranger does not belong here."),
        scan("6901234567892"),
        says("success", "Fan: 1 of 2"),
        scan("6901234567892"),
        says("success", "Fan: 2 of 2"),
        scan("6901234567892"),
        says("danger", "Too much of Fan."),
        scan("GLUE"),
        { trigger: ".o_psms_scan_transfer[data-expect=lot]" },
        scan("TOUR-LOT"),
        says("success", "Glue, TOUR-LOT: 1 of 1"),
        { trigger: "button[name=undo]", run: "click" },
        says("warning", "Taken back"),
        scan("TOUR-LOT"),
        says("success", "Glue, TOUR-LOT: 1 of 1"),
        scan("BIN-A"),
        says("success", "Put into SCN/Stock/Bin A."),
        { trigger: ".o_psms_scan_transfer[data-expect=validate]" },
        { trigger: "button[name=validate].btn-success", run: "click" },
        says("success", "is done."),
        { trigger: "button[name=next]", run: "click" },
        { trigger: ".o_psms_scan_queue" },
    ],
});
