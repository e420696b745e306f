import {Component} from "@odoo/owl";

/** How much of a plan is there: a bar below a figure, which says the same in words. */
export class ShareBar extends Component {
    static template = "crm_enova.ShareBar";
    static props = {share: Number};

    get width() {
        return Math.max(0, Math.min(this.props.share, 100));
    }
}
