import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** The funnel of a campaign; a bar opens the members whom it counts. */
export class FunnelField extends Component {
    static template = "crm_enova.FunnelField";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    async onClick(ev) {
        const bar = ev.target.closest("[data-step]");
        if (!bar) {
            return;
        }
        const {resModel, resId} = this.props.record;
        const action = await this.orm.call(resModel, "action_open_members", [[resId]], {
            step: bar.dataset.step,
        });
        this.action.doAction(action);
    }
}

registry.category("fields").add("enova_funnel", {
    component: FunnelField,
    supportedTypes: ["html"],
});
