import {useService} from "@web/core/utils/hooks";
import {registry} from "@web/core/registry";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {UndoableBoardRenderer} from "../undo/undo_board";

/** Whoever drops a card where projects end is asked what the button Close asks. */
export class ProjectBoardRenderer extends UndoableBoardRenderer {
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
    questionOf(dataRecordId, dataGroupId, params) {
        const drop = this.dropOf(dataRecordId, dataGroupId, params);
        if (drop?.group.groupByField.name !== "stage_id") {
            return false;
        }
        return this.orm.call("enova.project", "action_ask_stage", [
            [drop.record.resId],
            drop.group.value,
        ]);
    }
}

registry.category("views").add("enova_project_kanban", {
    ...kanbanView,
    Renderer: ProjectBoardRenderer,
});
