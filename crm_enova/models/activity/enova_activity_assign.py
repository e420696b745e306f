from markupsafe import Markup

from odoo import models
from odoo.tools import format_date

from .enova_activity_stage import OPEN_STATES

LISTED_IN_NOTICE = 20


class EnovaActivity(models.Model):
    """Tell people what they are given: one message each, however much it is."""

    _inherit = "enova.activity"

    def write(self, vals):
        """Notify the new assignees, once each, when a task changes hands."""
        if not vals.get("user_id"):
            return super().write(vals)
        changed = self.filtered(lambda a: a.user_id.id != vals["user_id"])
        result = super().write(vals)
        changed._notify_assignees()
        return result

    def _notify_assignees(self):
        """Send each assignee one message about all that he has just been given.

        It reaches him in the inbox or by e-mail, as he has chosen. Nobody is told of
        what he gave himself, of closed history, or when the caller says so by the
        context key ``mail_auto_subscribe_no_notify``.
        """
        if self.env.context.get("mail_auto_subscribe_no_notify"):
            return
        pending = self.filtered(lambda a: a.state in OPEN_STATES and a.user_id)
        on_duty = self.env["res.users"]._enova_on_duty(pending.user_id)
        for user, activities in pending.grouped("user_id").items():
            if user in on_duty:
                activities._notify_assignee(user)
            else:
                activities._notify_substitutes(user)

    def _notify_substitutes(self, absent):
        """Tell those who stand in with the absent man's own contractors.

        He himself is told of the rest, of private ones above all.
        """
        # sudo: who is in charge of, and on duty with, the contractors of these tasks
        partners = self.partner_id.sudo()
        own = partners.filtered(lambda p: p.commercial_partner_id.user_id == absent)
        told = self.browse()
        for acting, contractors in own.grouped("acting_user_id").items():
            if acting and acting != absent:
                tasks = self.filtered(
                    lambda a, group=contractors: (
                        not a.private and a.partner_id in group.sudo(False)
                    )
                )
                told |= tasks
                tasks._notify_assignee(acting, absent)
        (self - told)._notify_assignee(absent)

    def _notify_assignee(self, user, absent=None):
        """Send one message about ``self`` to one user, in his language and zone.

        :param absent: the user on whose behalf he is told, if he is not the assignee
        """
        if not self or user == self.env.user:
            return
        tasks = self.with_context(lang=user.lang, tz=user.tz)
        single = len(tasks) == 1
        if single:
            subject = tasks.env._("You have been given: %s", tasks.display_name)
        else:
            subject = tasks.env._("You have been given %s tasks", len(tasks))
        if absent:
            subject = tasks.env._(
                "On behalf of %(user)s: %(subject)s", user=absent.name, subject=subject
            )
        # Posted by the giver on the task itself; a list belongs to no single record.
        thread = tasks if single else tasks.env["mail.thread"]
        thread.message_notify(
            partner_ids=user.partner_id.ids,
            subject=subject,
            body=tasks._notice_body(),
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _notice_body(self):
        """Return the list of tasks for a notice, as markup with links."""
        rows = Markup().join(
            Markup('<li><a href="{url}">{name}</a>{details}</li>').format(
                url=f"/odoo/enova-activities/{activity.id}",
                name=activity.display_name,
                details=activity._notice_details(),
            )
            for activity in self[:LISTED_IN_NOTICE]
        )
        body = Markup("<ul>{rows}</ul>").format(rows=rows)
        if len(self) > LISTED_IN_NOTICE:
            more = self.env._("and %s more", len(self) - LISTED_IN_NOTICE)
            body += Markup("<p>{more}</p>").format(more=more)
        return body

    def _notice_details(self):
        """Return contractor and day of one task, as they follow its name."""
        details = [self.partner_id.display_name]
        if self.date_due:
            details.append(format_date(self.env, self.date_due))
        return "".join(f" · {detail}" for detail in details if detail)
