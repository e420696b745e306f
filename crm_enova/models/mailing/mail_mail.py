from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from ..base.context import MAILING_TOLD
from .enova_mailing_attempt import OPEN_STATES

# Core's word for each reason why somebody is left out at the last moment.
REFUSALS = {"blacklisted": "mail_bl", "no_consent": "mail_optout"}


class MailMail(models.Model):
    """An e-mail of a mail merge is sent by the sender of mail merges alone.

    Core's queue, its buttons and its direct sending leave it alone. All others are
    core's, and are not touched.
    """

    _inherit = "mail.mail"

    # a number, as core keeps those of traces: the requests of every user read e-mails,
    # and most of those users know nothing of the CRM
    enova_event_id = fields.Integer(
        string="Event of the addressee", readonly=True, copy=False
    )

    _enova_queue_idx = models.Index(
        "(mailing_id, id) WHERE enova_event_id IS NOT NULL AND state = 'outgoing'"
    )

    # -- the roads that end with core's sender -------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the e-mails of mail merges whose event they belong to."""
        merged = [vals for vals in vals_list if self._enova_is_merged(vals)]
        if merged:
            self._enova_fill(merged)
        return super().create(vals_list)

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        """Leave those of mail merges to their own sender, which is woken."""
        merged = self._enova_merged()
        if not merged:
            return super().send(auto_commit, raise_exception, post_send_callback)
        self.env["enova.mailing.attempt"]._trigger()
        others = super(MailMail, self - merged)
        return others.send(auto_commit, raise_exception, post_send_callback)

    @api.model
    def process_email_queue(self, email_ids=(), batch_size=1000):
        """Leave those of mail merges out of core's queue.

        :param email_ids: of the e-mails to send; all that wait by default
        :param int batch_size: how many core takes at once
        :return: what core returns
        """
        filters = [
            *self.env.context.get("filters", ()),
            ("enova_event_id", "=", False),
        ]
        queue = super(MailMail, self.with_context(filters=filters))
        return queue.process_email_queue(email_ids, batch_size)

    def mark_outgoing(self):
        """Queue none again that has been sent, or may have been."""
        return super(MailMail, self - self._enova_taken()).mark_outgoing()

    def _enova_merged(self):
        """Return those that belong to mail merges."""
        # sudo: a number of the system; core asks for the right to do what follows
        return self.browse(self.sudo().filtered("enova_event_id").ids)

    def _enova_taken(self):
        """Return those that have been sent, are being sent, or may have been."""
        merged = self._enova_merged()
        if not merged:
            return merged
        # sudo: as above
        attempts = self.env["enova.mailing.attempt"].sudo()
        open_ones = attempts.search_fetch(
            [
                ("activity_id", "in", merged.sudo().mapped("enova_event_id")),
                ("state", "in", OPEN_STATES),
            ],
            ["activity_id"],
        )
        taken = set(open_ones.activity_id.ids)
        # sudo: as above
        mails = merged.sudo().filtered(lambda mail: mail.enova_event_id in taken)
        return mails.with_env(self.env)

    # -- which they are ------------------------------------------------------------

    @api.model
    def _enova_is_merged(self, vals):
        """Tell whether values are those of a run; a test of the text has no trace."""
        return bool(
            vals.get("mailing_id")
            and vals.get("res_id")
            and vals.get("model") == "res.partner"
            and vals.get("mailing_trace_ids")
        )

    @api.model
    def _enova_fill(self, vals_list):
        """Add, in place, the event of each addressee.

        Core's composer knows it already, and asks for nothing more; whatever else makes
        e-mails of a mailing that is settled costs one query for all of them.
        """
        # sudo: whether the audience is settled, whoever creates the e-mails
        mailings = self.env["mailing.mailing"].sudo()
        mailings = mailings.browse({vals["mailing_id"] for vals in vals_list})
        settled = mailings.filtered("audience_frozen")
        loose = []
        for vals in vals_list:
            event_ids = [
                command[2].get("enova_activity_id")
                for command in vals["mailing_trace_ids"]
                if command[0] == Command.CREATE
            ]
            if any(event_ids):
                vals["enova_event_id"] = next(filter(None, event_ids))
            elif vals["mailing_id"] in settled._ids:
                loose.append(vals)
        if loose:
            self._enova_find_events(loose)

    @api.model
    def _enova_find_events(self, vals_list):
        """Add, in place, the event of each addressee; one query for all of them."""
        # sudo: numbers alone; who may create e-mails is core's to decide
        events = self.env["enova.activity"].sudo()
        found = events.with_context(active_test=False).search_fetch(
            [
                ("mailing_id", "in", [vals["mailing_id"] for vals in vals_list]),
                ("partner_id", "in", [vals["res_id"] for vals in vals_list]),
                ("mailing_channel", "=", "mail"),
                ("mailing_merged", "!=", True),
            ],
            ["mailing_id", "partner_id"],
        )
        event_ids = {(e.mailing_id.id, e.partner_id.id): e.id for e in found}
        for vals in vals_list:
            event_id = event_ids.get((vals["mailing_id"], vals["res_id"]))
            if not event_id:
                continue
            vals["enova_event_id"] = event_id
            for command in vals["mailing_trace_ids"]:
                if command[0] == Command.CREATE:
                    command[2]["enova_activity_id"] = event_id

    # -- the queue -----------------------------------------------------------------

    @api.model
    def _enova_due(self):
        """Return the condition of what is to be sent now; the table is ``mail``."""
        return SQL(
            """mail.enova_event_id IS NOT NULL AND mail.state = 'outgoing'
               AND (mail.scheduled_date IS NULL
                 OR mail.scheduled_date <= now() AT TIME ZONE 'UTC')"""
        )

    @api.model
    def _enova_mailings_due(self):
        """Return the ids of mailings with something to send; archived ones rest."""
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT mail.mailing_id
                  FROM mail_mail AS mail
                  JOIN mailing_mailing AS mailing
                    ON mailing.id = mail.mailing_id AND mailing.active
                 WHERE %s
                   AND NOT EXISTS (
                       SELECT FROM enova_mailing_attempt AS earlier
                        WHERE earlier.activity_id = mail.enova_event_id
                          AND earlier.state IN %s)
                 ORDER BY 1
                """,
                self._enova_due(),
                OPEN_STATES,
            )
        )
        return [id_ for (id_,) in self.env.cr.fetchall()]

    @api.model
    def _enova_first_due(self, mailing):
        """Return an e-mail of a mailing, which tells of the way that all of them go."""
        return self.search(
            [
                ("mailing_id", "=", mailing.id),
                ("enova_event_id", "!=", False),
                ("state", "=", "outgoing"),
            ],
            order="id",
            limit=1,
        )

    @api.model
    def _enova_next_scheduled(self):
        """Return when the next is due of those that wait; nothing for none."""
        waiting = self.search(
            [
                ("enova_event_id", "!=", False),
                ("state", "=", "outgoing"),
                ("scheduled_date", ">", fields.Datetime.now()),
            ],
            order="scheduled_date",
            limit=1,
        )
        return waiting.scheduled_date

    def _enova_drop_refused(self):
        """Cancel what its addressee no longer wants, or may no longer get.

        :return: those that are still to be sent
        """
        # sudo: the sender's own
        events = self.env["enova.activity"].sudo().browse(self.mapped("enova_event_id"))
        leaving = events.browse(
            id_
            for mailing, group in events.grouped("mailing_id").items()
            for id_ in mailing._leave_out_withdrawn(group).ids
        )
        for reason, group in leaving.grouped("mailing_left_out").items():
            mails = self.filtered(lambda mail, g=group: mail.enova_event_id in g._ids)
            failure = REFUSALS.get(reason, "unknown")
            mails.write({"state": "cancel", "failure_type": failure})
            mails.mailing_trace_ids.with_context(**MAILING_TOLD.on).write(
                {"trace_status": "cancel", "failure_type": failure}
            )
        return self.filtered(lambda mail: mail.enova_event_id not in leaving._ids)

    def _enova_finish(self, values):
        """Write what has become of them and let core draw its conclusions, in bulk.

        What has come back while the rest of the batch was being sent stays said.
        """
        if not self:
            return
        self.write(values)
        told = self.mailing_trace_ids.filtered(
            lambda trace: trace.trace_status not in ("outgoing", "process", "error")
        )
        early = {
            state: traces for state, traces in told.grouped("trace_status").items()
        }
        self._postprocess_sent_message(
            success_pids=[],
            success_emails=[],
            failure_reason=values.get("failure_reason", False),
            failure_type=values.get("failure_type"),
        )
        for state, traces in early.items():
            traces.write({"trace_status": state})
