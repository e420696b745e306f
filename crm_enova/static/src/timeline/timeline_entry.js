import {Component, useState} from "@odoo/owl";
import {hourOf} from "./days";
import {RecordLink} from "./record_link";

// About two lines; more is folded.
const SHORT_RESULT = 180;

/** One line of the history: an activity or a document. */
export class TimelineEntry extends Component {
    static template = "crm_enova.TimelineEntry";
    static components = {RecordLink};
    static props = {
        entry: Object,
        onConversation: Function,
        onEdit: Function,
        isPinned: {type: Boolean, optional: true},
        // given where the reader may pin and unpin
        onPin: {type: Function, optional: true},
    };

    setup() {
        this.state = useState({expanded: false});
    }

    get hour() {
        return hourOf(this.props.entry.date);
    }

    /** What opens: of a message the record that it is about. */
    get target() {
        const {entry} = this.props;
        return entry.target || entry;
    }

    /** What people have entered themselves is changed without leaving the history. */
    get isEditable() {
        return this.props.entry.model === "enova.activity";
    }

    get isLong() {
        const {result} = this.props.entry;
        return result.length > SHORT_RESULT || result.split("\n").length > 2;
    }

    toggle() {
        this.state.expanded = !this.state.expanded;
    }
}
