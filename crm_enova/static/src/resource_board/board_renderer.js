import {
    Component,
    onMounted,
    onWillUnmount,
    reactive,
    useRef,
    useState,
} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {useBoardDrag} from "./board_drag";
import {BoardGhost} from "./board_ghost";
import {position} from "./board_range";
import {BoardRow} from "./board_row";
import {columnLabel} from "./board_words";

const {DateTime} = luxon;

/** The columns, the rows in their groups, and the line of now. */
export class BoardRenderer extends Component {
    static template = "crm_enova.BoardRenderer";
    static components = {BoardGhost, BoardRow};
    static props = {
        model: Object,
        onReserve: Function,
        onMove: Function,
        onOpenBar: Function,
        onOpenResource: Function,
    };

    setup() {
        this.ref = useRef("rows");
        this.state = useState({folded: {}, now: Date.now()});
        this.ghost = reactive({shown: false});
        this.proposed = useBoardDrag({
            ref: this.ref,
            ghost: this.ghost,
            model: this.props.model,
            onDrawn: (resource, span) => this.props.onReserve(resource, span),
            onMoved: (bar, to) => this.props.onMove(bar, to),
        });
        let clock = null;
        onMounted(() => {
            this.scrollToNow();
            clock = browser.setInterval(() => {
                this.state.now = Date.now();
            }, 60 * 1000);
        });
        onWillUnmount(() => browser.clearInterval(clock));
    }

    get columns() {
        const {columns, scale} = this.props.model;
        const today = DateTime.fromMillis(this.state.now).startOf("day");
        return columns.map((column) => {
            const day = DateTime.fromMillis(column.from).startOf("day");
            return {
                ...columnLabel(scale, column),
                key: column.from,
                isToday: scale !== "day" && day.equals(today),
                isWeekend: scale !== "day" && day.weekday > 5,
            };
        });
    }

    get now() {
        const {columns} = this.props.model;
        const {now} = this.state;
        const shown = now >= columns[0].from && now < columns.at(-1).to;
        return shown ? `left: ${position(columns, now) * 100}%;` : "";
    }

    rowsOf(group) {
        return group.ids.map((id) => this.props.model.rows[id]);
    }

    toggle(key) {
        this.state.folded[key] = !this.state.folded[key];
    }

    /** On a narrow screen the hours of now are not at the left edge. */
    scrollToNow() {
        const {el} = this.ref;
        const line = el.querySelector(".o_enova_board_now");
        if (line) {
            const names = el.querySelector(".o_enova_board_corner").offsetWidth;
            el.scrollLeft = line.offsetLeft - (el.clientWidth - names) / 2;
        }
    }

    onClickFree(row, ev) {
        if (this.props.model.mayCreate && row.bookable) {
            this.props.onReserve(row.id, this.proposed(ev));
        }
    }
}
