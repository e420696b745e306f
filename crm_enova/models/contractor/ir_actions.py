from ast import literal_eval

from odoo import models

OWN_ACTIONS = ("crm_enova.res_partner_action_contractor",)
# Core's windows in which those who work with the CRM compare.
WIDE_ACTIONS = ("base.action_partner_merge", "base.action_partner_deduplicate")


class IrActionsActWindow(models.Model):
    """Some screens open otherwise for those who work with the CRM."""

    _inherit = "ir.actions.act_window"

    def _get_action_dict(self):
        """Open a list with what is one's own, for those who have only that.

        And the window of a merge wide enough to compare.
        """
        action = super()._get_action_dict()
        user, name = self.env.user, self.get_external_id().get(self.id)
        added = {}
        if name in OWN_ACTIONS and not user.has_group("crm_enova.crm_enova_group_all"):
            added["search_default_my_contractors"] = 1
        if name in WIDE_ACTIONS and user.has_group("crm_enova.crm_enova_group_own"):
            added["dialog_size"] = "extra-large"
        if not added:
            return action
        context = literal_eval(action["context"] or "{}")
        return {**action, "context": repr({**context, **added})}
