from markupsafe import Markup

from odoo import models
from odoo.tools import format_datetime

from ..contractor.names import names_shown

LISTED = 20


class EnovaReservation(models.Model):
    """Tell people what they wait for: whoever approves, and whoever has asked."""

    _inherit = "enova.reservation"

    def _tell_approvers(self):
        """Tell whoever looks after the resources what is asked for; once each."""
        # sudo: told to whoever approves, who may read what is of his resources
        for user, asked in self.sudo().grouped(_approver).items():
            if user and user != self.env.user:
                asked._notify_user(user, "asked")

    def _tell_outcome(self, before):
        """Tell those who have asked what became of it, unless they did it themselves.

        :param dict before: states by reservation, as they were
        """
        # sudo: told to those whose reservations they are
        told = self.sudo().filtered(
            lambda one: before[one] == "asked" and one.state in ("confirmed", "refused")
        )
        for (user, state), some in told.grouped(_asker_and_state).items():
            if user and user != self.env.user:
                some._notify_user(user, state)

    def _notify_user(self, user, state, reason=None):
        """Send one message about ``self`` to one user, in his language and zone.

        :param str state: what has become of them, for the subject
        :param str reason: what somebody wrote about it
        """
        own = self.with_context(lang=user.lang, tz=user.tz)
        labels = dict(own._fields["state"]._description_selection(own.env))
        names = names_shown(own.resource_id)
        rows = Markup().join(
            Markup('<li><a href="{url}">{when}</a> {name}</li>').format(
                url=f"/odoo/enova-reservations/{one.id}",
                when=format_datetime(own.env, one.start, dt_format="short"),
                name=one.display_name,
            )
            for one in own[:LISTED]
        )
        own.env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=f"{labels[state]}: {names}",
            body=Markup("<p>{}</p><ul>{}</ul>").format(reason or "", rows),
            email_layout_xmlid="mail.mail_notification_light",
        )


def _approver(one):
    return one.resource_id.responsible_id


def _asker_and_state(one):
    return one.user_id, one.state
