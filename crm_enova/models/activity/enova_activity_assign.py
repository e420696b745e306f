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
        for user, absent, tasks in pending._people_to_tell():
            tasks._notify_assignee(user, absent)

    def _people_to_tell(self):
        """Return who is told of what he was given, or of what an absent man was given.

        He himself is told of what nobody stands in for, of private ones above all.

        :return: list of (user, absent assignee or an empty recordset, activities)
        """
        on_duty = self.env["res.users"]._enova_on_duty(self.user_id)
        people = []
        for user, activities in self.grouped("user_id").items():
            if user in on_duty:
                people.append((user, user.browse(), activities))
            else:
                people += activities._people_standing_in(user)
        return people

    def _people_standing_in(self, absent):
        """Return who stands in for an absent assignee, with his own contractors."""
        # sudo: who is in charge of, and on duty with, the contractors of these tasks
        partners = self.partner_id.sudo()
        own = partners.filtered(lambda p: p.commercial_partner_id.user_id == absent)
        people, told = [], self.browse()
        for acting, contractors in own.grouped("acting_user_id").items():
            if acting and acting != absent:
                ids = set(contractors.ids)
                tasks = self.filtered(
                    lambda a, ids=ids: not a.private and a.partner_id.id in ids
                )
                told |= tasks
                people.append((acting, absent, tasks))
        rest = self - told
        return [*people, (absent, absent.browse(), rest)] if rest else people

    def _notify_assignee(self, user, absent=None, reminder=False):
        """Send one message about ``self`` to one user, in his language and zone.

        :param absent: the user on whose behalf he is told, if he is not the assignee
        :param bool reminder: whether he knows of them, and is reminded
        """
        if not self or user == self.env.user:
            return
        tasks = self.with_context(lang=user.lang, tz=user.tz)
        single = len(tasks) == 1
        subject = tasks._reminder_subject() if reminder else tasks._given_subject()
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

    def _given_subject(self):
        if len(self) == 1:
            return self.env._("You have been given: %s", self.display_name)
        return self.env._("You have been given %s tasks", len(self))

    def _reminder_subject(self):
        if len(self) == 1:
            return self.env._("Reminder: %s", self.display_name)
        return self.env._("Reminder of %s tasks", len(self))

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
