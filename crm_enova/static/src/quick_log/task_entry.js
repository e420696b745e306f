import {Component, useState} from "@odoo/owl";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {user} from "@web/core/user";
import {useEntry} from "./entry_hook";
import {NextContact} from "./next_contact";

/** Plans a task with the contractor, for me or for somebody else. */
export class TaskEntry extends Component {
    static template = "crm_enova.TaskEntry";
    static components = {NextContact, RecordSelector};
    static props = {
        definitions: Array,
        partnerId: Number,
        contactId: [Number, {value: false}],
        onLogged: Function,
        close: Function,
    };

    setup() {
        // unlike the hook's, it answers also once another entry has been opened
        this.orm = this.env.services.orm;
        this.assigneeDomain = [["share", "=", false]];
        const [definition] = this.props.definitions;
        this.values = useState({
            definitionId: definition.id,
            subject: definition.name,
            date: false,
            userId: user.userId,
        });
        this.entry = useEntry({
            save: this.save.bind(this),
            close: () => this.props.close(),
        });
    }

    /** @returns {Object} the definition that is chosen */
    get chosen() {
        return this.props.definitions.find(({id}) => id === this.values.definitionId);
    }

    /** The subject follows the definition until somebody writes another. */
    onDefinitionChange(ev) {
        const proposed = this.values.subject === this.chosen.name;
        this.values.definitionId = Number(ev.target.value);
        if (proposed) {
            this.values.subject = this.chosen.name;
        }
    }

    async save() {
        const name = this.values.subject.trim() || this.chosen.name;
        const [id] = await this.orm.create("enova.activity", [
            {
                partner_id: this.props.partnerId,
                contact_id: this.props.contactId,
                type_id: this.values.definitionId,
                name,
                date_deadline: this.values.date,
                user_id: this.values.userId,
            },
        ]);
        this.props.onLogged({id, name}, false);
    }

    setDate(date) {
        this.values.date = date;
    }

    setUser(userId) {
        this.values.userId = userId;
    }
}
