import {useService} from "@web/core/utils/hooks";
import {registry} from "@web/core/registry";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {kanbanView} from "@web/views/kanban/kanban_view";

/** Whoever drops a card where projects end is asked what the button Close asks. */
export class ProjectBoardRenderer extends KanbanRenderer {
    setup() {
        super.setup();
        this.action = useService("action");
        this.orm = useService("orm");
    }

    async sortRecordDrop(dataRecordId, dataGroupId, params) {
        const question = await this.questionOf(dataRecordId, dataGroupId, params);
        if (!question) {
            return super.sortRecordDrop(dataRecordId, dataGroupId, params);
        }
        params.parent.classList.remove("o_kanban_hover");
        return this.action.doAction(question, {
            onClose: () => this.props.list.model.load(),
        });
    }

    /** Return the window that a drop opens, or nothing where there is none to open. */
    async questionOf(dataRecordId, dataGroupId, {parent}) {
        const {list} = this.props;
        const group =
            list.isGrouped && list.groups.find(({id}) => id === parent?.dataset.id);
        const record = list.records.find(({id}) => id === dataRecordId);
        if (
            !group ||
            !record ||
            group.id === dataGroupId ||
            group.groupByField.name !== "stage_id"
        ) {
            return false;
        }
        const question = await this.orm.call("enova.project", "action_ask_stage", [
            [record.resId],
            group.value,
        ]);
        // the mark of the column that is dropped on may be gone meanwhile
        parent.classList.add("o_kanban_hover");
        return question;
    }
}

registry.category("views").add("enova_project_kanban", {
    ...kanbanView,
    Renderer: ProjectBoardRenderer,
});
