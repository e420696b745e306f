import {Component} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";
import {dayLabel} from "./days";
import {RecordLink} from "./record_link";

/** What is open with the contractor, each closed by one click. */
export class OpenTasks extends Component {
    static template = "crm_enova.OpenTasks";
    static components = {RecordLink};
    static props = {
        partnerId: Number,
        tasks: Array,
        count: Number,
        onDone: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get more() {
        return this.props.count - this.props.tasks.length;
    }

    due(task) {
        return task.due ? dayLabel(task.due) : "";
    }

    /** Close a task; where there is something to ask, its window asks first. */
    async onClickDone(task) {
        const method = "action_ask_done";
        const question = await this.orm.call("enova.activity", method, [[task.id]]);
        if (question?.type) {
            const onClose = () => this.props.onDone();
            return this.action.doAction(question, {onClose});
        }
        this.props.onDone();
    }

    async onClickMore() {
        const method = "action_open_enova_activities";
        const action = await this.orm.call("res.partner", method, [
            [this.props.partnerId],
        ]);
        action.context = {...action.context, search_default_open: 1};
        this.action.doAction(action);
    }
}
