import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

// Long enough to read the names and to think again.
const SHOWN_FOR = 12000;
// So many at a time: whoever works fast still sees the list.
const SHOWN_AT_ONCE = 3;

/** Says what a key, a click or a drag has done, and takes it back on demand. */
export const undoService = {
    dependencies: ["action", "notification", "orm"],
    start(env, {action, notification, orm}) {
        const shown = [];

        function show({message, type = "success", undo_id: undoId}) {
            const undo = async () => {
                close();
                action.doAction(
                    await orm.call("enova.undo", "action_undo", [[undoId]])
                );
            };
            const buttons = undoId ? [{name: _t("Undo"), onClick: undo}] : [];
            const close = notification.add(message, {
                type,
                buttons,
                autocloseDelay: SHOWN_FOR,
            });
            shown.push(close);
            shown.splice(0, shown.length - SHOWN_AT_ONCE).forEach((end) => end());
        }

        return {
            show,
            /**
             * Let the client change records in its own way, and offer to take it back.
             *
             * @param {string} model of the records
             * @param {number[]} ids of the records
             * @param {string[]} names fields that are about to be written
             * @param {() => Promise} change
             */
            async around(model, ids, names, change) {
                const id = await orm.call("enova.undo", "begin_change", [
                    model,
                    ids,
                    names,
                ]);
                let result;
                // what is written belongs to this change, and nothing before it
                user.updateContext({enova_change: id});
                try {
                    result = await change();
                } finally {
                    user.updateContext({enova_change: undefined});
                }
                const notice = await orm.call("enova.undo", "end_change", [[id]]);
                if (notice) {
                    show(notice);
                }
                return result;
            },
        };
    },
};

registry.category("services").add("enova_undo", undoService);

registry.category("actions").add("crm_enova.undo_notice", (env, {params}) => {
    env.services.enova_undo.show(params);
    return params.next;
});
