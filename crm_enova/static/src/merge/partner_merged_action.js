import {registry} from "@web/core/registry";
import {router} from "@web/core/browser/router";

/**
 * Opens the partner that a merge has left. Screens of those who are gone leave the
 * breadcrumbs, with whatever was opened from there: they would show an error.
 */
function partnerMerged(env, action) {
    const {partner_id: partnerId, gone_ids: goneIds, screens} = action.params;
    const ids = [partnerId, ...goneIds];
    const stack = router.current.actionStack || [];
    const index = stack.findIndex(
        ({action: screen, model, resId}) =>
            ids.includes(resId) && (model === "res.partner" || screens.includes(screen))
    );
    return env.services.action.doAction(
        {
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: partnerId,
            views: [[false, "form"]],
            target: "current",
        },
        index < 0 ? {} : {index}
    );
}

registry.category("actions").add("crm_enova.partner_merged", partnerMerged);
