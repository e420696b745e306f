import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {ShareBar} from "../home/share_bar";
import {LateChart} from "./late_chart";

// So many people are shown before somebody asks for all.
const SHOWN = 8;

/** The page of the team: figures on top, a row for each person, charts below. */
export class Team extends Component {
    static template = "crm_enova.Team";
    static components = {LateChart, Layout, ShareBar};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.display = {controlPanel: {}};
        this.periods = [
            {name: "month", label: _t("This month")},
            {name: "previous", label: _t("Previous month")},
            {name: "quarter", label: _t("Quarter")},
        ];
        this.state = useState({
            period: "month",
            all: false,
            sort: false,
            ...this.props.state,
            team: null,
        });
        useSetupAction({
            getLocalState: () => {
                const {period, all, sort} = this.state;
                return {period, all, sort};
            },
        });
        onWillStart(() => this.load());
    }

    async load() {
        const answer = this.orm.call("res.users", "enova_team", [this.state.period]);
        this.state.team = await this.keepLast.add(answer);
    }

    get team() {
        return this.state.team;
    }

    /** All people in the order that was asked for: by name, or the most first. */
    get ordered() {
        const {sort} = this.state;
        if (!this.team.columns.some(({name}) => name === sort)) {
            return this.team.people;
        }
        const of = (person) => person.cells[sort].sort;
        return [...this.team.people].sort((a, b) => of(b) - of(a));
    }

    get people() {
        return this.state.all ? this.ordered : this.ordered.slice(0, SHOWN);
    }

    get hasMore() {
        return this.team.people.length > this.people.length;
    }

    away({substitutes}) {
        return substitutes.length
            ? _t("Absent, substitute: %s", substitutes.join(", "))
            : _t("Absent");
    }

    choose(period) {
        this.state.period = period;
        return this.load();
    }

    sortBy(name) {
        this.state.sort = this.state.sort === name ? false : name;
    }

    /** Open what has been counted, of one person or of all. */
    open({label, model, domain, views}, person) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name: person ? `${label}: ${person.name}` : label,
            res_model: model,
            domain: person ? [...domain, ["user_id", "=", person.id]] : domain,
            views: views || [
                [false, "list"],
                [false, "form"],
            ],
        });
    }

    openTargets() {
        this.action.doAction("crm_enova.enova_target_action");
    }
}

registry.category("actions").add("crm_enova.team", Team);
