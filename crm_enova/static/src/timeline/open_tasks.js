import {Component} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";
import {moreLabel} from "../more_label";
import {dayLabel} from "./days";
import {RecordLink} from "./record_link";

const FEW = 2;

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

    moreLabel = moreLabel;

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    /** Fewer on a narrow screen, where the history begins below them. */
    get tasks() {
        const {tasks} = this.props;
        return this.env.isSmall ? tasks.slice(0, FEW) : tasks;
    }

    get more() {
        return this.props.count - this.tasks.length;
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
