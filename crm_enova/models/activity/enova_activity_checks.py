from odoo import api, models
from odoo.exceptions import ValidationError


class EnovaActivity(models.Model):
    """What a definition and a company demand of each task and event."""

    _inherit = "enova.activity"

    @api.constrains("partner_id", "type_id")
    def _check_contractor(self):
        """Refuse what lacks the contractor that its definition needs."""
        for activity in self:
            if activity.type_id.contractor_required and not activity.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(activity)s: the definition %(definition)s needs a"
                        " contractor. Choose one.",
                        activity=activity.display_name,
                        definition=activity.type_id.name,
                    )
                )

    @api.constrains("parent_id")
    def _check_parent(self):
        """Refuse a chain of follow-ups that leads back to itself."""
        if self._has_cycle():
            raise ValidationError(self.env._("A task cannot follow itself."))
