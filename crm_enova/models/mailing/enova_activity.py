from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..base.context import MAILING_TOLD, UNDO
from ..contractor.names import names_shown

# How far each state is: one that is reached is not left for an earlier one.
MAILING_RANKS = {
    "prepared": 0,
    "left_out": 1,
    "uncertain": 1,
    "printed": 1,
    "posted": 2,
    "sent": 2,
    "bounced": 3,
    "opened": 4,
    "clicked": 5,
    "answered": 6,
}
# What the event itself is: a contact that is planned, has taken place, or has not.
MAILING_STAGES = {
    "prepared": ("planned", "in_progress"),
    "printed": ("in_progress", "planned"),
    "uncertain": ("in_progress", "planned"),
    "left_out": ("cancelled",),
    **dict.fromkeys(
        ("posted", "sent", "bounced", "opened", "clicked", "answered"), ("done",)
    ),
}
# What has left the house.
SENT_STATES = (
    "posted",
    "sent",
    "bounced",
    "opened",
    "clicked",
    "answered",
    "uncertain",
)
# What the state of a letter is called on its trace, by which core counts.
LETTER_TRACES = {
    "prepared": "outgoing",
    "uncertain": "outgoing",
    "printed": "process",
    "posted": "sent",
    "answered": "reply",
    "bounced": "bounce",
    "left_out": "cancel",
}


class EnovaActivity(models.Model):
    """The event of an addressee: what they got, or why they did not.

    It is made when the audience of a mail merge is settled, and told from then on how
    far the letter or the e-mail is. Nobody writes any of it directly.
    """

    _inherit = "enova.activity"

    mailing_id = fields.Many2one(
        "mailing.mailing",
        string="Mail merge",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    mailing_channel = fields.Selection(
        [("mail", "E-mail"), ("letter", "Letter")],
        string="Sent as",
        readonly=True,
        copy=False,
    )
    mailing_state = fields.Selection(
        [
            ("prepared", "Prepared"),
            ("printed", "Printed"),
            ("posted", "Posted"),
            ("sent", "Sent"),
            ("opened", "Opened"),
            ("clicked", "Clicked"),
            ("answered", "Answered"),
            ("bounced", "Bounced"),
            ("uncertain", "Uncertain"),
            ("left_out", "Left out"),
        ],
        string="State of delivery",
        readonly=True,
        copy=False,
    )
    mailing_left_out = fields.Selection(
        [
            ("no_consent", "No consent"),
            ("no_address", "No address"),
            ("blacklisted", "Blacklisted"),
            ("duplicate", "Duplicate"),
            ("error", "Error"),
        ],
        string="Why left out",
        readonly=True,
        copy=False,
    )
    mailing_error = fields.Text(string="What went wrong", readonly=True, copy=False)
    mailing_values = fields.Json(
        string="Values of the text",
        readonly=True,
        copy=False,
        groups="base.group_system",
        exportable=False,
    )
    mailing_tracking = fields.Char(
        string="Tracking number", readonly=True, copy=False, index="btree_not_null"
    )
    mailing_merged = fields.Boolean(
        readonly=True,
        copy=False,
        help="Of somebody who was entered twice, and whose other half has one, too.",
    )
    mailing_trace_ids = fields.One2many(
        "mailing.trace",
        "enova_activity_id",
        string="Traces of the mail merge",
        groups="mass_mailing.group_mass_mailing_user",
    )

    # However often a run is repeated, and by how many at once.
    _one_per_addressee = models.UniqueIndex(
        "(mailing_id, partner_id)"
        " WHERE mailing_id IS NOT NULL AND mailing_merged IS NOT TRUE",
        "This addressee has an event of the mail merge already.",
    )
    _mailing_state_idx = models.Index(
        "(mailing_id, mailing_state) WHERE mailing_id IS NOT NULL"
    )

    def _mailing_moved(
        self, state, left_out=None, error=None, tracking=None, again=False
    ):
        """Tell events how far their letter or e-mail is, in bulk.

        A state that is further along stays, unless it goes ``again``. The traces of
        letters follow, by which core counts.

        :param str state: one of ``mailing_state``
        :param str left_out: why, of ``mailing_left_out``
        :param str error: what went wrong, in words
        :param str tracking: number by which the post follows it
        :param bool again: it is tried once more, so that an earlier state is right
        :return: the events that have moved
        """
        # sudo: told by whoever prints, sends or reads an answer; see the model
        events = self.sudo().with_context(tracking_disable=True)
        rank = MAILING_RANKS[state]
        moving = events.filtered(
            lambda event: (
                event.mailing_id
                and event.mailing_state != state
                and (again or MAILING_RANKS.get(event.mailing_state, 0) < rank)
            )
        )
        common = {"mailing_state": state}
        if state == "left_out":
            common.update(mailing_left_out=left_out, mailing_error=error)
        elif again or state in ("bounced", "uncertain"):
            common.update(mailing_left_out=False, mailing_error=error)
        if tracking:
            common["mailing_tracking"] = tracking
        for definition, group in moving.grouped("type_id").items():
            stage = definition._stage_of_state(*MAILING_STAGES[state])
            group._write_moved({**common, "stage_id": stage.id})
        moving._tell_letter_traces(state)
        return moving.sudo(False)

    def _write_moved(self, vals):
        """Write what has happened; the flow of stages binds people alone."""
        if all(event.stage_id.id == vals["stage_id"] for event in self):
            vals = {name: value for name, value in vals.items() if name != "stage_id"}
        self.with_context(**UNDO.on).write(vals)

    def _tell_letter_traces(self, state):
        """Let core count letters by their traces."""
        letters = self.filtered(lambda event: event.mailing_channel == "letter")
        status = LETTER_TRACES.get(state)
        if not (letters and status):
            return
        values = {"trace_status": status}
        if state == "posted":
            values["sent_datetime"] = fields.Datetime.now()
        if state == "left_out":
            errors = letters.filtered(lambda e: e.mailing_left_out == "error")
            errors.mailing_trace_ids.with_context(**MAILING_TOLD.on).write(
                {"trace_status": "error", "failure_type": "unknown"}
            )
            letters -= errors
        letters.mailing_trace_ids.with_context(**MAILING_TOLD.on).write(values)

    def _create_letter_traces(self):
        """Give each letter that goes out a trace, as core gives each e-mail one."""
        letters = self.filtered(
            lambda e: e.mailing_channel == "letter" and e.mailing_state == "prepared"
        )
        # sudo: as the events themselves
        traces = self.env["mailing.trace"].sudo().with_context(**MAILING_TOLD.on)
        traces.create(
            [
                {
                    "trace_type": "letter",
                    "mass_mailing_id": event.mailing_id.id,
                    "model": "res.partner",
                    "res_id": event.partner_id.id,
                    "enova_activity_id": event.id,
                }
                for event in letters
            ]
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        """Refuse: what was sent is the proof of it; archive it instead.

        :raises UserError: naming the events
        """
        gone_out = self.filtered(
            lambda event: event.mailing_id and event.mailing_state in SENT_STATES
        )
        if gone_out:
            raise UserError(
                self.env._(
                    "These have gone out, and stay in the history: %s. Archive them"
                    " instead.",
                    names_shown(gone_out),
                )
            )

    def action_open_mailing(self):
        """Open the mail merge of the event.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.mailing_id.get_formview_action()

    @api.model
    def _contact_domain(self):
        """What goes to many is no contact with any of them."""
        return super()._contact_domain() & Domain("mailing_id", "=", False)
