from odoo import api, models

# Core's key of the context: the firm is named elsewhere on the screen.
WITHOUT_COMPANY = "partner_display_name_hide_company"
# Core's key, too: whose person a new one would be.
OF_COMPANY = "default_parent_id"


class ResPartner(models.Model):
    """The name of a contact person where the firm stands beside it."""

    _inherit = "res.partner"

    @api.depends_context(WITHOUT_COMPANY, OF_COMPANY)
    def _compute_display_name(self):
        """Tell names with and without the firm apart, also in a choice.

        Core leaves the firm out where it is asked to, and forgets that it was asked:
        whatever is computed first in a transaction would show everywhere.
        """
        context = self.env.context
        if not (context.get(WITHOUT_COMPANY) and context.get("formatted_display_name")):
            return super()._compute_display_name()
        # as long as no firm is chosen the choice is among people of all
        if OF_COMPANY in context and not context[OF_COMPANY]:
            return super()._compute_display_name()
        # the list of a choice has a form of its own, which always begins with the firm
        plain = self.with_context(formatted_display_name=False)
        super(ResPartner, plain)._compute_display_name()
        for partner, named in zip(self, plain, strict=True):
            partner.display_name = named.display_name
        return None
