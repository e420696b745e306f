import {registry} from "@web/core/registry";
import {formatInteger} from "@web/views/fields/formatters";
import {ColumnProgress} from "@web/views/view_components/column_progress";
import {KanbanHeader} from "@web/views/kanban/kanban_header";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {UndoableBoardRenderer} from "../undo/undo_board";
import {CountedModel} from "./board_model";

/** Return how many are in a column: "10,000+" where they were not counted to the end. */
function shownCount({count, isCapped, model}) {
    return isCapped ? `${formatInteger(model.initialCountLimit)}+` : count;
}

/** The bar of a column; one that goes on is closed, so it has no other part. */
class CountedProgress extends ColumnProgress {
    static template = "crm_enova.CountedProgress";

    get shownCount() {
        return shownCount(this.props.group);
    }

    tooltipOf({count, string}) {
        return `${this.props.group.isCapped ? this.shownCount : count} ${string}`;
    }
}

class CountedHeader extends KanbanHeader {
    static template = "crm_enova.CountedHeader";
    static components = {...KanbanHeader.components, ColumnProgress: CountedProgress};

    get shownCount() {
        return shownCount(this.group);
    }
}

export class CountedBoardRenderer extends UndoableBoardRenderer {
    static template = "crm_enova.CountedBoard";
    static components = {
        ...UndoableBoardRenderer.components,
        KanbanHeader: CountedHeader,
    };

    /** Of a column that goes on at least so many are left, and one is known to be. */
    getGroupUnloadedCount(group) {
        const count = super.getGroupUnloadedCount(group);
        const goesOn = group.isCapped && (count > 0 || group.list.hasLimitedCount);
        return goesOn ? Math.max(count - 1, 1) : count;
    }
}

registry.category("views").add("enova_activity_kanban", {
    ...kanbanView,
    Model: CountedModel,
    Renderer: CountedBoardRenderer,
});
