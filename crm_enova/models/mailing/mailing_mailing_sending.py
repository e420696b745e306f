from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from .enova_mailing_attempt import OPEN_STATES

FROM_PARAMETER = "crm_enova.mailing_from"


class MailingMailing(models.Model):
    """From whom the e-mails of a mail merge go out, and what has become of them."""

    _inherit = "mailing.mailing"

    sending_error = fields.Char(
        string="Why sending waits",
        readonly=True,
        copy=False,
        help="What the mail server has said last. The e-mails are kept, and tried"
        " again.",
    )
    uncertain_count = fields.Integer(
        string="Uncertain", compute="_compute_uncertain_count"
    )
    answers_hint = fields.Selection(
        [
            ("seen", "Answers are seen"),
            ("no_domain", "Answers are not seen"),
        ],
        string="Answers",
        compute="_compute_answers_hint",
        compute_sudo=True,
    )

    @api.depends("event_ids.mailing_state")
    @api.depends_context("uid")
    def _compute_uncertain_count(self):
        """Count the addressees of whom nobody knows whether they have it."""
        events = self.env["enova.activity"]
        counts = {}
        if events.has_access("read"):
            domain = [
                ("mailing_id", "in", self.ids),
                ("mailing_state", "=", "uncertain"),
            ]
            counts = dict(events._read_group(domain, ["mailing_id"], ["__count"]))
        for mailing in self:
            mailing.uncertain_count = counts.get(mailing._origin, 0)

    @api.depends("company_id")
    def _compute_answers_hint(self):
        """Say whether answers come back to the CRM: they need a domain of aliases."""
        for mailing in self:
            company = mailing.company_id or self.env.company
            seen = company.alias_domain_id
            mailing.answers_hint = "seen" if seen else "no_domain"

    # -- from whom -----------------------------------------------------------------

    def _freeze_audience(self):
        """Settle the sender together with the audience."""
        self._mail_merges()._settle_sender()
        return super()._freeze_audience()

    def _action_send_mail(self, res_ids=None):
        """Prepare the e-mails as core does; the sender begins with the first batch."""
        merges = self._mail_merges()
        merges._settle_sender()
        if merges:
            self.env["enova.mailing.attempt"]._trigger()
        result = super()._action_send_mail(res_ids)
        if merges:
            self.env["enova.mailing.attempt"]._trigger()
        return result

    def _mail_merges(self):
        """Return the mail merges that go by e-mail."""
        return self._merges() - self._letters()

    def _settle_sender(self):
        """Take the sender that is allowed, and the address where answers are seen.

        :raises UserError: when the sender is somebody else
        """
        # sudo: an address that every addressee reads
        fixed = self.env["ir.config_parameter"].sudo().get_param(FROM_PARAMETER)
        fixed = tools.email_normalize(fixed)
        for mailing in self:
            company = mailing.company_id or self.env.company
            name = mailing.user_id.name or company.name
            values = {}
            if fixed:
                values["email_from"] = tools.formataddr((_one_line(name), fixed))
            else:
                mailing._check_sender(company)
            alias = self.env["enova.activity"]._answer_alias(company)
            if alias:
                address = tools.formataddr((_one_line(name), alias.alias_full_name))
                values.update(reply_to_mode="new", reply_to=address)
            changed = {k: v for k, v in values.items() if mailing[k] != v}
            if changed:
                mailing.write(changed)

    def _check_sender(self, company):
        """Refuse to send in the name of an address that is nobody's here."""
        # sudo: addresses that stand on every e-mail of the company
        company = company.sudo()
        people = (self.user_id | self.create_uid).sudo()  # sudo: as above
        allowed = {
            tools.email_normalize(address)
            for address in (
                *people.mapped("email"),
                company.email,
                company.default_from_email,
                company.catchall_email,
                self.env["ir.mail_server"]._get_default_from_address(),
            )
        }
        if tools.email_normalize(self.email_from) in allowed - {False, ""}:
            return
        raise UserError(
            self.env._(
                "%(mailing)s would be sent from %(address)s, which is neither the"
                " address of the responsible nor one of the company. Change “Send"
                " From”, or ask an administrator to set the sender of all mail merges.",
                mailing=self.display_name,
                address=self.email_from or self.env._("nobody"),
            )
        )

    # -- what has become of them ---------------------------------------------------

    def action_retry_failed(self):
        """Try failed e-mails once more; uncertain ones stay with whoever decides.

        The event of an addressee is used again. Traces that have no e-mail any more
        would hold core back from making a new one, so they go.
        """
        merges = self._mail_merges().filtered("audience_frozen")
        if merges:
            merges.check_access("write")
            merges._forget_failed()
            merges.action_put_in_queue()
        others = self - merges
        return super(MailingMailing, others).action_retry_failed() if others else None

    def _forget_failed(self):
        """Delete the e-mails and traces of what has failed for good."""
        # sudo: e-mails and traces are the system's; the right was checked by the caller
        failed = self.env["enova.activity"].sudo().search(self._domain_of_failed())
        traces = failed.env["mailing.trace"].search(
            [("enova_activity_id", "in", failed.ids)]
        )
        mails = failed.env["mail.mail"].search(
            [
                ("enova_event_id", "in", failed.ids),
                ("state", "in", ("exception", "cancel")),
            ]
        )
        mails.unlink()
        traces.unlink()
        failed._mailing_moved("prepared", again=True)

    def _domain_of_failed(self):
        """Return the domain of addressees whom nothing has reached or may reach."""
        attempts = self.env["enova.mailing.attempt"].sudo()  # sudo: as the caller
        reached = attempts._search(
            [("mailing_id", "in", self.ids), ("state", "in", OPEN_STATES)]
        ).subselect("activity_id")
        return [
            ("mailing_id", "in", self.ids),
            ("mailing_channel", "=", "mail"),
            "|",
            ("mailing_state", "=", "bounced"),
            ("mailing_left_out", "=", "error"),
            ("id", "not in", reached),
        ]

    def action_open_uncertain(self):
        """Open the addressees of whom nobody knows whether they have it.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_activity_action_uncertain"
        )
        domain = [("mailing_id", "=", self.id), ("mailing_state", "=", "uncertain")]
        return {
            **action,
            "display_name": self.subject,
            "domain": domain,
            "path": False,
        }

    def _tell_uncertain(self, count):
        """Tell whoever is responsible that there is something to decide."""
        self.ensure_one()
        user = self.user_id
        if not user:
            return
        theirs = self.with_context(lang=user.lang)
        user._bus_send(
            "simple_notification",
            {
                "title": self.display_name,
                "message": theirs.env._(
                    "E-mails of which nobody knows whether they have arrived:"
                    " %(count)s. Open the mail merge and decide.",
                    count=count,
                ),
                "type": "warning",
                "sticky": True,
            },
        )


def _one_line(text):
    return " ".join((text or "").split())
