import {registry} from "@web/core/registry";
import {ListRenderer} from "@web/views/list/list_renderer";
import {listView} from "@web/views/list/list_view";
import {saidByGroups} from "../color_rule/color_rule_patches";
import {chosenTab} from "./task_tabs";

// Columns that say something on some tabs alone, and what would say the same in each row.
const ONLY_ON = {
    user_id: ["all", "given"],
    substituted_id: ["standing_in"],
    date_done: ["done"],
};
const NEVER_ON = {assigned_by_id: ["given"], date_due: ["done"]};
// Columns that leave their room to others where they are empty in all rows.
const HIDDEN_IF_EMPTY = [
    "assigned_by_id",
    "contact_id",
    "partner_id",
    "partner_phone",
    "result",
    "tag_ids",
    "user_id",
];

function recordsOf(list) {
    return list.isGrouped
        ? list.groups.flatMap((group) => (group.list ? recordsOf(group.list) : []))
        : list.records;
}

function isEmpty(value) {
    return !value || value.count === 0;
}

/** Rows in which no column without a word takes room from the names. */
export class ActivityListRenderer extends ListRenderer {
    getActiveColumns() {
        const records = recordsOf(this.props.list);
        return super
            .getActiveColumns()
            .filter(
                ({name}) =>
                    !records.length ||
                    !HIDDEN_IF_EMPTY.includes(name) ||
                    records.some((record) => !isEmpty(record.data[name]))
            );
    }
}

/** The rows of my tasks: of each tab what it is about. */
export class MyTasksListRenderer extends ActivityListRenderer {
    getActiveColumns() {
        const tab = chosenTab(this.env.searchModel);
        return super
            .getActiveColumns()
            .filter(
                ({name}) =>
                    !(tab && ONLY_ON[name] && !ONLY_ON[name].includes(tab)) &&
                    !NEVER_ON[name]?.includes(tab)
            );
    }

    /** The date itself is red where a task is overdue, whatever the groups are. */
    get enovaSaid() {
        return [...saidByGroups(this.props.list), "due_state"];
    }
}

registry.category("views").add("enova_activity_list", {
    ...listView,
    Renderer: ActivityListRenderer,
});
