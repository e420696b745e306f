import {SearchModel} from "@web/search/search_model";

/** What is done has no urgency to be grouped by: its group would have no name. */
export class MyTasksSearchModel extends SearchModel {
    get defaultGroupBy() {
        return this.isOfDone ? undefined : this.proposedGroupBy;
    }

    set defaultGroupBy(names) {
        this.proposedGroupBy = names;
    }

    get isOfDone() {
        const names = (this.query || []).map(
            ({searchItemId}) => this.searchItems[searchItemId]?.name
        );
        return names.includes("done_today") || names.includes("done");
    }

    deactivateGroup(groupId) {
        // core deletes the groups that a view proposes, and knows them by a symbol
        if (typeof groupId === "symbol") {
            this.proposedGroupBy = undefined;
        }
        return super.deactivateGroup(groupId);
    }
}
