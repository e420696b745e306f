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
import {readView, writeView} from "../view_state";
import {groupByDay} from "./days";
import {OpenTasks} from "./open_tasks";
import {RecordLink} from "./record_link";
import {TimelineEntry} from "./timeline_entry";

const PAGE = 40;
const PAUSE = 300;
const {DateTime} = luxon;

/** What is open with a contractor, and all that has been, newest first. */
export class Timeline extends Component {
    static template = "crm_enova.Timeline";
    static components = {OpenTasks, RecordLink, TimelineEntry};
    static props = {
        partnerId: Number,
        // another number reads everything anew
        version: Number,
        onDone: Function,
    };

    setup() {
        this.orm = useService("orm");
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
            open: {tasks: [], count: 0, people: []},
            loading: false,
        });
        Object.assign(this.state, readView("timeline"));
        this.search = debounce(() => this.load(), PAUSE);
        onWillDestroy(() => this.search.cancel());
        onWillStart(() => this.load());
        onWillUpdateProps((next) => {
            if (next.version !== this.props.version) {
                return this.load();
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

    get hasAside() {
        const {open, conversation} = this.state;
        return !conversation && (open.tasks.length || open.people.length);
    }

    get isNarrowed() {
        const {chosen, days, person, text} = this.state;
        return Boolean(chosen.length || days || person || text);
    }

    readPage(cursor) {
        const {chosen, conversation, days, person, text} = this.state;
        return this.orm.call(
            "res.partner",
            "enova_timeline",
            [[this.props.partnerId]],
            {
                limit: PAGE,
                cursor,
                groups: chosen.length ? chosen : null,
                conversation: conversation ? conversation.id : null,
                text: text || null,
                person: person || null,
                since: days ? DateTime.local().minus({days}).toISODate() : null,
            }
        );
    }

    async load() {
        const open = this.orm.call("res.partner", "enova_open_tasks", [
            [this.props.partnerId],
        ]);
        const answers = Promise.all([this.readPage(null), open]);
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
