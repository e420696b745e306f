import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * Shows the icon whose Font Awesome class a field holds, named for screen readers by
 * the definition of the task or event.
 */
export class ActivityIconField extends Component {
    static template = "crm_enova.ActivityIconField";
    static props = {...standardFieldProps};

    get icon() {
        return this.props.record.data[this.props.name] || "fa-circle-o";
    }

    get title() {
        return this.props.record.data.type_id?.display_name || _t("Task or event");
    }
}

registry.category("fields").add("enova_activity_icon", {
    component: ActivityIconField,
    displayName: _t("Icon of a task or event"),
    supportedTypes: ["char"],
    listViewWidth: 28,
});
