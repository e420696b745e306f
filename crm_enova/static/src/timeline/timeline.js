import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {groupByDay} from "./days";
import {OpenTasks} from "./open_tasks";
import {TimelineEntry} from "./timeline_entry";

const PAGE = 40;

/** What is open with a contractor, and all that has been, newest first. */
export class Timeline extends Component {
    static template = "crm_enova.Timeline";
    static components = {OpenTasks, TimelineEntry};
    static props = {
        partnerId: Number,
        // another number reads everything anew
        version: Number,
        onDone: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({
            entries: [],
            cursor: null,
            sources: [],
            // labels of what could not be read
            failed: [],
            chosen: [],
            conversation: false,
            open: {tasks: [], count: 0},
            loading: false,
        });
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

    readPage(cursor) {
        const {chosen, conversation} = this.state;
        return this.orm.call(
            "res.partner",
            "enova_timeline",
            [[this.props.partnerId]],
            {
                limit: PAGE,
                cursor,
                sources: chosen.length ? chosen : null,
                conversation: conversation ? conversation.id : null,
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

    toggleSource(name) {
        const {chosen} = this.state;
        this.state.chosen = chosen.includes(name)
            ? chosen.filter((other) => other !== name)
            : [...chosen, name];
        return this.load();
    }

    /** Show one chain of follow-ups alone, from its last word to its first. */
    showConversation(conversation) {
        this.state.conversation = conversation;
        return this.load();
    }

    showAll() {
        this.state.chosen = [];
        return this.load();
    }
}
