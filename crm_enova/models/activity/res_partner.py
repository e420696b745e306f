from odoo import api, fields, models

from ..base.context import Narrowing
from ..base.ruled_search import search_under_rules


class ResPartner(models.Model):
    _inherit = "res.partner"

    enova_activity_ids = fields.One2many(
        "enova.activity",
        "commercial_partner_id",
        string="Tasks and events",
        search=search_under_rules("enova_activity_ids"),
    )
    enova_activity_count = fields.Integer(
        string="Tasks and events count", compute="_compute_enova_activity_count"
    )

    @api.depends("enova_activity_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_enova_activity_count(self):
        """Count under the reader's rights: what they may not open does not count."""
        counted, ids = {}, self.commercial_partner_id.ids
        activities = self.env["enova.activity"].with_context(**Narrowing(ids).on)
        if activities.has_access("read"):
            groups = activities._read_group(
                [("commercial_partner_id", "in", ids)],
                ["commercial_partner_id"],
                ["__count"],
            )
            counted = {partner.id: count for partner, count in groups}
        for partner in self:
            commercial = partner.commercial_partner_id.id
            partner.enova_activity_count = counted.get(commercial, 0)

    def action_open_enova_activities(self):
        """Open the tasks and events of the contractor, new ones prefilled with it.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_activity_action"
        )
        contractor = self.commercial_partner_id
        action["domain"] = [("commercial_partner_id", "=", contractor.id)]
        action["context"] = {
            "default_partner_id": contractor.id,
            "default_contact_id": self.id if self != contractor else False,
        }
        action["display_name"] = contractor.display_name
        return action
