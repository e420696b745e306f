from odoo import api, models
from odoo.exceptions import AccessError

# What the mass mailing keeps of its own tests, whoever the campaign belongs to.
FREE_PREFIX = "ab_testing_"


class UtmCampaign(models.Model):
    """Behind a campaign of the CRM: its title, its responsible, whether it is over."""

    _inherit = "utm.campaign"

    def write(self, vals):
        """Leave what belongs to a campaign of the CRM to those who may change that."""
        if any(self._is_of_enova_campaign(name) for name in vals):
            self._check_enova_campaigns()
        return super().write(vals)

    def _update_field_translations(self, field_name, *args, **kwargs):
        """Leave the title in other languages to the same people."""
        self._check_enova_campaigns()
        return super()._update_field_translations(field_name, *args, **kwargs)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_enova_campaign(self):
        """Leave it to those who may change the campaign of the CRM."""
        self._check_enova_campaigns()

    @api.model
    def _is_of_enova_campaign(self, name):
        """Tell whether the campaign of the CRM has a field of this one as its own."""
        field = self._fields.get(name)
        return bool(
            field
            and field.store
            and field.type != "one2many"
            and not name.startswith(FREE_PREFIX)
        )

    def _check_enova_campaigns(self):
        """Refuse where one belongs to a campaign that the user may not change.

        :raises AccessError: naming nothing of it
        """
        if self.env.su:
            return
        # sudo: whether there is one; what may be done with it is the user's
        campaigns = self.env["enova.campaign"].sudo().with_context(active_test=False)
        campaigns = campaigns.search([("campaign_id", "in", self.ids)]).sudo(False)
        if campaigns and campaigns._filtered_access("write") != campaigns:
            raise AccessError(
                self.env._(
                    "This belongs to a campaign of the CRM. Ask whoever is responsible"
                    " for it, or a manager of the CRM, to change it."
                )
            )
