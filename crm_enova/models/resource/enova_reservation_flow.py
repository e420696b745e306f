from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..base.context import MEETING_SYNC
from ..contractor.names import names_shown
from .enova_reservation import COMING, COUNTED

# So many in a transaction of the scheduled job.
BATCH = 1000
# So many in a message.
LISTED = 20


class EnovaReservation(models.Model):
    """Requested, confirmed, refused, done, cancelled; who approves, and is told."""

    _inherit = "enova.reservation"

    @api.model
    def _coming_domain(self):
        """Return the condition of what is booked or asked for, and not over yet."""
        wanted = Domain("state", "in", COMING)
        return wanted & Domain("stop", ">", fields.Datetime.now())

    def _still_coming(self):
        """Return those of these that take a resource, or ask for it."""
        return self.filtered(lambda r: r.state in COMING)

    @api.model
    def _undo_fields(self):
        """Add what a drag moves, and what closing a task frees."""
        names = super()._undo_fields()
        return [*names, "resource_id", "start", "state", "stop", "user_id"]

    def action_confirm(self):
        """Approve what was asked for.

        :return: ``True``
        :raises AccessError: when the user is not the one who approves
        :raises UserError: when it has been booked by somebody else meanwhile
        """
        self._check_approver()  # also of what is confirmed already
        waiting = self.filtered(lambda r: r.state in ("requested", "refused"))
        waiting.write({"state": "confirmed"})
        return True

    def action_refuse(self):
        """Refuse what was asked for, or take a confirmation back.

        :return: ``True``
        :raises AccessError: when the user is not the one who approves
        """
        self._check_approver()
        self.write({"state": "refused"})
        return True

    def action_cancel(self):
        """Free the resource.

        :return: ``True``
        """
        self.write({"state": "cancelled"})
        return True

    def action_cancel_series(self):
        """Free this one and those of its series that follow.

        :return: ``True``
        """
        self.ensure_one()
        following = self.browse()
        # without a series all would be found that have none
        if self.series_id:
            following = self.search(
                [
                    ("series_id", "=", self.series_id.id),
                    ("start", ">=", self.start),
                    ("state", "in", COMING),
                ]
            )
        (following | self._still_coming()).action_cancel()
        return True

    def action_over(self):
        """Give it back: note that it is over, and free what is left of the time.

        :return: ``True``
        :raises UserError: when it has not begun
        """
        early = self.filtered(lambda r: not r.start or r.start >= fields.Datetime.now())
        if early:
            raise UserError(
                self.env._(
                    "It has not begun, so it cannot be given back. Cancel it:\n%s",
                    early._masked_names(self.env),
                )
            )
        self._still_coming()._finish()
        return True

    @api.model
    def _cron_over(self):
        """Note what is over; what nobody has approved in time is refused."""
        progress = self.env["ir.cron"]._commit_progress
        domain = [("state", "in", COMING), ("stop", "<=", fields.Datetime.now())]
        progress(remaining=self.search_count(domain))
        # those that wait for their task or meeting end as these do
        quiet = self.with_context(**MEETING_SYNC.on)
        while over := quiet.search(domain, limit=BATCH, order="id"):
            requested = over.filtered(lambda r: r.state == "requested")
            requested.write({"state": "refused"})
            (over - requested).write({"state": "done"})
            if not progress(len(over)):
                break

    def _series_values(self):
        """Return what the further ones of a series take over from this one."""
        self.ensure_one()
        return {
            **self.copy_data()[0],
            "series_id": (self.series_id or self).id,
            "calendar_entry": self.calendar_entry,
        }

    @api.model
    def _settle_states(self, vals_list):
        """Ask for what needs an approval, in the values of new reservations."""
        for vals in vals_list:
            resource = self.env["enova.resource"].browse(vals["resource_id"])
            if vals.get("state") in COUNTED and resource._needs_approval():
                vals["state"] = "requested"

    def _check_approver(self, target=None):
        """Refuse whoever does not approve.

        :param target: the resource that they move to, if it is another one
        :raises AccessError: naming who does
        """
        for reservation in self:
            resource = target or reservation.resource_id
            if resource._needs_approval():
                raise AccessError(
                    self.env._(
                        "%(resource)s is approved by %(user)s.",
                        resource=resource.name,
                        # sudo: a colleague's name alone
                        user=resource.responsible_id.sudo().name or "–",
                    )
                )

    def _is_requested_again(self, vals):
        """Tell whether such a write makes it the business of whoever approves.

        It does, whatever state is written with it, when what was approved moves; what
        is noted as done may end earlier.
        """
        self.ensure_one()
        state = vals.get("state", self.state)
        if self.state not in COUNTED or state not in COUNTED:
            return False
        if state == "done":
            moved = self._takes_more(vals)
        else:
            moved = not {"resource_id", "start", "stop"}.isdisjoint(vals)
        resource = self.resource_id
        if vals.get("resource_id"):
            resource = resource.browse(vals["resource_id"])
        return moved and resource._needs_approval()

    def _tell_approvers(self):
        """Tell whoever looks after the resources what is asked for; once each."""
        # sudo: told to whoever approves, who may read what is of their resources
        for user, requested in self.sudo().grouped(_approver).items():
            if user and user != self.env.user:
                requested._notify_user(user, "requested")

    def _tell_outcome(self):
        """Tell those who have asked what became of it, unless they did it themselves"""
        # sudo: told to those whose reservations they are
        told = self.sudo().filtered(lambda r: r.state in ("confirmed", "refused"))
        for (user, state), settled in told.grouped(_asker_and_state).items():
            if user and user != self.env.user:
                settled._notify_user(user, state)

    def _notify_user(self, user, state, reason=None):
        """Send one message about ``self`` to one user, in their language and zone.

        :param str state: what has become of them, for the subject
        :param str reason: what somebody wrote about it
        """
        reservations = self.with_context(lang=user.lang, tz=user.tz)
        env = reservations.env
        labels = dict(self._fields["state"]._description_selection(env))
        names = names_shown(reservations.resource_id)
        rows = Markup().join(
            Markup('<li><a href="{url}">{when}</a> {name}</li>').format(
                url=f"/odoo/enova-reservations/{reservation.id}",
                when=format_datetime(
                    env, reservation.start, tz=user.tz, dt_format="short"
                ),
                name=reservation.display_name,
            )
            for reservation in reservations[:LISTED]
        )
        env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=f"{labels[state]}: {names}",
            body=Markup("<p>{}</p><ul>{}</ul>").format(reason or "", rows),
            email_layout_xmlid="mail.mail_notification_light",
        )


def _approver(reservation):
    return reservation.resource_id.responsible_id


def _asker_and_state(reservation):
    return reservation.user_id, reservation.state
