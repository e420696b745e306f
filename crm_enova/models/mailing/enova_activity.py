from odoo import fields, models

# How far each state is: one that is reached is not left for an earlier one.
MAILING_RANKS = {
    "left_out": 0,
    "prepared": 0,
    "uncertain": 1,
    "printed": 1,
    "posted": 2,
    "sent": 2,
    "bounced": 3,
    "opened": 4,
    "clicked": 5,
    "answered": 6,
}


class EnovaActivity(models.Model):
    """The event of an addressee: what they got, or why they did not."""

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
    )
    mailing_tracking = fields.Char(
        string="Tracking number", readonly=True, copy=False, index="btree_not_null"
    )

    # However often a run is repeated, and by how many at once.
    _one_per_addressee = models.UniqueIndex(
        "(mailing_id, partner_id) WHERE mailing_id IS NOT NULL",
        "This addressee has an event of the mail merge already.",
    )

    def _mailing_moved(
        self, state, left_out=None, error=None, tracking=None, again=False
    ):
        """Tell events how far their letter or e-mail is, in bulk.

        A state that is further along stays, unless it goes ``again``.

        :param str state: one of ``mailing_state``
        :param str left_out: why, of ``mailing_left_out``
        :param str error: what went wrong, in words
        :param str tracking: number by which the post follows it
        :param bool again: it is tried once more, so that an earlier state is right
        :return: the events that have moved
        """
        return self
