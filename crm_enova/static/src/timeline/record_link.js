import {Component} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

/** A name that opens its record; with Ctrl or the middle button in a new tab. */
export class RecordLink extends Component {
    static template = "crm_enova.RecordLink";
    static props = {model: String, id: Number, slots: Object};

    setup() {
        this.action = useService("action");
    }

    get href() {
        return `/odoo/${this.props.model}/${this.props.id}`;
    }

    onClick(ev) {
        if (ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return;
        }
        ev.preventDefault();
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: this.props.model,
            res_id: this.props.id,
            views: [[false, "form"]],
        });
    }
}
