import {Component, useState} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

/** The names of the rules that paint something on the page. */
export class ColorLegend extends Component {
    static template = "crm_enova.ColorLegend";
    static props = {model: String, ids: Array};

    setup() {
        this.painted = useState(useService("enova_color_rule").painted);
    }

    get rules() {
        const found = new Map();
        for (const id of this.props.ids) {
            const rule = this.painted.get(`${this.props.model},${id}`);
            if (rule) {
                found.set(rule.id, rule);
            }
        }
        return [...found.values()];
    }
}
