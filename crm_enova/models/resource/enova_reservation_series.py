from odoo import fields, models


class EnovaReservation(models.Model):
    """Reservations that were made in one go belong together."""

    _inherit = "enova.reservation"

    series_id = fields.Many2one(
        "enova.reservation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The first one of the series that it was made with.",
    )

    def _series_values(self):
        """Return what the further ones of a series take over from this one."""
        self.ensure_one()
        return {
            **self.copy_data()[0],
            "series_id": (self.series_id or self).id,
            "calendar_entry": self.calendar_entry,
        }

    def action_cancel_series(self):
        """Free this one and those of its series that follow."""
        self.ensure_one()
        following = self.search(
            [
                ("series_id", "=", self.series_id.id),
                ("start", ">=", self.start),
                ("state", "in", ("asked", "confirmed")),
            ]
        )
        (following | self._still_coming()).action_cancel()
        return True
