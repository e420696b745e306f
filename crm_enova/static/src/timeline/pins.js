import {Component, useState} from "@odoo/owl";
import {moreLabel} from "../more_label";
import {dayLabel, toDay} from "./days";
import {RecordLink} from "./record_link";

const FEW = 3;

/** The entries that somebody has pinned, the newest pin first. */
export class Pins extends Component {
    static template = "crm_enova.Pins";
    static components = {RecordLink};
    static props = {pins: Array, mayPin: Boolean, onUnpin: Function};

    moreLabel = moreLabel;

    setup() {
        this.state = useState({expanded: false});
    }

    get pins() {
        const {pins} = this.props;
        return this.state.expanded ? pins : pins.slice(0, FEW);
    }

    get more() {
        return this.props.pins.length - this.pins.length;
    }

    day(entry) {
        return dayLabel(toDay(entry.date));
    }
}
