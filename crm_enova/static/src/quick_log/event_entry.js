import {Component, useState} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";
import {useEntry} from "./entry_hook";
import {NextContact} from "./next_contact";

/** Logs a contact that has just taken place, and plans the next one. */
export class EventEntry extends Component {
    static template = "crm_enova.EventEntry";
    static components = {NextContact};
    static props = {
        definition: Object,
        partnerId: Number,
        contactId: [Number, {value: false}],
        onLogged: Function,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.values = useState({
            subject: this.props.definition.name,
            result: "",
            nextDate: false,
        });
        this.entry = useEntry({
            save: this.save.bind(this),
            close: () => this.props.close(),
        });
    }

    async save() {
        const {definition, partnerId, contactId} = this.props;
        const {subject, result, nextDate} = this.values;
        const logged = await this.orm.call("enova.activity", "quick_log", [
            {
                partner_id: partnerId,
                contact_id: contactId,
                type_id: definition.id,
                name: subject.trim(),
                result: result.trim(),
            },
            nextDate,
        ]);
        this.props.onLogged(logged);
    }

    setNextDate(date) {
        this.values.nextDate = date;
    }
}
