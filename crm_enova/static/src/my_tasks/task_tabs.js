import {Component, onWillStart, useEffect, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";

// The filters of the search view that each tab switches on.
const TABS = [
    {name: "all", label: _t("All mine"), filters: ["all_mine", "open"]},
    {
        name: "mine",
        label: _t("Assigned to me"),
        filters: ["filter_activities_my", "open"],
    },
    {name: "given", label: _t("Assigned by me"), filters: ["given_by_me", "open"]},
    {name: "standing_in", label: _t("As substitute"), filters: ["standing_in", "open"]},
    {
        name: "unassigned",
        label: _t("Without assignee"),
        filters: ["unassigned_mine", "open"],
    },
    {name: "done", label: _t("Done today"), filters: ["done_today"]},
];
const FILTERS = new Set(TABS.flatMap(({filters}) => filters));
const COUNTED_UP_TO = 100;

/**
 * @param {SearchModel} searchModel
 * @returns {string|undefined} the tab whose filters are on, and no other tab's
 */
export function chosenTab({query, searchItems}) {
    const names = query.map(({searchItemId}) => searchItems[searchItemId].name);
    const on = new Set(names.filter((name) => FILTERS.has(name)));
    const tab = TABS.find(
        ({filters}) =>
            filters.length === on.size && filters.every((name) => on.has(name))
    );
    return tab?.name;
}

/** What there is to do, by who gave it to whom; a click shows it. */
export class TaskTabs extends Component {
    static template = "crm_enova.TaskTabs";
    static props = {model: Object, keys: {type: Boolean, optional: true}};

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({counts: {}});
        this.tabs = TABS;
        onWillStart(() => this.load());
        // whatever made the list be read anew may have changed what is counted
        const model = useState(this.props.model);
        let read = false;
        useEffect(
            () => {
                if (read) {
                    this.load();
                }
                read = true;
            },
            () => [model.root]
        );
    }

    async load() {
        const counting = this.orm.silent.call("enova.activity", "enova_my_counts", []);
        this.state.counts = await this.keepLast.add(counting);
    }

    count(tab) {
        const count = this.state.counts[tab.name] || 0;
        return count >= COUNTED_UP_TO ? `${COUNTED_UP_TO - 1}+` : count;
    }

    get chosen() {
        return chosenTab(this.env.searchModel);
    }

    choose(tab) {
        const model = this.env.searchModel;
        const changed = Object.values(model.searchItems).filter(({id, name}) => {
            const on = model.query.some(({searchItemId}) => searchItemId === id);
            return FILTERS.has(name) && on !== tab.filters.includes(name);
        });
        // one reading for all of them
        model.blockNotification = true;
        for (const [place, {id}] of changed.entries()) {
            model.blockNotification = place < changed.length - 1;
            model.toggleSearchItem(id);
        }
        model.blockNotification = false;
    }
}
