import {reactive} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {isCrmUser} from "../call/callers";
import {dayLabel, hourOf, toDay} from "../timeline/days";

const MODEL = "enova.activity";
// More at once would cover the screen; all of them stand in the top bar.
const SHOWN = 3;

/** When it is, in the words of the history: "Today 14:30", "Tomorrow". */
export function momentOf(row) {
    if (!row.moment) {
        return "";
    }
    return [dayLabel(toDay(row.moment)), hourOf(row.moment)].filter(Boolean).join(" ");
}

/** What the user was reminded of and has not put away, in every tab of theirs. */
export const reminderService = {
    dependencies: ["action", "bus_service", "notification", "orm"],
    start(env, {action, bus_service: bus, notification, orm}) {
        const state = reactive({rows: []});
        const closers = new Map();

        async function load() {
            state.rows = await orm.silent.call(MODEL, "enova_reminders", []);
            const left = new Set(state.rows.map(({id}) => id));
            for (const [id, close] of closers) {
                if (!left.has(id)) {
                    close();
                }
            }
        }

        async function act(method, id, args = []) {
            await orm.call(MODEL, method, [[id], ...args]);
            await load();
        }

        const reminders = {
            state,
            load,
            seen: (id) => act("action_reminder_seen", id),
            snooze: (id, minutes) => act("action_snooze", id, [minutes]),
            async open(id) {
                await action.doAction({
                    type: "ir.actions.act_window",
                    res_model: MODEL,
                    res_id: id,
                    views: [[false, "form"]],
                });
                await reminders.seen(id);
            },
        };

        function show(row) {
            closers.get(row.id)?.();
            const parts = [row.contractor, momentOf(row)];
            if (row.absent) {
                parts.push(_t("on behalf of %s", row.absent));
            }
            const close = notification.add(parts.filter(Boolean).join(" · "), {
                title: row.title,
                type: "info",
                sticky: true,
                className: "o_enova_reminder_notice",
                onClose: () => closers.delete(row.id),
                buttons: [
                    {
                        name: _t("Open"),
                        primary: true,
                        onClick: () => reminders.open(row.id),
                    },
                    {
                        name: _t("In 15 minutes"),
                        onClick: () => reminders.snooze(row.id, 15),
                    },
                    {name: _t("Put away"), onClick: () => reminders.seen(row.id)},
                ],
            });
            closers.set(row.id, close);
        }

        isCrmUser().then(async (isUser) => {
            if (!isUser) {
                return;
            }
            bus.subscribe("enova.reminder", async ({rows}) => {
                rows.slice(0, SHOWN).forEach(show);
                await load();
            });
            bus.start();
            await load();
            // what came while nobody was there
            state.rows.slice(0, SHOWN).forEach(show);
        });
        return reminders;
    },
};

registry.category("services").add("enova_reminder", reminderService);
