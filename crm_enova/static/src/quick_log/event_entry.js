import {Component, useState} from "@odoo/owl";
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
        // open ones that this contact may settle
        tasks: Array,
        onLogged: Function,
        close: Function,
    };

    setup() {
        // unlike the hook's, it answers also once another entry has been opened
        this.orm = this.env.services.orm;
        this.values = useState({
            subject: this.props.definition.name,
            result: "",
            nextDate: false,
            taskId: false,
        });
        this.entry = useEntry({
            save: this.save.bind(this),
            close: () => this.props.close(),
        });
    }

    async save() {
        const {definition, partnerId, contactId} = this.props;
        const {subject, result, nextDate, taskId} = this.values;
        const logged = await this.orm.call("enova.activity", "quick_log", [
            {
                partner_id: partnerId,
                contact_id: contactId,
                type_id: definition.id,
                name: subject.trim(),
                result: result.trim(),
            },
            nextDate,
            taskId,
        ]);
        this.props.onLogged(logged, definition);
    }

    /** The subject follows what is settled until somebody writes their own. */
    toggleTask(task) {
        const {definition, tasks} = this.props;
        const {subject, taskId} = this.values;
        const before = tasks.find(({id}) => id === taskId);
        const chosen = taskId === task.id ? null : task;
        if (subject === (before ? before.title : definition.name)) {
            this.values.subject = chosen ? chosen.title : definition.name;
        }
        this.values.taskId = chosen && chosen.id;
    }

    setNextDate(date) {
        this.values.nextDate = date;
    }
}
