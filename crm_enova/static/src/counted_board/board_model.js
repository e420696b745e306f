import {DynamicGroupList} from "@web/model/relational_model/dynamic_group_list";
import {Group} from "@web/model/relational_model/group";
import {RelationalModel} from "@web/model/relational_model/relational_model";

/** A column that remembers that its count was given up, whatever is moved after. */
class CountedGroup extends Group {
    setup(config, data) {
        super.setup(config, data);
        this.isCapped = this.count === this.model.initialCountLimit + 1;
    }
}

/** Columns whose sum nobody knows where one of them was not counted to its end. */
class CountedGroupList extends DynamicGroupList {
    get isRecordCountTrustable() {
        const isKnown =
            this._nbRecordsMatchingDomain !== null ||
            !this.groups.some(({isCapped}) => isCapped);
        return isKnown && super.isRecordCountTrustable;
    }

    /** What is selected beyond the page is counted up to the same limit. */
    get hasLimitedCount() {
        return this._nbRecordsMatchingDomain === this.model.initialCountLimit;
    }
}

/** A board that asks the server to count closed columns as far as lists are counted. */
export class CountedModel extends RelationalModel {
    static Group = CountedGroup;
    static DynamicGroupList = CountedGroupList;

    _webReadGroup(config, cache) {
        const context = {
            ...config.context,
            enova_count_limit: this.initialCountLimit,
        };
        return super._webReadGroup({...config, context}, cache);
    }
}
