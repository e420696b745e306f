from odoo import api, fields, models

from ..base.context import AUTOMATIC, MAILING_TOLD

# What core calls the state of an e-mail, and what its event is called.
EVENT_STATES = {
    "process": "sent",
    "pending": "sent",
    "sent": "sent",
    "open": "opened",
    "reply": "answered",
    "bounce": "bounced",
}
# Why core has not sent one.
LEFT_OUT = {
    "mail_bl": "blacklisted",
    "mail_dup": "duplicate",
    "mail_optout": "no_consent",
    "mail_email_missing": "no_address",
    "mail_email_invalid": "no_address",
}


class MailingTrace(models.Model):
    """What the ERP learns of an e-mail is told to the addressee's event."""

    _name = "mailing.trace"
    _inherit = ["mailing.trace", "enova.guard.mixin"]

    trace_type = fields.Selection(
        selection_add=[("letter", "Letter")],
        ondelete={"letter": lambda traces: traces._letters_uninstalled()},
    )
    enova_activity_id = fields.Many2one(
        "enova.activity",
        string="Event of the addressee",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Tie traces of mail merges to the events of their addressees."""
        traces = super().create(vals_list)
        traces._tell_events()
        return traces

    @api.model
    def _prepare_create_values(self, vals_list):
        """Add the events once the guard has seen what a client gives."""
        return self._with_events(super()._prepare_create_values(vals_list))

    def write(self, vals):
        """Tell the events what has become of the e-mails."""
        names = set(vals)  # core changes the values
        traces = self._to_be_told(vals)
        result = super(MailingTrace, traces).write(vals)
        if names & {"trace_status", "links_click_datetime"}:
            traces._tell_events()
        return result

    def _to_be_told(self, vals):
        """Return those of which it is true: a program neither reads nor answers."""
        if vals.get("trace_status") in ("open", "reply") and AUTOMATIC.is_on(self.env):
            return self.filtered(lambda trace: not trace.enova_activity_id)
        return self

    @api.model
    def _with_events(self, vals_list):
        """Return values with the event of each addressee; one query for all."""
        loose = [
            vals
            for vals in vals_list
            if vals.get("mass_mailing_id")
            and vals.get("model") == "res.partner"
            and not vals.get("enova_activity_id")
            and not vals.get("is_test_trace")
        ]
        # sudo: ids alone, whoever sends
        mailings = self.env["mailing.mailing"].sudo()
        mailings = mailings.browse({vals["mass_mailing_id"] for vals in loose})
        settled = mailings.filtered("audience_frozen")
        if not settled:
            return vals_list
        events = self.env["enova.activity"].sudo()  # sudo: as above
        events = events.with_context(active_test=False).search_fetch(
            [
                ("mailing_id", "in", settled.ids),
                ("partner_id", "in", list({vals["res_id"] for vals in loose})),
                ("mailing_merged", "!=", True),
            ],
            ["mailing_id", "partner_id"],
        )
        known = {(e.mailing_id.id, e.partner_id.id): e.id for e in events}
        return [
            {
                **vals,
                "enova_activity_id": vals.get("enova_activity_id")
                or known.get((vals.get("mass_mailing_id"), vals.get("res_id"))),
            }
            for vals in vals_list
        ]

    def _tell_events(self):
        """Tell the events their state; one write for each state."""
        if MAILING_TOLD.is_on(self.env):
            return
        # sudo: whoever reads an answer or clicks a link knows nothing of the CRM
        traces = self.sudo().filtered("enova_activity_id")
        for (state, left_out, error), group in traces.grouped(_told).items():
            if state:
                group.enova_activity_id._mailing_moved(state, left_out, error)

    def _letters_uninstalled(self):
        """Leave the statistics of letters, as those of mailings that were done."""
        self.with_context(**MAILING_TOLD.on).write({"trace_type": "mail"})


def _told(trace):
    """Return what one trace tells: state, reason and error of its event."""
    status = trace.trace_status
    if status in ("cancel", "error"):
        left_out = LEFT_OUT.get(trace.failure_type, "error")
        if status == "cancel" and not trace.failure_type:
            left_out = "error"
        return "left_out", left_out, _error(trace) if left_out == "error" else None
    if trace.links_click_datetime and status != "reply":
        return "clicked", None, None
    error = trace.failure_reason or None if status == "bounce" else None
    return EVENT_STATES.get(status), None, error


def _error(trace):
    """Return what went wrong, in words."""
    field = trace._fields["failure_type"]
    label = dict(field._description_selection(trace.env)).get(trace.failure_type)
    return ": ".join(filter(None, (label, trace.failure_reason))) or None
