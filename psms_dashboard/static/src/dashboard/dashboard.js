import { Component, onWillStart, useState } from "@odoo/owl";

import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { IndicatorCard } from "./indicator_card";

const SPANS = [13, 26, 52];

/** The indicators that the user may see, by week, each opening the records behind it. */
export class PsmsDashboard extends Component {
    static template = "psms_dashboard.Dashboard";
    static components = { IndicatorCard };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.spans = SPANS;
        this.state = useState({ weeks: SPANS[0], data: null });
        onWillStart(() => Promise.all([loadBundle("web.chartjs_lib"), this.load(SPANS[0])]));
    }

    async load(weeks) {
        this.state.data = await this.orm.call("psms.indicator", "get_dashboard", [], { weeks });
        this.state.weeks = weeks;
    }

    spanLabel(weeks) {
        return _t("%s weeks", weeks);
    }

    async open(indicator, point) {
        const action = await this.orm.call("psms.indicator", "get_records_action", [indicator.id], {
            first: point.first,
        });
        return this.action.doAction(action);
    }
}

registry.category("actions").add("psms_dashboard.dashboard", PsmsDashboard);
