import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";
import {useRowFocus} from "./row_focus";

const MODEL = "enova.activity";

/**
 * Work the list from the keyboard: each key is for the selected rows, else for the row
 * with the focus. The focus stays at its place, so that one can go on; a key counts
 * once for each task, however often it is hit.
 *
 * @param {Object} controller of a list of tasks
 */
export function useTaskKeys(controller) {
    const orm = useService("orm");
    const action = useService("action");
    const focus = useRowFocus(controller);
    const underWay = new Set();

    function targets() {
        const {selection} = controller.model.root;
        return selection.length ? selection : focus.records();
    }

    async function reload() {
        await controller.model.load();
        controller.render(true);
    }

    async function call(method) {
        const ids = targets()
            .map(({resId}) => resId)
            .filter((id) => !underWay.has(id));
        if (!ids.length) {
            return;
        }
        ids.forEach((id) => underWay.add(id));
        focus.leave(ids);
        try {
            const next = await orm.call(MODEL, method, [ids]);
            if (next && next.type) {
                await action.doAction(next, {onClose: reload});
            } else {
                await reload();
            }
        } finally {
            ids.forEach((id) => underWay.delete(id));
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

    useHotkey("n", () => controller.createRecord());
    useHotkey("d", () => call("action_ask_done"));
    useHotkey("1", () => call("action_reschedule_today"));
    useHotkey("2", () => call("action_reschedule_tomorrow"));
    useHotkey("3", () => call("action_reschedule_next_week"));
    useHotkey("o", openContractor);
}
