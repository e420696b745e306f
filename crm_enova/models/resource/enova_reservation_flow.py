from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime


class EnovaReservation(models.Model):
    """Asked for, confirmed, refused, over, cancelled."""

    _inherit = "enova.reservation"

    @api.model
    def _coming_of(self, user_id):
        """Return what somebody has booked or asked for, and is not over yet."""
        return self.search(
            [
                ("user_id", "=", user_id),
                ("state", "in", ("asked", "confirmed")),
                ("stop", ">", fields.Datetime.now()),
            ]
        )

    def action_confirm(self):
        """Approve what was asked for.

        :raises AccessError: when one is not the one who approves
        :raises UserError: when it has been booked by somebody else meanwhile
        """
        self._check_approver()
        asked = self.filtered(lambda one: one.state in ("asked", "refused"))
        asked.with_context(enova_approved=True).write({"state": "confirmed"})
        return True

    def action_refuse(self):
        """Refuse what was asked for, or take a confirmation back."""
        self._check_approver()
        self.write({"state": "refused"})
        return True

    def action_cancel(self):
        """Free the resource."""
        self.write({"state": "cancelled"})
        return True

    def action_over(self):
        """Note that it is over, and free what is left of the time."""
        self.write({"state": "done"})
        return True

    def _check_approver(self):
        """Refuse whoever does not approve.

        :raises AccessError: naming who does
        """
        for one in self:
            if one.resource_id._needs_approval():
                raise AccessError(
                    self.env._(
                        "%(resource)s is approved by %(user)s.",
                        resource=one.resource_id.name,
                        # sudo: a colleague's name alone
                        user=one.resource_id.responsible_id.sudo().name or "–",
                    )
                )

    @api.model
    def _may_confirm(self, resource):
        return not resource._needs_approval()

    def write(self, vals):
        """Let nobody confirm for whoever approves, by whichever door.

        A reservation that is moved is asked for again where that is needed.
        """
        moving = {"resource_id", "start", "stop"} & set(vals)
        if vals.get("state") == "confirmed":
            self._check_approver()
        elif moving and "state" not in vals and not self.env.su:
            confirmed = self.filtered(lambda one: one.state == "confirmed")
            needing = confirmed.filtered(lambda o: o.resource_id._needs_approval())
            if needing:
                super(EnovaReservation, self - needing).write(vals)
                super(EnovaReservation, needing).write({**vals, "state": "asked"})
                return True
        return super().write(vals)


class EnovaResource(models.Model):
    _inherit = "enova.resource"

    def _needs_approval(self):
        """Whether the user's reservation of the resource is another's to approve."""
        if not self.approval_required or self.env.su:
            return False
        manager = self.env.user.has_group("crm_enova.crm_enova_group_manager")
        return not manager and self.responsible_id != self.env.user

    def _check_booking_rights(self):
        """Refuse what one may not book: archived, or for others.

        :raises UserError: naming the resource
        """
        for resource in self:
            resource.check_access("read")
            if not resource.active:
                raise UserError(
                    self.env._("%s is archived. Choose another one.", resource.name)
                )
            if not self.env.su and not resource.is_bookable:
                # sudo: the names of the groups that one would have to ask for
                groups = ", ".join(resource.sudo().group_ids.mapped("full_name"))
                raise UserError(
                    self.env._(
                        "%(resource)s is booked by %(groups)s only.",
                        resource=resource.name,
                        groups=groups,
                    )
                )

    def _out_of_service(self, start, stop):
        """Return the line that says so, where the resource is out of service then."""
        if not self.out_from or self.out_from >= stop:
            return False
        if self.out_to and self.out_to <= start:
            return False
        until = self.out_to and format_datetime(
            self.env, self.out_to, dt_format="short"
        )
        return self.env._("out of service until %s", until or "–")
