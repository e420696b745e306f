import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

// Long enough to read the names and to think again.
const SHOWN_FOR = 12000;

/**
 * Says which business cards have become contractors, and takes it back on demand.
 */
function cardConverted(env, action) {
    const {message, type, partner_ids: partnerIds, next} = action.params;
    const undo = async () => {
        close();
        await env.services.orm.call("res.partner", "action_revert_card", [partnerIds]);
        await env.services.action.doAction("soft_reload");
    };
    const buttons = partnerIds.length ? [{name: _t("Undo"), onClick: undo}] : [];
    const close = env.services.notification.add(message, {
        type,
        buttons,
        autocloseDelay: SHOWN_FOR,
    });
    return next;
}

registry.category("actions").add("crm_enova.card_converted", cardConverted);
