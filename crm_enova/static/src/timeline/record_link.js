import {Component} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

/** A name that opens its record; with Ctrl or the middle button in a new tab. */
export class RecordLink extends Component {
    static template = "crm_enova.RecordLink";
    static props = {model: String, id: Number, slots: Object};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    get href() {
        return `/odoo/${this.props.model}/${this.props.id}`;
    }

    async onClick(ev) {
        if (ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return;
        }
        ev.preventDefault();
        // the model knows its form, as it does for a field that links it
        const {model, id} = this.props;
        this.action.doAction(await this.orm.call(model, "get_formview_action", [[id]]));
    }
}
