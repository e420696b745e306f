import re

from odoo import api, models

from ..base.context import OWN_IDENTITY


class ResPartner(models.Model):
    """What a contractor or card gets that somebody of the CRM enters.

    Whoever is no user of the CRM (a portal user, the mail gateway, another app's job)
    creates partners as the ERP lets them, and so are partners of users and of own
    companies, which are no contractors.
    """

    _inherit = "res.partner"

    @api.model
    def _enova_fill_values(self, vals_list):
        """Propose the one who enters them as caretaker, and the company's country."""
        vals_list = super()._enova_fill_values(vals_list)
        user = self.env.user
        if (
            self.env.su
            or OWN_IDENTITY.is_on(self.env)
            or not user.has_group("crm_enova.crm_enova_group_own")
        ):
            return vals_list
        own_alone = not user.has_group("crm_enova.crm_enova_group_all")
        restricted = self._contractors_are_restricted()
        return [
            {
                **vals,
                **self._caretaker_of_entry(vals, own_alone, restricted),
                **self._country_of_entry(vals),
            }
            for vals in vals_list
        ]

    @api.model
    def _caretaker_of_entry(self, vals, own_alone, restricted):
        """Return whoever enters it as the caretaker, unless another one is given.

        An empty caretaker is none: the form sends one. It binds the group "Own
        contractors" alone, whose list opens with what is their own.

        :param bool own_alone: whether the user has no contractors but their own
        :param bool restricted: whether they see no others; then the company under
            another is theirs, too
        """
        if not own_alone or vals.get("user_id"):
            return {}
        entered = self._is_entered(vals)
        branch = restricted and not self._belongs_to_parent(vals)
        return {"user_id": self.env.uid} if entered or branch else {}

    @api.model
    def _country_of_entry(self, vals):
        """Return the country of the company, by which the tax number is checked.

        A tax number that bears the prefix of another country is not of this one.
        """
        if vals.get("country_id") or not self._is_entered(vals):
            return {}
        company = self.env["res.company"].browse(vals.get("company_id") or ())
        # sudo: the country of a company, which whoever works for it may know
        country = (company or self.env.company).sudo().country_id
        prefix = re.match(r"\s*([A-Za-z]{2})", vals.get("vat") or "")
        if not country or (prefix and prefix[1].upper() != country.code):
            return {}
        return {"country_id": country.id}

    @api.model
    def _is_entered(self, vals):
        """Whether a contractor or card is created, not what belongs to one."""
        return not vals.get("parent_id") and bool(
            vals.get("contractor_status", "contractor")
        )

    @api.model
    def _belongs_to_parent(self, vals):
        """Whether a contact person is created: a company under another is its own."""
        return vals.get("parent_id") and not vals.get("is_company")
