import {Component, onWillStart, useState} from "@odoo/owl";
import {deserializeDate, deserializeDateTime, formatDate} from "@web/core/l10n/dates";
import {useService} from "@web/core/utils/hooks";
import {formatMonetary} from "@web/views/fields/formatters";
import {moreLabel} from "../more_label";
import {PurchaseRows} from "../purchases/purchases";
import {QuickLog} from "../quick_log/quick_log";

/** Who it is: when we last spoke, what is open and overdue; and what comes of it. */
export class CallSheet extends Component {
    static template = "crm_enova.CallSheet";
    static components = {PurchaseRows, QuickLog};
    static props = {
        // as findCallers returns it
        caller: Object,
        onLogged: Function,
        close: Function,
    };

    moreLabel = moreLabel;

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({contactId: this.props.caller.contactId});
        onWillStart(async () => {
            const {partnerId} = this.props.caller;
            this.sheet = await this.orm.call("res.partner", "enova_call_sheet", [
                [partnerId],
            ]);
        });
    }

    get lastDate() {
        return formatDate(deserializeDateTime(this.sheet.last.date));
    }

    get overdueAmount() {
        const {amount, currency_id} = this.sheet.overdue;
        return formatMonetary(amount, {currencyId: currency_id});
    }

    /** How many are open beyond those that are named. */
    get hiddenTasks() {
        return this.sheet.open_count - this.sheet.tasks.length;
    }

    dueDate(task) {
        return task.due ? formatDate(deserializeDate(task.due)) : "";
    }

    /** How many devices there are beyond those that are named. */
    get hiddenDevices() {
        const {devices, device_count} = this.sheet.service;
        return device_count - devices.length;
    }

    /** A new service order for the firm, and for one of its devices where it is said. */
    async newServiceOrder(deviceId) {
        const [model, id] = deviceId
            ? ["enova.device", deviceId]
            : ["res.partner", this.state.contactId || this.props.caller.partnerId];
        const method = deviceId
            ? "action_new_service_order"
            : "action_new_enova_service_order";
        const action = await this.orm.call(model, method, [[id]]);
        this.props.close();
        await this.action.doAction(action);
    }

    /** A second click takes the choice back: it is the firm then, and nobody there. */
    choosePerson(id) {
        this.state.contactId = this.state.contactId === id ? false : id;
    }
}
