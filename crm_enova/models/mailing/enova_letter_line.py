from odoo import fields, models


class EnovaLetterLine(models.Model):
    """A letter of a run: whose it is, in which file, on which pages."""

    _name = "enova.letter.line"
    _description = "Letter that is printed"
    _inherit = ["enova.guard.mixin"]
    _order = "run_id desc, sequence, id"
    _rec_name = "partner_id"

    run_id = fields.Many2one(
        "enova.letter.run",
        string="Printing",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(string="Place", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    activity_id = fields.Many2one(
        "enova.activity",
        string="Event of the addressee",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Addressee",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    batch_id = fields.Many2one(
        "enova.letter.batch",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    page_first = fields.Integer(
        string="First page", readonly=True, aggregator=None, help="In the batch."
    )
    page_count = fields.Integer(string="Pages", readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("drawn", "Drawn"), ("failed", "Not drawn")],
        required=True,
        readonly=True,
        default="waiting",
    )
    error = fields.Text(string="What went wrong", readonly=True)

    # A letter is in a run once, however often the run is stopped.
    _once = models.UniqueIndex(
        "(run_id, activity_id)", "This letter is in the run already."
    )
    _waiting_idx = models.Index("(run_id, sequence, id) WHERE state = 'waiting'")

    def action_open_letter(self):
        """Open the letter of this addressee, as it was printed.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.activity_id.action_print_letter()
