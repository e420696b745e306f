from dataclasses import replace

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every

from .audience import Addressee, Audience, Settings
from .enova_activity import MAILING_STAGES
from .mailing_mailing_types import QUEUED
from .placeholder_text import fill_line

BATCH = 1000
# The longest subject that an event may have.
LONGEST_NAME = 1000
# What an addressee's event is, unless somebody has archived the definition.
TYPES = {
    "mail": "crm_enova.enova_activity_type_event_email",
    "letter": "crm_enova.enova_activity_type_event_letter",
}
# What has happened to nobody yet, so that it can still be taken back.
UNTOUCHED = ("prepared", "left_out")


class MailingMailing(models.Model):
    """Who gets it is settled once, when it is queued, and each gets an event."""

    _inherit = "mailing.mailing"

    # -- whom it is for ------------------------------------------------------------

    def _run(self):
        """Return the two halves of a run, the e-mails first, or the one mailing."""
        self.ensure_one()
        run = self | self.counterpart_id
        return run.sorted(lambda mailing: (mailing.mailing_type != "mail", mailing.id))

    def _chosen_partners(self):
        """Return who is chosen now, under the user's rights.

        Members of a campaign are those of today; an A/B test takes its share of them.
        """
        self.ensure_one()
        partners = self.env["res.partner"]
        if self.audience == "campaign" and self.campaign_id:
            # sudo: ids alone; members are read as the user
            campaigns = self.env["enova.campaign"].sudo()
            campaigns = campaigns.search([("campaign_id", "=", self.campaign_id.id)])
            members = campaigns.sudo(False)._filtered_access("read").member_ids
            return members.partner_id._filtered_access("read")
        if self.ab_testing_enabled:
            # pylint: disable-next=super-method-mismatch
            return partners.browse(super()._get_remaining_recipients())
        # pylint: disable-next=super-method-mismatch
        return partners.search(super()._get_recipients_domain())

    def _audience_settings(self):
        """Return how the audience of the run is settled."""
        run = self._run()
        channel = run[0].mailing_type if len(run) == 1 else "mixed"
        return Settings(
            channel=channel,
            addressees=self.addressees or "company",
            function=self.addressee_function,
            purpose=self.purpose,
            consent_purpose=self.consent_purpose_id,
            company=self.company_id or self.env.company,
            once=self.once_per_address,
        )

    def _split_audience(self):
        """Return who would get it now, and who would be left out.

        :return: list of :class:`..audience.Addressee`
        """
        self.ensure_one()
        if self.audience_frozen:
            return self._settled_audience()
        return Audience(self._chosen_partners(), self._audience_settings()).split()

    def _settled_audience(self):
        """Return the audience as it was settled, of both halves of a run."""
        return [
            Addressee(
                event.partner_id.id,
                event.mailing_channel,
                event.mailing_left_out or "",
                event.mailing_error or "",
            )
            for event in self._run().event_ids.sorted("id")
        ]

    # -- settling ------------------------------------------------------------------

    def _freeze_audience(self):
        """Settle who gets the mailings, and give each addressee an event.

        Both halves of a run are settled at once. What is settled already stays.

        :return: the events of those who get it and of those left out
        :raises UserError: when nobody would get it; nothing is settled then
        """
        ids = []
        for mailing in self._merges():
            run = mailing._run()
            # its counterpart may have settled it a moment ago
            if not all(run.mapped("audience_frozen")):
                ids += mailing._freeze_run(run).ids
        return self.env["enova.activity"].browse(ids)

    def _settle_queued(self):
        """Settle what has come into the queue by another road than the button."""
        queued = self._merges().filtered(
            lambda mailing: mailing.state in QUEUED and not mailing.audience_frozen
        )
        queued._freeze_audience()

    def _as_settler(self):
        """Return the mailing with the rights by which its audience is settled.

        Those of whoever queues it; where the system does, of whoever has made it, as
        the filter would find everybody for the system.
        """
        if not self.env.su:
            return self
        people = self.env.user | self.create_uid | self.user_id
        people = people.filtered(lambda user: user.id != SUPERUSER_ID)
        return self.with_user(people[:1] or self.env.user)

    def _freeze_run(self, run):
        """Settle the audience of one run; see :meth:`_freeze_audience`."""
        settler = self._as_settler()
        addressees = settler._split_audience()
        self._check_somebody(addressees)
        names = run._placeholders_used()
        for half in run:
            subject, body = half._text_to_settle()
            half._as_system().write(
                {
                    "audience_frozen": fields.Datetime.now(),
                    "frozen_subject": subject,
                    "frozen_body": body,
                    # who may get what is about a contract has been found out here
                    "use_exclusion_list": half.purpose != "contract",
                }
            )
        halves = {half.mailing_type: half for half in run}
        ids = []
        for batch in split_every(BATCH, addressees):
            ids += settler._freeze_batch(halves, batch, names).ids
        # letters that are printed straight away have never been queued
        run._letters().filtered(lambda half: half.state == "draft").state = "sending"
        return self.env["enova.activity"].browse(ids)

    def _check_somebody(self, addressees):
        """Refuse a mail merge that nobody would get, and say why they are left out."""
        if any(not addressee.left_out for addressee in addressees):
            return
        raise UserError(
            self.env._(
                "%(mailing)s: nobody would get it. Chosen: %(chosen)s, all of them left"
                " out. %(reasons)s",
                mailing=self.subject,
                chosen=len(addressees),
                reasons=", ".join(self._count_reasons(addressees)),
            )
        )

    @api.model
    def _count_reasons(self, addressees):
        """Return how many are left out for which reason, in words."""
        labels = dict(
            self.env["enova.activity"]
            ._fields["mailing_left_out"]
            ._description_selection(self.env)
        )
        counts = dict.fromkeys(labels, 0)
        for addressee in addressees:
            if addressee.left_out:
                counts[addressee.left_out] += 1
        return [f"{labels[name]}: {count}" for name, count in counts.items() if count]

    def _freeze_batch(self, halves, addressees, names):
        """Create the events of some addressees, and the traces of letters."""
        ids = [addressee.partner_id for addressee in addressees]
        partners = self.env["res.partner"].browse(ids)
        values = self._addressee_values(partners, names)
        projects = {}
        if self.project_ids or self.creator_run_id:
            projects = self._projects_by_contractor(partners.commercial_partner_id)
        common = {channel: half._event_values() for channel, half in halves.items()}
        prepared = []
        for addressee, partner in zip(addressees, partners, strict=True):
            kept = values[partner.id]
            state = "left_out" if addressee.left_out else "prepared"
            subject, stages, shared = common[addressee.channel]
            project = projects.get(partner.commercial_partner_id.id)
            prepared.append(
                {
                    **shared,
                    "name": (fill_line(subject, kept["placeholders"]) or subject)[
                        :LONGEST_NAME
                    ],
                    "partner_id": partner.id,
                    "contact_id": False if partner.is_company else partner.id,
                    "project_id": project.id if project else False,
                    "stage_id": stages[state],
                    "mailing_state": state,
                    "mailing_left_out": addressee.left_out or False,
                    "mailing_error": addressee.error or False,
                    "mailing_values": kept,
                }
            )
        # sudo: the history of whom the user has chosen and may read, kept also by
        # those who mail but have nothing to do with the CRM otherwise
        events = self.env["enova.activity"].sudo()
        # the responsible is given no work: the mail merge does it
        quiet = events.with_context(mail_auto_subscribe_no_notify=True)
        events = events.browse(quiet.create(prepared).ids)
        events._create_letter_traces()
        return events.sudo(False)

    def _event_values(self):
        """Return what the events of one half have in common.

        :return: the subject, ids of stages by state, and a dict of values
        """
        self.ensure_one()
        definition = self._event_definition()
        company = self.company_id or self.env.company
        stages = {
            state: definition._stage_of_state(*wanted).id
            for state, wanted in MAILING_STAGES.items()
        }
        return (
            self.frozen_subject,
            stages,
            {
                "mailing_id": self.id,
                "mailing_channel": self.mailing_type,
                "type_id": definition.id,
                "company_id": company.id,
                "user_id": (self.user_id or self.env.user).id,
                "assigned_by_id": (self.user_id or self.env.user).id,
                "private": False,
                "reminder": False,
                "calendar_entry": False,
                "creator_run_id": self.creator_run_id.id,
            },
        )

    def _event_definition(self):
        """Return the definition of the events of one half."""
        # sudo: definitions, which everybody with the CRM reads
        definitions = self.env["enova.activity.type"].sudo()
        found = self.env.ref(TYPES[self.mailing_type], raise_if_not_found=False)
        if found and found.sudo().active:  # sudo: as above
            return found.sudo()  # sudo: as above
        channel = "email" if self.mailing_type == "mail" else "letter"
        events = [("kind", "=", "event"), ("is_system", "=", False)]
        found = definitions.search([*events, ("channel", "=", channel)], limit=1)
        return found or definitions.search(events, limit=1)

    # -- what core asks ------------------------------------------------------------

    def _get_recipients_domain(self):
        """Keep to the audience that was settled, whatever the filter says by now."""
        if not (self.audience_frozen and self._merges()):
            return super()._get_recipients_domain()
        return Domain("id", "in", self._settled_partner_ids())

    def _get_recipients(self):
        """Return the audience that was settled: core asks the filter at every run."""
        if not (self.audience_frozen and self._merges()):
            return super()._get_recipients()
        return self._settled_partner_ids()

    def _get_remaining_recipients(self):
        """Return who waits: by their events, which outlast a merge of contacts."""
        if not (self.audience_frozen and self._merges()):
            return super()._get_remaining_recipients()
        waiting = [
            ("mailing_state", "=", "prepared"),
            ("mailing_trace_ids", "=", False),
        ]
        if self.mailing_type == "letter":
            waiting = [("mailing_state", "in", ("prepared", "printed", "uncertain"))]
        return self._settled_partner_ids(waiting)

    def _settled_partner_ids(self, domain=(("mailing_state", "!=", "left_out"),)):
        """Return the ids of those who get it, in the order of their events.

        :param domain: further conditions on their events
        """
        # sudo: ids of the audience that the sender has settled
        events = self.env["enova.activity"].sudo().with_context(active_test=False)
        found = events.search_fetch(
            [("mailing_id", "=", self.id), *domain], ["partner_id"], order="id"
        )
        return found.partner_id.ids

    # -- queueing ------------------------------------------------------------------

    def action_put_in_queue(self):
        """Settle the audience of mail merges, and queue both halves of a run."""
        merges = self._merges()
        others = merges.counterpart_id.filtered(lambda m: m.state == "draft") - self
        for mailing in merges.filtered(lambda m: m.counterpart_id in others):
            mailing.counterpart_id.write(
                {
                    "schedule_type": mailing.schedule_type,
                    "schedule_date": mailing.schedule_date,
                }
            )
        result = super(MailingMailing, self | others).action_put_in_queue()
        (merges | others)._freeze_audience()
        (merges | others)._letters()._start_letters()
        return result

    def action_cancel(self):
        """Take back what has reached nobody yet: the audience is not settled any more.

        :raises UserError: when letters have been printed, or e-mails been sent
        """
        merges = self._merges().filtered("audience_frozen")
        run = merges | merges.counterpart_id
        run._thaw_audience()
        return super(MailingMailing, self | run).action_cancel()

    def _thaw_audience(self):
        """Delete the events of what was only queued, as if it had never been.

        :raises UserError: when something has happened to somebody already
        """
        # sudo: what the system has made of the user's own mailing
        events = self.env["enova.activity"].sudo().with_context(active_test=False)
        events = events.search([("mailing_id", "in", self.ids)])
        moved = events.filtered(
            lambda event: (
                event.mailing_state not in UNTOUCHED
                or "mail" in event.mailing_trace_ids.mapped("trace_type")
            )
        )
        if moved:
            raise UserError(
                self.env._(
                    "%(mailing)s: it has gone out to %(count)s already, and cannot be"
                    " cancelled.",
                    mailing=", ".join(moved.mailing_id.mapped("subject")),
                    count=len(moved),
                )
            )
        events.mailing_trace_ids.unlink()
        events.unlink()
        self._as_system().write(
            {"audience_frozen": False, "frozen_subject": False, "frozen_body": False}
        )

    def _recheck_audience(self):
        """Leave out who has withdrawn the consent, or was archived, since then.

        Nobody is added. Called right before e-mails go out and letters are printed.

        :return: the events of those who are left out now
        """
        # sudo: whether those who were chosen still may be written to
        events = self.env["enova.activity"].sudo()
        # an e-mail that has a trace is in core's hands
        events = events.search(
            [
                ("mailing_id", "in", self.ids),
                ("mailing_state", "=", "prepared"),
                "|",
                ("mailing_channel", "=", "letter"),
                ("mailing_trace_ids", "=", False),
            ]
        )
        ids = []
        for mailing, group in events.grouped("mailing_id").items():
            ids += mailing._leave_out_withdrawn(group).ids
        return self.env["enova.activity"].browse(ids)

    def _leave_out_withdrawn(self, events):
        """Leave out of one half who may not get it any more; return their events."""
        settings = replace(
            self._audience_settings(), channel=self.mailing_type, addressees="company"
        )
        partners = events.partner_id
        reasons = {
            addressee.partner_id: addressee.left_out
            for addressee in Audience(partners, settings).split()
            if addressee.left_out in ("no_consent", "blacklisted")
        }
        archived = events.filtered(lambda event: not event.partner_id.active)
        archived._mailing_moved("left_out", "error", self.env._("archived meanwhile"))
        others = (events - archived).filtered(lambda e: e.partner_id.id in reasons)
        for reason, group in others.grouped(lambda e: reasons[e.partner_id.id]).items():
            group._mailing_moved("left_out", reason)
        return archived + others
