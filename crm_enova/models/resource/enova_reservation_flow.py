from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

COMING = ("asked", "confirmed")
# So many in a transaction of the scheduled job.
BATCH = 1000


class EnovaReservation(models.Model):
    """Asked for, confirmed, refused, over, cancelled."""

    _inherit = "enova.reservation"

    @api.model
    def _coming_domain(self):
        """Return the condition of what is booked or asked for, and not over yet."""
        wanted = Domain("state", "in", COMING)
        return wanted & Domain("stop", ">", fields.Datetime.now())

    def _still_coming(self):
        """Return those of these that take a resource, or ask for it."""
        return self.filtered(lambda one: one.state in COMING)

    def action_confirm(self):
        """Approve what was asked for.

        :raises AccessError: when one is not the one who approves
        :raises UserError: when it has been booked by somebody else meanwhile
        """
        self._check_approver()
        asked = self.filtered(lambda one: one.state in ("asked", "refused"))
        asked.write({"state": "confirmed"})
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
        """Give it back: note that it is over, and free what is left of the time.

        :raises UserError: when it has not begun
        """
        early = self.filtered(lambda one: one.start >= fields.Datetime.now())
        if early:
            raise UserError(
                self.env._(
                    "It has not begun, so it cannot be given back. Cancel it:\n%s",
                    early._masked_names(self.env),
                )
            )
        self._finish()
        return True

    def _finish(self):
        """End what has begun, now at the latest; free what has not begun."""
        now = fields.Datetime.now().replace(microsecond=0)
        begun = self.filtered(lambda one: one.start < now)
        (self - begun).write({"state": "cancelled"})
        running = begun.filtered(lambda one: one.stop > now)
        (begun - running).write({"state": "done"})
        running.write({"state": "done", "stop": now})

    @api.model
    def _cron_over(self):
        """Note what is over; what nobody has approved in time is refused."""
        progress = self.env["ir.cron"]._commit_progress
        domain = [("state", "in", COMING), ("stop", "<=", fields.Datetime.now())]
        progress(remaining=self.search_count(domain))
        # those that wait for their task or meeting end as these do
        quiet = self.with_context(enova_meeting_sync=True)
        while over := quiet.search(domain, limit=BATCH, order="id"):
            asked = over.filtered(lambda one: one.state == "asked")
            asked.write({"state": "refused"})
            (over - asked).write({"state": "done"})
            if not progress(len(over)):
                break

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

    @api.model_create_multi
    def create(self, vals_list):
        """Tell who approves of what was asked for."""
        made = super().create(vals_list)
        made.filtered(lambda one: one.state == "asked")._tell_approvers()
        return made

    def write(self, vals):
        """Let nobody confirm for whoever approves, by whichever door.

        A reservation that is moved is asked for again where that is needed.
        """
        if vals.get("state") == "confirmed":
            self._check_approver()
        elif {"resource_id", "start", "stop"} & set(vals) and "state" not in vals:
            asked = self._asked_again(vals.get("resource_id"))
            if asked:
                super(EnovaReservation, self - asked).write(vals)
                super(EnovaReservation, asked).write({**vals, "state": "asked"})
                asked._tell_approvers()
                return True
        before = {one: one.state for one in self} if "state" in vals else {}
        result = super().write(vals)
        if before:
            self._tell_outcome(before)
        return result

    def _asked_again(self, resource_id=None):
        """Return which of these a move makes the business of whoever approves.

        :param int resource_id: the resource that they move to, if it is another one
        """
        target = self.resource_id.browse(resource_id or ())
        return self.filtered(
            lambda one: (
                one.state == "confirmed"
                and (target or one.resource_id)._needs_approval()
            )
        )


class EnovaResource(models.Model):
    _inherit = "enova.resource"

    def _needs_approval(self):
        """Whether the user's reservation of the resource is another's to approve.

        The system needs none, unless it moves something on behalf of the user.
        """
        trusted = self.env.su and not self.env.context.get("enova_on_behalf")
        if trusted or not self.approval_required:
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
