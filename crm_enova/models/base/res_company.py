from odoo import models

# The telephone prefix of Poland.
POLISH_CODE = 48


class ResCompany(models.Model):
    """What is taken for granted in Poland, and only there."""

    _inherit = "res.company"

    def _enova_is_polish(self):
        """Tell whether Polish holidays and numbers are meant.

        A company that names no country counts as Polish: that is whom the addon is
        made for, and a new database names none.
        """
        return self._enova_calling_code() == POLISH_CODE

    def _enova_calling_code(self):
        """Return the prefix of telephone numbers in the company's country."""
        # sudo: the country of a company, which whoever works for it may know
        country = self.sudo().country_id
        return country.phone_code if country else POLISH_CODE
