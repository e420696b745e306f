from odoo import api, fields, models
from odoo.fields import Domain

from .enova_activity_stage import OPEN_STATES


class EnovaActivity(models.Model):
    """Who acts while the caretaker of a contractor is away."""

    _inherit = "enova.activity"

    on_behalf_of_id = fields.Many2one(
        "res.users",
        string="On behalf of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The main caretaker who was absent when this was given to his deputy.",
    )
    standing_in = fields.Boolean(
        compute="_compute_standing_in",
        search="_search_standing_in",
        exportable=False,
        help="I stand in here for somebody who is absent today.",
    )

    @api.onchange("type_id", "partner_id")
    def _onchange_assign_to_caretaker(self):
        """Propose whom the definition means."""
        if self.type_id.assign_to == "caretaker" and self.partner_id:
            self.user_id = self.partner_id.acting_user_id or self.user_id

    @api.model_create_multi
    def create(self, vals_list):
        """Give to the caretaker on duty what the definition gives to the caretaker."""
        return super().create(self._with_caretakers(vals_list))

    @api.model
    def _with_caretakers(self, vals_list):
        """Fill in assignees that the definition leaves to the caretaker.

        An assignee that somebody has chosen stays. Where it is the deputy, the record
        keeps on whose behalf.
        """
        definitions = self.env["enova.activity.type"].browse(
            {vals["type_id"] for vals in vals_list if vals.get("type_id")}
        )
        meant = set(definitions.filtered(lambda d: d.assign_to == "caretaker").ids)
        concerned = [
            vals
            for vals in vals_list
            if vals.get("type_id") in meant and vals.get("partner_id")
        ]
        if not concerned:
            return vals_list
        partners = self.env["res.partner"].browse(
            dict.fromkeys(vals["partner_id"] for vals in concerned)
        )
        # sudo: who is in charge, of a contractor that the new record names
        duty = {
            partner.id: (partner.acting_user_id, partner.commercial_partner_id.user_id)
            for partner in partners.sudo()
        }
        prepared = []
        for vals in vals_list:
            if vals.get("type_id") in meant and vals.get("partner_id"):
                acting, main = duty[vals["partner_id"]]
                vals = {"user_id": acting.id, **vals}
                if main and main != acting and vals["user_id"] == acting.id:
                    vals.setdefault("on_behalf_of_id", main.id)
            prepared.append(vals)
        return prepared

    @api.depends("user_id", "commercial_partner_id", "on_behalf_of_id", "state")
    @api.depends_context("uid")
    def _compute_standing_in(self):
        """Agree with the search: one domain serves both."""
        mine = self.filtered_domain(self._standing_in_domain())
        for activity in self:
            activity.standing_in = activity in mine

    @api.model
    def _search_standing_in(self, operator, value):
        """Search what I do for the absent; see :meth:`_standing_in_domain`."""
        if operator != "in":
            return NotImplemented
        domain = self._standing_in_domain()
        return domain if True in value else ~domain

    @api.model
    def _standing_in_domain(self):
        """Return what I do for somebody who is absent today.

        That is what I was given on his behalf, and what is still his with contractors
        whose first deputy on duty I am.
        """
        user = self.env.user
        pending = Domain("state", "in", OPEN_STATES)
        given = Domain("user_id", "=", user.id) & Domain("on_behalf_of_id", "!=", False)
        # sudo: who stands in for whom today; the rules then decide what is shown
        deputies = self.env["enova.caretaker"].sudo()
        deputies = deputies.search(
            [
                ("user_id", "=", user.id),
                ("role", "=", "deputy"),
                *deputies._current_domain(),
            ]
        )
        acting = deputies.partner_id.filtered(
            lambda partner: partner.acting_user_id == user and partner.user_id
        )
        domains = [
            Domain("user_id", "=", main.id)
            & Domain("commercial_partner_id", "in", partners.ids)
            for main, partners in acting.grouped("user_id").items()
        ]
        return pending & Domain.OR([given, *domains])
