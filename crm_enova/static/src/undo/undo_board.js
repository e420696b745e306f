import {useService} from "@web/core/utils/hooks";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";

/** A board on which a card that was dropped in another column can be taken back. */
export class UndoableBoardRenderer extends KanbanRenderer {
    setup() {
        super.setup();
        this.undo = useService("enova_undo");
    }

    /** Return the record and the column it is dropped on; nothing within its own. */
    dropOf(dataRecordId, dataGroupId, {parent}) {
        const {list} = this.props;
        const group =
            list.isGrouped && list.groups.find(({id}) => id === parent?.dataset.id);
        const record = list.records.find(({id}) => id === dataRecordId);
        return group && record && group.id !== dataGroupId ? {group, record} : null;
    }

    sortRecordDrop(dataRecordId, dataGroupId, params) {
        const drop = this.dropOf(dataRecordId, dataGroupId, params);
        const move = () => super.sortRecordDrop(dataRecordId, dataGroupId, params);
        if (!drop) {
            return move();
        }
        const {resId, resModel} = drop.record;
        const names = [drop.group.groupByField.name];
        return this.undo.around(resModel, [resId], names, () => {
            // the mark of the column that is dropped on may be gone meanwhile
            params.parent.classList.add("o_kanban_hover");
            return move();
        });
    }
}
