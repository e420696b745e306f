import {Component, useState} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {momentOf} from "./reminder_service";

/** The bell of the CRM: there when there is something to be reminded of. */
export class ReminderSystray extends Component {
    static template = "crm_enova.ReminderSystray";
    static components = {Dropdown};
    static props = [];

    setup() {
        this.reminders = useService("enova_reminder");
        this.state = useState(this.reminders.state);
        this.momentOf = momentOf;
    }
}

registry
    .category("systray")
    .add("crm_enova.reminder", {Component: ReminderSystray}, {sequence: 23});
