import { Component, useRef } from "@odoo/owl";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { useBus, useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";

/**
 * The three ways a code comes in: the wedge scanner (anywhere on the page), the camera, and typing.
 * Wedge scanners type like a keyboard; Odoo's barcode service tells them from people by their speed.
 */
export class ScanInput extends Component {
    static template = "psms_stock.ScanInput";
    static props = { onCode: Function, placeholder: String };

    setup() {
        this.input = useRef("input");
        this.barcode = useService("barcode");
        this.notification = useService("notification");
        this.hasCamera = isBarcodeScannerSupported();
        useBus(this.barcode.bus, "barcode_scanned", (ev) => this.props.onCode(ev.detail.barcode));
    }

    onSubmit() {
        const code = this.input.el.value;
        this.input.el.value = "";
        // Keeps the on-screen keyboard away, and the next wedge scan out of the box.
        this.input.el.blur();
        if (code.trim()) {
            this.props.onCode(code);
        }
    }

    async onCamera() {
        let code;
        try {
            code = await scanBarcode(this.env);
        } catch {
            this.notification.add(_t("The camera cannot be used. Allow it in the browser, or type the code."), {
                type: "warning",
            });
            return;
        }
        if (code) {
            this.props.onCode(code);
        }
    }
}
