import {useEffect} from "@odoo/owl";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";

const MODEL = "enova.activity";

function recordsOf(list) {
    return list.isGrouped
        ? list.groups.flatMap((group) => (group.list ? recordsOf(group.list) : []))
        : list.records;
}

/**
 * Work the list from the keyboard: each key is for the selected rows, else for the row
 * with the focus. The focus stays at its place, so that one can go on.
 *
 * @param {Object} controller of a list of tasks
 */
export function useTaskKeys(controller) {
    const orm = useService("orm");
    const action = useService("action");
    let place = null;

    const rows = () => [...controller.rootRef.el.querySelectorAll(".o_data_row")];
    const focused = () => document.activeElement?.closest?.(".o_data_row");

    function targets() {
        const {root} = controller.model;
        if (root.selection.length) {
            return root.selection;
        }
        const row = focused();
        return row ? recordsOf(root).filter(({id}) => id === row.dataset.id) : [];
    }

    async function reload() {
        await controller.model.load();
        controller.render(true);
    }

    async function call(method) {
        const ids = targets().map(({resId}) => resId);
        if (!ids.length) {
            return;
        }
        place = Math.max(rows().indexOf(focused()), 0);
        const next = await orm.call(MODEL, method, [ids]);
        if (next && next.type) {
            await action.doAction(next, {onClose: reload});
        } else {
            await reload();
        }
    }

    function openContractor() {
        const [record] = targets();
        const partner = record?.data.partner_id;
        if (partner) {
            action.doAction({
                type: "ir.actions.act_window",
                res_model: "res.partner",
                res_id: partner.id,
                views: [[false, "form"]],
            });
        }
    }

    // where the finished row was, the next one has the focus, unless one has gone on to
    // another meanwhile: the next key would be for the wrong task
    useEffect(() => {
        if (place !== null) {
            const there = rows();
            const row = there[Math.min(place, there.length - 1)];
            if (row && !focused()) {
                row.querySelector("td")?.focus();
            }
            place = focused() ? null : place;
        }
    });

    useHotkey("n", () => controller.createRecord());
    useHotkey("d", () => call("action_ask_done"));
    useHotkey("1", () => call("action_reschedule_today"));
    useHotkey("2", () => call("action_reschedule_tomorrow"));
    useHotkey("3", () => call("action_reschedule_next_week"));
    useHotkey("o", openContractor);
}
