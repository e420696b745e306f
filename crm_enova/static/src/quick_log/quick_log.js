import {Component, onWillStart, useEffect, useRef, useState} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {chooseFiles, uploadFiles} from "../files/file_upload";
import {EventEntry} from "./event_entry";
import {TaskEntry} from "./task_entry";

const BUTTONS = 6;
// beside what else one may write
const BUTTONS_BESIDE = 4;
// On a narrow screen, beside a task and all else under "+": a call and a note.
const BAR_CHANNELS = ["phone", "other"];

/** A button for each sort of contact; a click and "Log" write it down. */
export class QuickLog extends Component {
    static template = "crm_enova.QuickLog";
    static components = {Dropdown, DropdownItem, EventEntry, TaskEntry};
    static props = {
        partnerId: Number,
        // the person, where the contractor is their company
        contactId: [Number, {value: false}],
        // channel of the definition that is open from the start
        channel: {type: String, optional: true},
        // what is open with the contractor, which the contact may settle
        tasks: {type: Array, optional: true},
        // the page's own record, where all that one may write is offered
        writeId: {type: Number, optional: true},
        onLogged: Function,
        // given where nothing remains to be seen once the entry is closed
        close: {type: Function, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({definition: false, planning: false});
        this.chatter = useState(this.env.enovaChatter || {shown: false});
        const entry = useRef("entry");
        useEffect(
            (isOpen) => {
                // the buttons are at the bottom, the entry is above the history
                if (isOpen && this.isBar) {
                    entry.el.scrollIntoView();
                }
            },
            () => [Boolean(this.state.definition || this.state.planning)]
        );
        onWillStart(() => Promise.all([this.loadDefinitions(), this.loadWritings()]));
    }

    async loadDefinitions() {
        const fields = ["name", "short_name", "icon", "kind", "channel"];
        const usable = [["is_usable", "=", true]];
        const found = await this.orm.searchRead("enova.activity.type", usable, fields);
        this.events = found.filter(({kind}) => kind === "event");
        this.tasks = found.filter(({kind}) => kind === "task");
        const {channel} = this.props;
        this.state.definition =
            (channel && this.events.find((event) => event.channel === channel)) ||
            false;
    }

    async loadWritings() {
        const {writeId} = this.props;
        this.writings = writeId
            ? await this.orm.call("res.partner", "enova_writings", [[writeId]])
            : [];
    }

    /** Open tasks that are done by a contact of this sort. */
    tasksOf({channel}) {
        return (this.props.tasks || []).filter((task) => task.channel === channel);
    }

    /** Where an e-mail can be sent, one that was sent elsewhere is logged from More. */
    get logged() {
        const sends = this.writings.some(({name}) => name === "email");
        return this.events.filter(({channel}) => !sends || channel !== "email");
    }

    /** Whether it is a bar at the bottom of a narrow screen, icons alone. */
    get isBar() {
        return Boolean(this.env.isSmall && this.props.writeId && !this.env.inDialog);
    }

    get buttons() {
        if (this.isBar) {
            return BAR_CHANNELS.map((channel) =>
                this.logged.find((event) => event.channel === channel)
            ).filter(Boolean);
        }
        return this.logged.slice(0, this.props.writeId ? BUTTONS_BESIDE : BUTTONS);
    }

    get others() {
        return this.events.filter((event) => !this.buttons.includes(event));
    }

    /** What can be written beside the buttons; in the bar all of it is under "+". */
    get shown() {
        return this.isBar ? [] : this.writings.filter(({main}) => main);
    }

    /** What is logged, with the e-mail that is written after what comes first. */
    get beside() {
        const [first, ...rest] = this.buttons.map((definition) => ({
            key: definition.id,
            definition,
        }));
        const emails = this.shown
            .filter(({name}) => name === "email")
            .map((writing) => ({key: writing.name, writing}));
        return [first, ...emails, ...rest].filter(Boolean);
    }

    get documents() {
        return this.shown.filter(({name}) => name !== "email");
    }

    get more() {
        return this.writings.filter((writing) => !this.shown.includes(writing));
    }

    /** Open what is to be written; the page reads anew once it is closed. */
    async write({method}) {
        const {writeId} = this.props;
        this.close();
        if (!method) {
            return this.attach();
        }
        const action = await this.orm.call("res.partner", method, [[writeId]]);
        await this.action.doAction(action, {onClose: () => this.props.onLogged()});
    }

    attach() {
        const {env} = this;
        chooseFiles(async (files) => {
            const target = {model: "res.partner", id: this.props.writeId};
            await uploadFiles(env, target, files);
            this.props.onLogged();
        });
    }

    openEvent(definition) {
        Object.assign(this.state, {definition, planning: false});
    }

    openTask() {
        Object.assign(this.state, {definition: false, planning: true});
    }

    close() {
        Object.assign(this.state, {definition: false, planning: false});
        this.props.close?.();
    }

    onLogged({id, name}, definition) {
        const message = definition
            ? _t("Logged: %(name)s", {name})
            : _t("Planned: %(name)s", {name});
        this.notification.add(message, {
            type: "success",
            buttons: [{name: _t("Open"), onClick: () => this.openActivity(id)}],
        });
        // what somebody has opened meanwhile stays
        const {definition: open, planning} = this.state;
        if (definition ? open.id === definition.id : planning) {
            this.close();
        }
        this.props.onLogged();
    }

    openActivity(id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "enova.activity",
            res_id: id,
            views: [[false, "form"]],
        });
    }
}
