from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .enova_reservation import SHOWN


class EnovaResource(models.Model):
    """A resource is not changed under the feet of those who have booked it."""

    _inherit = "enova.resource"

    @api.constrains("capacity")
    def _check_capacity(self):
        """Refuse fewer units than are booked from now on, and list them."""
        now = fields.Datetime.now()
        # sudo: what is named is masked, see _masked_names
        reservations = self.env["enova.reservation"].sudo()
        for resource in self:
            beyond = reservations.search(
                [
                    ("resource_id", "=", resource.id),
                    ("unit", ">", resource.capacity),
                    ("state", "=", "confirmed"),
                    ("stop", ">", now),
                ],
                limit=SHOWN + 1,
            )
            if beyond:
                raise ValidationError(
                    self.env._(
                        "%(resource)s cannot have %(capacity)s unit(s): more of them"
                        " are booked. Move or cancel first:\n%(names)s",
                        resource=resource.name,
                        capacity=resource.capacity,
                        names=beyond._masked_names(self.env),
                    )
                )

    def write(self, vals):
        """Let the reservations to come follow policy and times of the resource.

        :raises ValidationError: listing those that overlap, when double booking is
            forbidden from now on
        """
        watched = {"overlap", "buffer_before", "buffer_after"}
        changes = {
            name
            for name in watched & set(vals)
            if any(resource[name] != vals[name] for resource in self)
        }
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            self._check_nothing_booked()
        if changes:
            self._apply_policy()
        return result

    def _check_nothing_booked(self):
        """Refuse to archive what people have booked."""
        # sudo: what is named is masked, see _masked_names
        coming = self.env["enova.reservation"].sudo()
        coming = coming.search(
            [
                ("resource_id", "in", self.ids),
                ("state", "in", ("asked", "confirmed")),
                ("stop", ">", fields.Datetime.now()),
            ],
            limit=SHOWN + 1,
        )
        if coming:
            raise ValidationError(
                self.env._(
                    "It is booked still. Move or cancel first:\n%s",
                    coming._masked_names(self.env),
                )
            )

    def _apply_policy(self):
        """Block the times of what is to come anew; refuse where two stand on one."""
        # sudo: times that follow from the resource; what is named is masked
        reservations = self.env["enova.reservation"].sudo()
        coming = reservations.search(
            [
                ("resource_id", "in", self.ids),
                ("state", "in", ("asked", "confirmed")),
                ("stop", ">", fields.Datetime.now()),
            ]
        )
        coming._block()
        overlapping = coming._overlapping()
        if overlapping:
            raise ValidationError(
                self.env._(
                    "These overlap. Move or cancel them first:\n%s",
                    overlapping._masked_names(self.env),
                )
            )
