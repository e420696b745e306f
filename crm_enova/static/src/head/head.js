import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {Avatar} from "@mail/views/web/fields/avatar/avatar";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {RecordLink} from "../timeline/record_link";

const ICONS = {email: "fa-envelope-o", phone: "fa-phone", post: "fa-paper-plane-o"};

/** Below the name: who answers for them, whom to ask for, what they agreed to. */
export class Head extends Component {
    static template = "crm_enova.Head";
    static components = {Avatar, RecordLink};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({head: false});
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((next) => this.load(next.record.resId));
    }

    async load(id) {
        this.state.head = id
            ? await this.keepLast.add(
                  this.orm.call("res.partner", "enova_head", [[id]])
              )
            : false;
    }

    icon({channel}) {
        return ICONS[channel] || "fa-check";
    }
}

registry.category("view_widgets").add("enova_head", {component: Head});
