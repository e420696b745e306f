import {ActivityMenu} from "@mail/core/web/activity_menu";
import {patch} from "@web/core/utils/patch";

patch(ActivityMenu.prototype, {
    /** Open our own "My tasks", with its reminders, rather than a bare list. */
    executeActivityAction(group, domain, views, context, newWindow) {
        if (group.model !== "enova.activity") {
            return super.executeActivityAction(...arguments);
        }
        return this.action.doAction("crm_enova.enova_activity_action_my", {
            additionalContext: context,
            clearBreadcrumbs: true,
            newWindow,
        });
    },
});
