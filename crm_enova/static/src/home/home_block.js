import {Component, useState} from "@odoo/owl";
import {moreLabel} from "../more_label";
import {DayRow} from "./day_row";
import {agendaOf} from "./agenda";

// So many rows of a block; the others on demand.
const ROWS = 8;

/** One list of the home page; where there is little room, perhaps its heading alone. */
export class HomeBlock extends Component {
    static template = "crm_enova.HomeBlock";
    static components = {DayRow};
    static props = {
        block: Object,
        isFoldable: Boolean,
        isFolded: Boolean,
        onFold: Function,
        onOpen: Function,
        onPlan: Function,
        onReload: Function,
    };

    moreLabel = moreLabel;

    setup() {
        this.state = useState({expanded: false});
    }

    get rowsId() {
        return `o_enova_block_${this.props.block.name}`;
    }

    /** What shows; of today by the hour, with what is free between. */
    get rows() {
        const {name, rows} = this.props.block;
        if (name === "today") {
            return agendaOf(rows);
        }
        return this.state.expanded ? rows : rows.slice(0, ROWS);
    }

    /** How many are not on the page. */
    get more() {
        const shown = this.rows.filter(({gap, number}) => !gap && !number);
        return shown.length ? Math.max(this.props.block.count - shown.length, 0) : 0;
    }

    /** Show the rest: here where it is at hand, else in its list. */
    showMore() {
        const {block, onOpen} = this.props;
        if (block.rows.length > this.rows.length) {
            this.state.expanded = true;
        } else {
            onOpen(block);
        }
    }
}
