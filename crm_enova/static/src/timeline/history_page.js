import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {Timeline} from "./timeline";

/** The history of a record that is no contractor: a project, a device and so on. */
export class HistoryPage extends Component {
    static template = "crm_enova.HistoryPage";
    static components = {Timeline};
    static props = {...standardWidgetProps};

    /** Whatever is saved on the form reads the history anew. */
    get version() {
        return this.props.record.data.write_date?.toMillis() || 0;
    }
}

registry.category("view_widgets").add("enova_history", {
    component: HistoryPage,
    fieldDependencies: [{name: "write_date", type: "datetime"}],
});
