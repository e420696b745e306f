from odoo import api, fields, models

from .enova_reservation import SHOWN
from .enova_reservation_flow import COMING


class EnovaResource(models.Model):
    """What is booked while a resource is out of service is shown, and handled."""

    _inherit = "enova.resource"

    out_warning = fields.Text(
        string="Booked while out of service", compute="_compute_out_warning"
    )

    @api.depends("out_from", "out_to", "reservation_ids.state", "reservation_ids.start")
    @api.depends_context("uid")
    def _compute_out_warning(self):
        """Name what is booked then, as far as the reader may know it."""
        for resource in self:
            found = self.env["enova.reservation"]
            if resource.out_from:
                found = resource._booked_while_out()
            resource.out_warning = found._masked_names(self.env)

    def _booked_while_out(self):
        """Return the first of what is booked or asked for in that time."""
        domain = [
            ("resource_id", "=", self._origin.id),
            ("state", "in", COMING),
            ("stop", ">", max(self.out_from, fields.Datetime.now())),
        ]
        if self.out_to:
            domain.append(("start", "<", self.out_to))
        # sudo: what is named is masked, see _masked_names
        reservations = self.env["enova.reservation"].sudo()
        return reservations.search(domain, order="start", limit=SHOWN + 1)

    def action_back_in_service(self):
        """Let it be booked again, from now on."""
        now = fields.Datetime.now()
        begun = self.filtered(lambda r: r.out_from and r.out_from < now)
        begun.write({"out_to": now})
        (self - begun).write({"out_from": False, "out_to": False})
        return True
