from ast import literal_eval

from psycopg2 import DataError, ProgrammingError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import mute_logger

from ..base.ruled_search import search_under_rules
from .enova_project_stage import OPEN_PROJECT_STATES

# What a text raises that is no filter, or compares fields with what they cannot hold.
UNREADABLE = (
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    RecursionError,
    MemoryError,
    DataError,
    ProgrammingError,
)


class ResPartner(models.Model):
    """The projects and campaigns of a contractor."""

    _inherit = "res.partner"

    enova_project_ids = fields.One2many(
        "enova.project",
        "commercial_partner_id",
        string="CRM projects",
        search=search_under_rules("enova_project_ids"),
    )
    enova_project_count = fields.Integer(
        string="Open projects", compute="_compute_enova_project_count"
    )

    @api.depends("enova_project_ids.state")
    @api.depends_context("uid")
    def _compute_enova_project_count(self):
        """Count open ones under the reader's rights."""
        counted = {}
        if self.env["enova.project"].has_access("read"):
            groups = self.env["enova.project"]._read_group(
                [
                    ("commercial_partner_id", "in", self.commercial_partner_id.ids),
                    ("state", "in", OPEN_PROJECT_STATES),
                ],
                ["commercial_partner_id"],
                ["__count"],
            )
            counted = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.enova_project_count = counted.get(
                partner.commercial_partner_id.id, 0
            )

    @api.model
    def _belongings(self):
        """Count projects and campaigns among what comes along with a card."""
        return [
            *super()._belongings(),
            ("enova.project", "commercial_partner_id", Domain.TRUE),
            ("enova.campaign.member", "partner_id", Domain.TRUE),
        ]

    def _enova_filtered(self, text):
        """Return the partners that a written filter finds, under one's rights.

        :param str text: a domain as the web client writes it, made of literals
        :raises UserError: when it cannot be read
        """
        try:
            domain = literal_eval(text or "[]")
            # the database alone knows that a value is none of its field's
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return self.search(domain)
        except UNREADABLE as error:
            raise UserError(
                self.env._("This filter cannot be read: %s", text)
            ) from error

    def action_open_enova_projects(self):
        """Open the projects of the contractor, new ones prefilled with it.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_project_action"
        )
        contractor = self.commercial_partner_id
        return {
            **action,
            "display_name": contractor.display_name,
            "path": False,
            "domain": [("commercial_partner_id", "=", contractor.id)],
            "context": {
                "default_partner_id": contractor.id,
                "default_contact_id": self.id if self != contractor else False,
            },
        }
