import {Component, onWillStart, useState} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {CallDialog} from "../call/call_dialog";
import {readView, writeView} from "../view_state";
import {HomeBlock} from "./home_block";
import {ShareBar} from "./share_bar";

const {DateTime} = luxon;
const COLUMNS = [1, 2, 3];
// What stands open in one column, in this order; the rest folds below it.
const STANDING = ["today", "late", "news", "cold"];
// The figures on top, and the block that each counts.
const FIGURES = ["today", "late", "cold", "news", "target"];

/** @returns {string[]} the names without this one, or with it where it was missing */
function toggled(names, name) {
    return names.includes(name)
        ? names.filter((other) => other !== name)
        : [...names, name];
}

/** The page with which the day begins: what is on, what is late, what is new. */
export class Home extends Component {
    static template = "crm_enova.Home";
    static components = {Dropdown, DropdownItem, HomeBlock, Layout, ShareBar};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.keepLast = new KeepLast();
        this.display = {controlPanel: {}};
        this.state = useState({
            blocks: [],
            // names of blocks
            hidden: readView("home") || [],
            unfolded: readView("home_unfolded") || [],
        });
        onWillStart(() => this.load());
    }

    async load() {
        const answer = this.orm.call("res.users", "enova_my_day", []);
        this.state.blocks = await this.keepLast.add(answer);
    }

    get day() {
        return DateTime.local().toLocaleString({
            weekday: "long",
            day: "numeric",
            month: "long",
        });
    }

    /** What stands in no column is a figure alone, and hidden as one. */
    get figures() {
        return FIGURES.map((name) =>
            this.state.blocks.find((block) => block.name === name)
        ).filter((block) => block && (block.column || this.isShown(block)));
    }

    /** The lists by column; one alone, the most needed first, where there is no room. */
    get columns() {
        const blocks = this.state.blocks.filter(
            (block) => block.column && this.isShown(block)
        );
        if (!this.env.isSmall) {
            return COLUMNS.map((number) => ({
                number,
                blocks: blocks.filter(({column}) => column === number),
            }));
        }
        const standing = STANDING.map((wanted) =>
            blocks.find(({name}) => name === wanted)
        );
        const folding = blocks.filter((block) => this.isFoldable(block));
        return [{number: 1, blocks: [...standing.filter(Boolean), ...folding]}];
    }

    isFoldable({name}) {
        return this.env.isSmall && !STANDING.includes(name);
    }

    isFolded(block) {
        return this.isFoldable(block) && !this.state.unfolded.includes(block.name);
    }

    toggleFold(name) {
        this.state.unfolded = toggled(this.state.unfolded, name);
        writeView("home_unfolded", [...this.state.unfolded]);
    }

    toggle(name) {
        this.state.hidden = toggled(this.state.hidden, name);
        writeView("home", [...this.state.hidden]);
    }

    isShown({name}) {
        return !this.state.hidden.includes(name);
    }

    open(target) {
        if (target.action) {
            this.action.doAction(target.action);
        }
    }

    /** A new task, at an hour of today where one was free. */
    newTask(start) {
        const context = {default_kind: "task"};
        if (start) {
            context.default_date_start = start;
        }
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "enova.activity",
            views: [[false, "form"]],
            context,
        });
    }

    newCard() {
        this.action.doAction("crm_enova.enova_card_entry_action", {
            onClose: () => this.load(),
        });
    }

    logCall() {
        this.dialog.add(CallDialog, {}, {onClose: () => this.load()});
    }
}

registry.category("actions").add("crm_enova.home", Home);
