from odoo import api, models
from odoo.tools import split_every

from .enova_activity_stage import OPEN_STATES

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
    """Send the e-mails of the definition, in batches, through the ERP's queue."""

    _inherit = "enova.activity"

    @api.model_create_multi
    def create(self, vals_list):
        """Tell of new ones."""
        activities = super().create(vals_list)
        activities._send_definition_mails("create")
        return activities

    def write(self, vals):
        """Tell of those that have changed, and of those that are done."""
        told = [name for name in TOLD_FIELDS if name in vals]
        sends = told and self._definition_mails()
        if not sends:
            return super().write(vals)
        before = {a: (a.state, [a[name] for name in told]) for a in self}
        result = super().write(vals)
        changed = self.filtered(lambda a: [a[n] for n in told] != before[a][1])
        closed = changed.filtered(
            lambda a: a.state == "done" and before[a][0] in OPEN_STATES
        )
        closed._send_definition_mails("close")
        pending = changed.filtered(lambda a: a.state in OPEN_STATES)
        pending._send_definition_mails("change")
        return result

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
