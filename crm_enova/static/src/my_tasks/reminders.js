import {Component, onWillStart, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {useService} from "@web/core/utils/hooks";
import {moreLabel} from "../more_label";
import {dayLabel} from "../timeline/days";

const FOLDED = "crm_enova.reminders_folded";

/** The ERP's own reminders on documents, beside my tasks; each opens its document. */
export class Reminders extends Component {
    static template = "crm_enova.Reminders";
    static props = {};

    moreLabel = moreLabel;

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            rows: [],
            count: 0,
            folded: browser.localStorage.getItem(FOLDED) === "1",
        });
        onWillStart(() => this.load());
    }

    get hidden() {
        return this.state.count - this.state.rows.length;
    }

    due(row) {
        return dayLabel(row.deadline);
    }

    async load() {
        const answer = await this.orm.call("mail.activity", "enova_my_reminders");
        Object.assign(this.state, answer);
    }

    toggle() {
        this.state.folded = !this.state.folded;
        browser.localStorage.setItem(FOLDED, this.state.folded ? "1" : "0");
    }

    async open(row) {
        const method = "action_open_document";
        const action = await this.orm.call("mail.activity", method, [[row.id]]);
        this.action.doAction(action, {onClose: () => this.load()});
    }

    async done(row) {
        await this.orm.call("mail.activity", "action_done", [[row.id]]);
        await this.load();
    }

    openAll() {
        this.action.doAction("mail.mail_activity_action_my");
    }
}
