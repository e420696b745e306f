import {Component, useState} from "@odoo/owl";
import {foldBursts, hoursOf} from "./days";
import {TimelineEntry} from "./timeline_entry";

/** The entries of one day; what came in a burst is one row until somebody unfolds it. */
export class TimelineDay extends Component {
    static template = "crm_enova.TimelineDay";
    static components = {TimelineEntry};
    static props = {
        group: Object,
        // what is looked for shows as it is
        isFolded: Boolean,
        // of sources, with `name` and `label`
        sources: Array,
        isPinned: Function,
        onConversation: Function,
        onEdit: Function,
        onPin: {type: Function, optional: true},
    };

    setup() {
        // keys of the bursts that somebody has unfolded
        this.state = useState({unfolded: []});
        this.hours = hoursOf;
    }

    get rows() {
        const {entries} = this.props.group;
        return this.props.isFolded
            ? foldBursts(entries)
            : entries.map((entry) => ({key: entry.source + entry.id, entry}));
    }

    label([{source}]) {
        return this.props.sources.find(({name}) => name === source)?.label || "";
    }

    isUnfolded(key) {
        return this.state.unfolded.includes(key);
    }

    toggle(key) {
        const {unfolded} = this.state;
        this.state.unfolded = unfolded.includes(key)
            ? unfolded.filter((other) => other !== key)
            : [...unfolded, key];
    }
}
