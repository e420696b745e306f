import {Component} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";
import {dayLabel} from "../timeline/days";
import {RecordLink} from "../timeline/record_link";

/** One line of a block of the home page; a task is closed or put off from here. */
export class DayRow extends Component {
    static template = "crm_enova.DayRow";
    static components = {RecordLink};
    static props = {row: Object, onDone: Function, onPlan: Function, onOpen: Function};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get date() {
        const {date, start} = this.props.row;
        return date && !start ? dayLabel(date.slice(0, 10)) : "";
    }

    get dateClass() {
        const isAlarm = this.props.row.tone === "alarm";
        return isAlarm ? "o_enova_alarm fw-bolder" : "o_enova_muted";
    }

    call(method) {
        return this.orm.call("enova.activity", method, [[this.props.row.id]]);
    }

    /** Close a task; where there is something to ask, its window asks first. */
    async onClickDone() {
        const question = await this.call("action_ask_done");
        if (question?.type) {
            const onClose = () => this.props.onDone();
            return this.action.doAction(question, {onClose});
        }
        this.props.onDone();
    }

    async onClickTomorrow() {
        await this.call("action_reschedule_tomorrow");
        this.props.onDone();
    }
}
