from markupsafe import Markup

from odoo import SUPERUSER_ID, api, models
from odoo.tools import format_date, split_every

from ..contractor.import_run import ImportRun
from .enova_activity_stage import OPEN_STATES

LISTED_IN_NOTICE = 20
# A change of any of these is what people want to hear of.
TOLD_FIELDS = ("date_start", "date_deadline", "user_id", "stage_id")
RENDERED = (
    "auto_delete",
    "body_html",
    "email_from",
    "mail_server_id",
    "model",
    "reply_to",
    "res_id",
    "subject",
)
BATCH = 200


class EnovaActivity(models.Model):
    """Tell people, last of all and in batches: one message each, however much it is."""

    _inherit = "enova.activity"

    def _notify_assignees(self):
        """Send each assignee one message about all they have just been given.

        It reaches them in the inbox or by e-mail, as they have chosen. Nobody is told
        of what they gave themselves, of closed history, or when the caller says so by
        the context key ``mail_auto_subscribe_no_notify``.
        """
        if self.env.context.get("mail_auto_subscribe_no_notify"):
            return
        run = ImportRun.of(self.env)
        if run:
            # put off until the whole file has succeeded
            run.given.extend(self.ids)
            return
        pending = self.filtered(lambda a: a.state in OPEN_STATES and a.user_id)
        for user, absent, tasks in pending._notification_recipients():
            tasks._notify_assignee(user, absent)

    def _notification_recipients(self):
        """Return who is told of what they were given, or of what the absent were given.

        The absent themselves are told of what nobody stands in for, of private ones
        above all; whoever has left is told of nothing.

        :return: list of (user, absent assignee or an empty recordset, activities)
        """
        on_duty = self.env["res.users"]._enova_on_duty(self.user_id)
        people = []
        for user, activities in self.grouped("user_id").items():
            if user.id == SUPERUSER_ID:
                continue  # what the system keeps for itself is nobody's
            if user in on_duty:
                people.append((user, user.browse(), activities))
            else:
                people += activities._people_standing_in(user)
        return people

    def _people_standing_in(self, absent):
        """Return who stands in for an absent assignee, with their own contractors.

        For one who has left it is the caretaker on duty of any contractor, and of the
        rest whoever gave it.
        """
        # sudo: who is in charge of, and on duty with, the contractors of these tasks
        if not absent.sudo().active:
            successors = self.grouped(lambda a: a._successor(absent))
            return [(user, absent, tasks) for user, tasks in successors.items() if user]
        partners = self.partner_id.sudo()
        cared_for = partners.filtered(
            lambda p: p.commercial_partner_id.user_id == absent
        )
        people, told = [], set()
        for acting, contractors in cared_for.grouped("acting_user_id").items():
            if acting and acting != absent:
                ids = set(contractors.ids)
                tasks = self.filtered(
                    lambda a, ids=ids: not a.private and a.partner_id.id in ids
                )
                told.update(tasks.ids)
                people.append((acting, absent, tasks))
        rest = self.filtered(lambda a: a.id not in told)
        return [*people, (absent, absent.browse(), rest)] if rest else people

    def _notify_assignee(self, user, absent=None, reminder=False, archived=False):
        """Send one message about ``self`` to one user, in their language and zone.

        :param absent: the user on whose behalf they are told, if not the assignee
        :param bool reminder: whether they know of them, and are reminded
        :param bool archived: whether somebody has archived them
        """
        if not self or user == self.env.user:
            return
        tasks = self.with_context(lang=user.lang, tz=user.tz)
        single = len(tasks) == 1
        subject = tasks._given_subject()
        if reminder or archived:
            subject = tasks._reminder_subject() if reminder else tasks._gone_subject()
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
            return self.env._("You have been given: %s", self._name_in_notice())
        return self.env._("You have been given %s tasks", len(self))

    def _reminder_subject(self):
        if len(self) == 1:
            return self.env._("Reminder: %s", self._name_in_notice())
        return self.env._("Reminder of %s tasks", len(self))

    def _gone_subject(self):
        if len(self) == 1:
            return self.env._("Archived: %s", self._name_in_notice())
        return self.env._("Archived: %s tasks", len(self))

    def _name_in_notice(self):
        """Return how a subject calls it: subjects travel to other places."""
        self.ensure_one()
        if not self.private:
            return " ".join(filter(None, (self.reference, self.name)))
        label = self.env._("Private task")
        return f"{label} {self.reference}" if self.reference else label

    def _notice_body(self):
        """Return the list of tasks for a notice, as markup with links."""
        rows = Markup().join(
            Markup('<li><a href="{url}">{name}</a>{details}</li>').format(
                url=f"/odoo/enova-activities/{activity.id}",
                name=activity._name_in_notice(),
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
        if self.private:
            return ""
        details = [self.partner_id.display_name]
        if self.date_due:
            details.append(format_date(self.env, self.date_due))
        return "".join(f" · {detail}" for detail in details if detail)

    def _tell_by_mail(self, change):
        """Send what definitions send of those that have changed, or are done."""
        told = [name for name in TOLD_FIELDS if change.touches(name)]
        if not told or not self._definition_mails():
            return
        changed = change.altered(self, *told)
        closed = changed.filtered(
            lambda a: a.state == "done" and change.was(a, "state") in OPEN_STATES
        )
        closed._send_definition_mails("close")
        pending = changed.filtered(lambda a: a.state in OPEN_STATES)
        pending._send_definition_mails("change")

    def _tell_archived(self, change):
        """Tell the assignees of open ones that somebody else has archived."""
        if not change.touches("active"):
            return
        archived = change.altered(self, "active").filtered(
            lambda a: not a.active and a.state in OPEN_STATES
        )
        for user, activities in archived.grouped("user_id").items():
            if user:
                activities._notify_assignee(user, archived=True)

    def _definition_mails(self):
        """Return what definitions send; nothing during an import or a silent write."""
        context = self.env.context
        if context.get("import_file") or context.get("mail_auto_subscribe_no_notify"):
            return {}
        return self.env["enova.activity.mail"]._by_moment()

    def _send_definition_mails(self, moment):
        """Queue the e-mails of one moment: one rendering for each batch and template.

        Nothing is sent before the transaction ends well; the queue sends it then.
        """
        lines = self._definition_mails()
        if not lines:
            return
        for definition, activities in self.grouped("type_id").items():
            for recipient, template_id in lines.get((definition.id, moment), ()):
                template = self.env["mail.template"].browse(template_id)
                addressees = activities._mail_addressees(recipient)
                for batch in split_every(BATCH, addressees):
                    people = {activity: addressees[activity] for activity in batch}
                    self._queue_mails(template, people)

    def _mail_addressees(self, recipient):
        """Return whom to write to.

        :param str recipient: ``contractor``, ``giver`` or ``assignee``
        :return: dict of partners by activity, without those who are not written to
        """
        found = {}
        for activity in self:
            # sudo: addresses on a task that the user has just written; none is shown
            record = activity.sudo()
            if recipient == "contractor":
                partner = record.contact_id
                if not partner.email_normalized:
                    partner = record.partner_id
                silent = record.private or partner.is_blacklisted
            else:
                name = "assigned_by_id" if recipient == "giver" else "user_id"
                user = record[name]
                partner = user.partner_id
                silent = user == self.env.user or not user.active
            if partner.email_normalized and not silent:
                found[activity] = partner.sudo(False)
        return found

    @api.model
    def _queue_mails(self, template, addressees):
        """Render a template for a batch, under the user's rights, and queue it."""
        ids = [activity.id for activity in addressees]
        rendered = template._generate_template(ids, RENDERED)
        values_list = []
        for activity, partner in addressees.items():
            values = dict(rendered[activity.id])
            values["body"] = values.get("body_html")
            values["recipient_ids"] = [(4, partner.id)]
            if not values.get("email_from"):
                values.pop("email_from", None)
            values_list.append(values)
        # sudo: the queue is the system's; what is put in is rendered as the user, and
        # goes to a person who stands on the record
        self.env["mail.mail"].sudo().create(values_list)
