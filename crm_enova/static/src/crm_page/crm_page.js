import {Component, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {QuickLog} from "../quick_log/quick_log";
import {Timeline} from "../timeline/timeline";

/** The page "CRM" of a contractor: log what happens, see what has happened. */
export class CrmPage extends Component {
    static template = "crm_enova.CrmPage";
    static components = {QuickLog, Timeline};
    static props = {...standardWidgetProps};

    setup() {
        this.state = useState({version: 0});
    }

    /** The contractor: the company, also on the form of a person there. */
    get contractorId() {
        const {record} = this.props;
        return record.data.commercial_partner_id?.id || record.resId;
    }

    get contactId() {
        const {resId} = this.props.record;
        return this.contractorId === resId ? false : resId;
    }

    async refresh() {
        this.state.version++;
        const {record} = this.props;
        // the counters of the form; what somebody is just typing there is kept
        if (!(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("view_widgets").add("enova_crm_page", {
    component: CrmPage,
    fieldDependencies: [{name: "commercial_partner_id", type: "many2one"}],
});
