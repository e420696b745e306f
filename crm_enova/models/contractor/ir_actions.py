from ast import literal_eval

from odoo import models

OWN_ACTIONS = ("crm_enova.res_partner_action_contractor",)


class IrActionsActWindow(models.Model):
    """The list of contractors opens with what is one's own, for the own group."""

    _inherit = "ir.actions.act_window"

    def _get_action_dict(self):
        """Switch the filter "My contractors" on for those who have only their own."""
        action = super()._get_action_dict()
        user = self.env.user
        if self.get_external_id().get(self.id) not in OWN_ACTIONS:
            return action
        if user.has_group("crm_enova.crm_enova_group_all"):
            return action
        context = literal_eval(action["context"] or "{}")
        context["search_default_my_contractors"] = 1
        return {**action, "context": repr(context)}
