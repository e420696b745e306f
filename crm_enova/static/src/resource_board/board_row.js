import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {placed} from "./board_shade";
import {barLines, barTitle} from "./board_words";

/** A resource: its name, when nobody works, and what is reserved. */
export class BoardRow extends Component {
    static template = "crm_enova.BoardRow";
    static props = {
        row: Object,
        columns: Array,
        grounds: Array,
        mayCreate: Boolean,
        now: String,
        onOpenResource: Function,
        onOpenBar: Function,
        onClickFree: Function,
    };

    get ground() {
        const {grounds, row} = this.props;
        return `background-image: ${grounds[row.hours]}, var(--board-lines);`;
    }

    get isFree() {
        return this.props.mayCreate && this.props.row.bookable;
    }

    get out() {
        const {columns, row} = this.props;
        const {start, stop} = row.out || {};
        const shown = row.out && start < columns.at(-1).to && stop > columns[0].from;
        return shown && placed(columns, start, stop);
    }

    get bars() {
        return this.props.row.bars.map((bar) => this.toShown(bar));
    }

    toShown(bar) {
        const {columns, row} = this.props;
        const lines = barLines(bar, row);
        const state = bar.id ? bar.state : "busy";
        return {
            bar,
            key: bar.key,
            style: `${placed(columns, bar.start, bar.stop)} --lane: ${bar.lane};`,
            buffer:
                bar.blocked &&
                `${placed(columns, bar.blocked.start, bar.blocked.stop)} --lane: ${bar.lane};`,
            classes: `o_enova_board_${state} ${bar.editable ? "o_enova_board_movable" : ""}`,
            title: barTitle(bar),
            person: bar.name ? bar.user : "",
            label: lines.join(", "),
            lines: JSON.stringify({lines}),
            starts: bar.start >= columns[0].from,
            ends: bar.stop <= columns.at(-1).to,
        };
    }

    get capacityText() {
        const {capacity, place} = this.props.row;
        const units = capacity > 1 ? _t("%s units", capacity).toString() : "";
        return [place, units].filter(Boolean).join(" · ");
    }
}
