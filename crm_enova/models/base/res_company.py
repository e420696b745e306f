from odoo import models

# Whose holidays and numbers are meant where nothing else is said.
POLAND = "PL"


class ResCompany(models.Model):
    """What is taken for granted in Poland, and only there."""

    _inherit = "res.company"

    def _enova_is_polish(self):
        """Tell whether Polish holidays and numbers are meant.

        A company that names no country counts as Polish: that is whom the addon is
        made for, and a new database names none.
        """
        return self._enova_region() == POLAND

    def _enova_region(self):
        """Return the code of the country whose numbers need no prefix here."""
        # sudo: the country of a company, which whoever works for it may know
        return self.sudo().country_id.code or POLAND
