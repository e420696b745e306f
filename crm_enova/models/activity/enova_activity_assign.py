from collections import defaultdict

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
        given = defaultdict(self.browse)
        for user, activities in self.grouped("user_id").items():
            if user and user != self.env.user:
                given[user] = activities.filtered(lambda a: a.state in OPEN_STATES)
        for user, activities in given.items():
            if activities:
                activities._notify_assignee(user)

    def _notify_assignee(self, user):
        """Send one message about ``self`` to one user, in his language and zone."""
        tasks = self.with_context(lang=user.lang, tz=user.tz)
        single = len(tasks) == 1
        if single:
            subject = tasks.env._("You have been given: %s", tasks.display_name)
        else:
            subject = tasks.env._("You have been given %s tasks", len(tasks))
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
