import {
    Component,
    onWillDestroy,
    onWillStart,
    onWillUpdateProps,
    useState,
} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {debounce} from "@web/core/utils/timing";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {readView, writeView} from "../view_state";
import {groupByDay} from "./days";
import {OpenTasks} from "./open_tasks";
import {Pins} from "./pins";
import {RecordLink} from "./record_link";
import {TimelineDay} from "./timeline_day";

const PAGE = 40;
// No more at a time.
const LARGEST = 200;
const PAUSE = 300;
const {DateTime} = luxon;

// What stands beside the history; only a contractor has any of it.
const NOTHING_OPEN = {
    tasks: [],
    count: 0,
    people: [],
    projects: false,
    devices: false,
    pins: [],
    may_pin: false,
};

/**
 * All that has been with a record, newest first; beside that of a contractor, what is
 * open with them.
 */
export class Timeline extends Component {
    static template = "crm_enova.Timeline";
    static components = {OpenTasks, Pins, RecordLink, TimelineDay};
    static props = {
        resModel: {type: String, optional: true},
        resId: Number,
        // another number reads everything anew
        version: Number,
        onDone: {type: Function, optional: true},
    };
    static defaultProps = {resModel: "res.partner", onDone: () => undefined};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.dialog = useService("dialog");
        this.keepLast = new KeepLast();
        this.periods = [
            {days: 0, label: _t("All the time")},
            {days: 30, label: _t("30 days")},
            {days: 90, label: _t("90 days")},
            {days: 365, label: _t("A year")},
        ];
        this.state = useState({
            entries: [],
            cursor: null,
            sources: [],
            // labels of what could not be read
            failed: [],
            groups: [],
            // names of groups; those and the period stay as somebody leaves them
            chosen: [],
            days: 0,
            person: false,
            text: "",
            conversation: false,
            open: NOTHING_OPEN,
            loading: false,
        });
        Object.assign(this.state, readView("timeline"));
        this.togglePin = this.togglePin.bind(this);
        this.search = debounce(() => this.load(), PAUSE);
        onWillDestroy(() => this.search.cancel());
        onWillStart(() => this.load());
        onWillUpdateProps((next) => {
            if (next.version !== this.props.version) {
                return this.load(this.state.entries.length);
            }
        });
    }

    get days() {
        // what stands above as open does not stand below once more
        const {open: above, conversation} = this.state;
        const open = new Set(conversation ? [] : above.tasks.map((task) => task.id));
        const past = this.state.entries.filter(
            (entry) => entry.model !== "enova.activity" || !open.has(entry.id)
        );
        return groupByDay(past);
    }

    /** Whoever looks for something, or for one kind of it, sees all of that. */
    get isFolded() {
        const {chosen, conversation, text} = this.state;
        return !(conversation || text || chosen.length === 1);
    }

    get hasAside() {
        const {open, conversation} = this.state;
        const {tasks, people, pins} = open;
        return (
            !conversation &&
            Boolean(
                tasks.length || people.length || pins.length || this.belongings.length
            )
        );
    }

    /** Open projects and devices, as far as there are any. */
    get belongings() {
        const {projects, devices} = this.state.open;
        return [
            {...projects, label: _t("Open projects"), icon: "fa-map-o"},
            {...devices, label: _t("Devices"), icon: "fa-cogs"},
        ].filter(({count}) => count);
    }

    /** What pins an entry, or unpins it; nothing for whoever may not. */
    get onPin() {
        return this.state.open.may_pin ? this.togglePin : undefined;
    }

    isPinned({model, id}) {
        return this.state.open.pins.some((pin) => pin.model === model && pin.id === id);
    }

    get isNarrowed() {
        const {chosen, days, person, text} = this.state;
        return Boolean(chosen.length || days || person || text);
    }

    get isContractor() {
        return this.props.resModel === "res.partner";
    }

    /** What the history is narrowed down by, as the server calls it. */
    get filters() {
        const {chosen, conversation, days, person, text} = this.state;
        const filters = {
            groups: chosen.length ? [...chosen] : null,
            conversation: conversation ? conversation.id : null,
            text: text || null,
            since: days ? DateTime.local().minus({days}).toISODate() : null,
        };
        // who it was with is asked where people are to choose from
        return this.isContractor ? {...filters, person: person || null} : filters;
    }

    readPage(cursor, limit = PAGE) {
        const asked = {limit, cursor, ...this.filters};
        const {resModel, resId} = this.props;
        return this.orm.call(resModel, "enova_timeline", [[resId]], asked);
    }

    /** The history on paper, narrowed down as it is on the screen. */
    print() {
        this.action.doAction({
            type: "ir.actions.report",
            report_type: "qweb-pdf",
            report_name: "crm_enova.res_partner_history",
            name: _t("History of a contractor"),
            data: {partner_id: this.props.resId, ...this.filters},
        });
    }

    async readOpen() {
        if (!this.isContractor) {
            return NOTHING_OPEN;
        }
        return this.orm.call("res.partner", "enova_open_tasks", [[this.props.resId]]);
    }

    /** Read as far as somebody has read already: nothing jumps under their eyes. */
    async readPages(count) {
        const page = await this.readPage(
            null,
            Math.min(Math.max(count, PAGE), LARGEST)
        );
        while (page.cursor && page.entries.length < count) {
            const next = await this.readPage(page.cursor, LARGEST);
            page.entries.push(...next.entries);
            page.failed = [...new Set([...page.failed, ...next.failed])];
            page.cursor = next.cursor;
        }
        return page;
    }

    /** @param {number} [count] how many entries at least, where there are as many */
    async load(count = PAGE) {
        const answers = Promise.all([this.readPages(count), this.readOpen()]);
        const [page, tasks] = await this.keepLast.add(answers);
        Object.assign(this.state, page, {open: tasks});
    }

    async loadMore() {
        this.state.loading = true;
        try {
            const page = await this.keepLast.add(this.readPage(this.state.cursor));
            this.state.entries.push(...page.entries);
            this.state.cursor = page.cursor;
            this.state.failed = [...new Set([...this.state.failed, ...page.failed])];
        } finally {
            this.state.loading = false;
        }
    }

    togglePin(entry) {
        return this.isPinned(entry) ? this.unpin(entry) : this.pin(entry);
    }

    async pin(entry) {
        await this.callPin("enova_pin", entry);
    }

    /** Take a pin away; a click puts it back. */
    async unpin(entry) {
        await this.callPin("enova_unpin", entry);
        const close = this.notification.add(
            _t("Unpinned: %(title)s", {title: entry.title}),
            {
                type: "success",
                buttons: [
                    {
                        name: _t("Undo"),
                        onClick: () => {
                            close();
                            return this.pin(entry);
                        },
                    },
                ],
            }
        );
    }

    async callPin(method, {model, id}) {
        await this.orm.call("res.partner", method, [[this.props.resId], model, id]);
        this.state.open = await this.keepLast.add(this.readOpen());
    }

    toggleGroup(name) {
        const {chosen} = this.state;
        this.state.chosen = chosen.includes(name)
            ? chosen.filter((other) => other !== name)
            : [...chosen, name];
        return this.reload();
    }

    setPerson(ev) {
        this.state.person = Number(ev.target.value) || false;
        return this.reload();
    }

    setDays(ev) {
        this.state.days = Number(ev.target.value);
        return this.reload();
    }

    /** Read anew, and open the next contractor with the same filters. */
    reload() {
        const {chosen, days} = this.state;
        writeView("timeline", {chosen: [...chosen], days});
        return this.load();
    }

    /** Change a task or event without leaving the history; it is read anew then. */
    edit(entry) {
        this.dialog.add(FormViewDialog, {
            resModel: entry.model,
            resId: entry.id,
            title: entry.title,
            onRecordSaved: () => this.load(this.state.entries.length),
        });
    }

    /** Show one chain of follow-ups alone, from its last word to its first. */
    showConversation(conversation) {
        this.state.conversation = conversation;
        return this.load();
    }

    showAll() {
        Object.assign(this.state, {chosen: [], days: 0, person: false, text: ""});
        return this.reload();
    }
}
