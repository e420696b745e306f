from odoo import api, models
from odoo.exceptions import AccessError

from .team import Team
from .team_charts import CHARTS
from .team_money_columns import COLUMNS


class ResUsers(models.Model):
    """The page on which a manager sees the whole team."""

    _inherit = "res.users"

    @api.model
    def _enova_team_columns(self):
        """Return the classes of the columns in their order; an addon appends its."""
        return list(COLUMNS)

    @api.model
    def _enova_team_charts(self):
        """Return the classes of the charts in their order; an addon appends its."""
        return list(CHARTS)

    @api.model
    @api.readonly
    def enova_team(self, period="month"):
        """Return all of the page *Team*, of the current company.

        What the manager may not read, such as orders, is absent, and so is a chart of
        what the company does not use.

        :param str period: ``month``, ``previous`` or ``quarter``
        :return: dict of ``period``, ``label``, ``figures`` and ``columns`` (both with
            ``model`` and ``domain`` of their lists), ``people`` (``id``, ``name``,
            ``away``, ``substitutes``, ``cells`` by column) and ``charts``
        :raises AccessError: for whoever is no manager of the CRM
        """
        if not self.env.user.has_group("crm_enova.crm_enova_group_manager"):
            raise AccessError(self.env._("The page of the team is for managers."))
        return Team(self.env, period).content()
