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
import {DayRow} from "./day_row";
import {ShareBar} from "./share_bar";
import {agendaOf} from "./agenda";

const {DateTime} = luxon;
const COLUMNS = [1, 2, 3];
// So many rows of a block; the others on demand.
const ROWS = 8;
// The figures on top, and the block that each counts.
const FIGURES = ["today", "late", "cold", "news", "target"];

/** The page with which the day begins: what is on, what is late, what is new. */
export class Home extends Component {
    static template = "crm_enova.Home";
    static components = {DayRow, Dropdown, DropdownItem, Layout, ShareBar};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.keepLast = new KeepLast();
        this.columns = COLUMNS;
        this.display = {controlPanel: {}};
        this.state = useState({
            blocks: [],
            // names of blocks
            hidden: readView("home") || [],
            expanded: [],
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

    blocksOf(column) {
        const {blocks, hidden} = this.state;
        return blocks.filter(
            (block) => block.column === column && !hidden.includes(block.name)
        );
    }

    /** The rows of a block; those of today by the hour, with what is free between. */
    rowsOf(block) {
        if (block.name === "today") {
            return agendaOf(block.rows);
        }
        const all = this.state.expanded.includes(block.name);
        return all ? block.rows : block.rows.slice(0, ROWS);
    }

    /** How many of a block are not on the page. */
    moreOf(block) {
        const shown = this.rowsOf(block).filter(({gap, number}) => !gap && !number);
        return shown.length ? Math.max(block.count - shown.length, 0) : 0;
    }

    /** Show the rest of a block: here where it is at hand, else in its list. */
    showMore(block) {
        if (block.rows.length > this.rowsOf(block).length) {
            this.state.expanded.push(block.name);
        } else {
            this.open(block);
        }
    }

    toggle(name) {
        const {hidden} = this.state;
        this.state.hidden = hidden.includes(name)
            ? hidden.filter((other) => other !== name)
            : [...hidden, name];
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
