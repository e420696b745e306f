from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.arguments import active_id
from ..models.resource.enova_reservation import COMING


class EnovaResourceOut(models.TransientModel):
    """Take a resource out of service, and say what becomes of what is booked."""

    _name = "enova.resource.out"
    _inherit = ["enova.guard.mixin"]
    _description = "Out of service"

    resource_id = fields.Many2one(
        "enova.resource",
        required=True,
        default=lambda self: active_id(self.env),
        ondelete="cascade",
    )
    out_from = fields.Datetime(
        string="From", required=True, default=lambda self: fields.Datetime.now()
    )
    out_to = fields.Datetime(string="To", help="Empty: until somebody says otherwise.")
    reason = fields.Char(help="Those who have booked it read this.")
    handling = fields.Selection(
        [
            ("move", "Give them another one of the category, else cancel"),
            ("cancel", "Cancel them"),
            ("keep", "Keep them"),
        ],
        string="What is booked then",
        required=True,
        default="move",
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("resource_id", "out_from", "out_to", "handling")
    def _compute_preview(self):
        """Show what is booked then, and where it would go."""
        for wizard in self:
            booked = wizard._booked()
            alternatives = wizard._alternatives(booked)
            rows = [
                Markup("<li>{name}{place}</li>").format(
                    name=reservation._masked_names(self.env),
                    place=wizard._preview_place(alternatives.get(reservation)),
                )
                for reservation in booked
            ]
            text = self.env._("Nothing is booked then.")
            if rows:
                text = self.env._("Booked then: %s", len(rows))
            wizard.preview = Markup("<p>{}</p><ol>{}</ol>").format(
                text, Markup().join(rows)
            )

    def _preview_place(self, resource):
        """Say where a reservation goes, as markup."""
        if self.handling == "keep":
            return ""
        label = resource.name if resource else self.env._("is cancelled")
        arrow = Markup(' <i class="fa fa-long-arrow-right" role="img"/> {}')
        return arrow.format(label)

    def _booked(self):
        """Return what is booked or asked for in that time, whoever may know it."""
        if not (self.resource_id and self.out_from):
            return self.env["enova.reservation"]
        domain = [
            ("resource_id", "=", self.resource_id.id),
            ("state", "in", COMING),
            ("stop", ">", self.out_from),
        ]
        if self.out_to:
            domain.append(("start", "<", self.out_to))
        # sudo: handled, not shown: what is named is masked, see _masked_names
        return self.env["enova.reservation"].sudo().search(domain, order="start")

    def _alternatives(self, booked):
        """Return where each could go, by reservation, if they are to move."""
        if self.handling != "move":
            return {}
        spans = [(r.resource_id.sudo(False), r.start, r.stop) for r in booked]
        found = booked._find_alternatives(spans)
        pairs = zip(booked, found, strict=True)
        return {reservation: resource for reservation, resource in pairs if resource}

    def action_confirm(self):
        """Write it, move or cancel what is booked, and tell those concerned.

        :return: dict, the action that closes the window
        :raises UserError: when it would end before it begins
        """
        self.ensure_one()
        resource = self.resource_id
        resource.check_access("write")
        if self.out_to and self.out_to <= self.out_from:
            raise UserError(
                self.env._("Out of service: the end must come after the beginning.")
            )
        booked = self._booked()
        alternatives = self._alternatives(booked)
        resource.write({"out_from": self.out_from, "out_to": self.out_to})
        if self.handling == "keep":
            return {"type": "ir.actions.act_window_close"}
        booked._move(
            {
                reservation: {"resource_id": other.id}
                for reservation, other in alternatives.items()
            }
        )
        lost = booked.filtered(lambda r: r not in alternatives)
        lost.write({"state": "cancelled"})
        for user, reservations in booked.grouped("user_id").items():
            for state, concerned in reservations.grouped("state").items():
                if user and user != self.env.user:
                    concerned._notify_user(user, state, self.reason)
        return {"type": "ir.actions.act_window_close"}
