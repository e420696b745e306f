from datetime import datetime, time

from odoo import fields, models
from odoo.exceptions import UserError

from ..activity.recurrence_dates import to_utc
from ..base.moment import zone_of
from .audience import Audience, Settings

CHANNELS = [
    ("mail", "By e-mail"),
    ("letter", "By letter"),
    ("mixed", "By e-mail where possible, else by letter"),
]
# When planned e-mails go out, by the clock of whoever runs the creator.
MORNING = time(8)


class EnovaCreatorPlan(models.AbstractModel):
    """The mail merges of a creator: its own, and those of the playbook's lines."""

    _inherit = "enova.creator.plan"

    mailing_type = fields.Selection(
        CHANNELS,
        string="Mail merge",
        help="All for whom something is made get it. On the day of the start, or at"
        " once; letters wait to be printed.",
    )
    mailing_subject = fields.Char(string="Subject of the mail merge")
    mailing_body = fields.Html(string="Text", sanitize="email_outgoing")
    mailing_purpose = fields.Selection(
        [("marketing", "Marketing"), ("contract", "About a contract")],
        string="Purpose of the mail merge",
        default="marketing",
        required=True,
        help="Marketing goes to nobody who has not consented to the channel.",
    )

    def _check_plan(self):
        """Refuse a mail merge without a text, and placeholders nobody can fill in."""
        result = super()._check_plan()
        if self.mailing_type:
            if not (self.mailing_subject or "").strip() or not self.mailing_body:
                raise UserError(
                    self.env._(
                        "Write subject and text of the mail merge, or make none."
                    )
                )
            self.env["mailing.mailing"]._check_mail_merge(
                self.mailing_type, self.mailing_subject, self.mailing_body
            )
        return result

    def _makes_mailings(self):
        """Whether something is sent to those for whom something is made."""
        return bool(self.mailing_type or self._mailing_lines())

    def _mailing_lines(self):
        """Return the lines of the playbook that are sent instead of done."""
        return self.playbook_id.line_ids.filtered("mailing_type")

    def _task_lines(self):
        """Return the lines that become tasks: what is sent is none."""
        return super()._task_lines() - self._mailing_lines()

    def _make_mailings(self, partners):
        """Make and queue the mail merges of the plan for those who were chosen.

        :param partners: addressees
        :return: the mailings
        """
        mailings = self.env["mailing.mailing"]
        if not partners:
            return mailings
        made = []
        for values, day in self._planned_mailings():
            run = mailings._create_run(
                values.pop("channel"), {**values, **self._mailing_values(partners, day)}
            )
            if run._has_audience():
                run[0].action_put_in_queue()
            made += run.ids
        return mailings.browse(made)

    def _planned_mailings(self):
        """Return pairs of the values of each mail merge and its day."""
        planned = []
        if self.mailing_type:
            values = {
                "channel": self.mailing_type,
                "subject": self.mailing_subject,
                "body_html": self.mailing_body,
                "purpose": self.mailing_purpose,
            }
            planned.append((values, self.date_start))
        days = self._planned_days()
        for line in self._mailing_lines():
            values = {
                "channel": line.mailing_type,
                "subject": line.mailing_subject,
                "body_html": line.mailing_body,
                "purpose": line.mailing_purpose,
            }
            planned.append((values, days[line]))
        return planned

    def _mailing_values(self, partners, day):
        """Return what the mail merges of a plan have in common."""
        return {
            "audience": "selected",
            "mailing_domain": repr([("id", "in", partners.ids)]),
            "campaign_id": self.campaign_id.campaign_id.id,
            "company_id": self.company_id.id,
            "user_id": self.env.uid,
            "creator_run_id": self._run_id(),
            **self._mailing_schedule(day),
        }

    def _split_mailing(self, values, partners):
        """Return how many would get one of the mail merges, and how.

        :param dict values: of :meth:`_planned_mailings`
        :param partners: for whom something is made
        :return: dict of numbers: ``mails``, ``letters``, ``left``
        """
        settings = Settings(
            channel=values["channel"],
            addressees="company",
            function="",
            purpose=values["purpose"],
            consent_purpose=self.env["mailing.mailing"]._default_consent_purpose_id(),
            company=self.company_id,
        )
        counts = {"mails": 0, "letters": 0, "left": 0}
        names = {"mail": "mails", "letter": "letters"}
        for addressee in Audience(partners, settings).split():
            name = "left" if addressee.left_out else names[addressee.channel]
            counts[name] += 1
        return counts

    def _mailing_schedule(self, day):
        """Return when it goes out: at once, or in the morning of a day to come."""
        zone = zone_of(self.env.user, self.env)
        moment = to_utc(day, MORNING, zone)
        if moment <= datetime.utcnow():
            return {"schedule_type": "now"}
        return {"schedule_type": "scheduled", "schedule_date": moment}
