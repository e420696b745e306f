from odoo import api, fields, models
from odoo.exceptions import UserError

from .letter_engine import client


class EnovaLetterBatch(models.Model):
    """So many pages of a run as one file: what goes to the printer, then to the post.

    What the post gets with it is in ``enova_letter_batch_post.py``.
    """

    _name = "enova.letter.batch"
    _description = "Batch of letters"
    _inherit = ["enova.guard.mixin"]
    _order = "run_id desc, number"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    run_id = fields.Many2one(
        "enova.letter.run",
        string="Printing",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    mailing_id = fields.Many2one(
        related="run_id.mailing_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="run_id.company_id", store=True, precompute=True, index=True
    )
    number = fields.Integer(readonly=True, aggregator=None)
    page_count = fields.Integer(string="Pages", readonly=True)
    letter_count = fields.Integer(string="Letters", readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="File",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    line_ids = fields.One2many("enova.letter.line", "batch_id", readonly=True)
    date_posted = fields.Date(
        string="Posted on", readonly=True, help="The day on which the post got them."
    )
    posting_date = fields.Date(
        string="Day of posting",
        default=fields.Date.context_today,
        help="What is written into the history once it is noted as posted.",
    )
    post_kind = fields.Selection(
        [("ordinary", "Ordinary"), ("registered", "Registered")],
        string="Sent by post as",
        default="ordinary",
        required=True,
        help="Registered letters have a number each, by which the post follows them.",
    )
    post_priority = fields.Boolean(string="Priority")
    weight = fields.Integer(
        string="Weight of a letter", default=20, help="In grams, for the post."
    )

    @api.depends("run_id.mailing_id", "number")
    def _compute_name(self):
        """Tell them apart in what is printed."""
        for batch in self:
            # sudo: the subject alone, of letters that whoever reads this prints
            subject = batch.run_id.sudo().mailing_id.subject or ""
            batch.name = f"{subject} ({batch.number})"

    @api.constrains("weight")
    def _check_weight(self):
        """Refuse what no letter weighs."""
        for batch in self:
            if not 1 <= batch.weight <= 2000:
                raise UserError(
                    self.env._("A letter weighs between 1 and 2,000 grams.")
                )

    @api.model
    def _keep(self, run, drawn, letters):
        """Keep a file that was drawn for a run.

        :param run: of the letters
        :param drawn: outcome of the engine
        :param int letters: how many it holds
        :return: the batch
        """
        number = len(run.batch_ids) + 1
        batch = self.create(
            {
                "run_id": run.id,
                "number": number,
                "page_count": drawn.pages,
                "letter_count": letters,
            }
        )
        batch.attachment_id = self.env["ir.attachment"]._enova_keep_letters(
            name=self.env._(
                "Letters %(subject)s %(number)s.pdf",
                subject=run.name.replace("/", "-"),
                number=number,
            ),
            raw=drawn.file,
            res_model=self._name,
            res_id=batch.id,
        )
        return batch

    def action_download(self):
        """Open the file of the batch, to print it.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        self.check_access("read")
        return self.env["enova.letter.run"]._download(self.attachment_id)

    def action_reprint(self):
        """Ask from which page on it is printed again.

        :return: dict, the action that opens the window
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_letter_reprint_action"
        )
        return {**action, "context": {"default_batch_id": self.id}}

    def _pages_from(self, first, last):
        """Return some pages of the file, as a file of their own.

        :param int first: the first page, from 1
        :param int last: the last one
        :return: bytes
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the file of a batch that may be read
        data = self.attachment_id.sudo().raw
        if not data:
            raise UserError(
                self.env._("The file of this batch is gone: print the letters again.")
            )
        job = {"kind": "extract", "first": first, "last": last}
        return client.run(job, [data]).file

    def action_posted(self):
        """Note that the post has got the letters, on the day that is entered.

        :return: ``True``
        """
        self.check_access("write")
        self.mailing_id.check_access("write")
        for batch in self.filtered(lambda batch: not batch.date_posted):
            day = batch.posting_date or fields.Date.context_today(batch)
            # sudo: the state of letters that one may print
            kept = batch.sudo()
            kept.date_posted = day
            kept.line_ids.activity_id._letters_posted(day)
        # sudo: as above
        self.sudo().mailing_id._finish_letters()
        return True

    def action_not_posted(self):
        """Take back that the post has got them.

        :return: ``True``
        """
        self.check_access("write")
        self.mailing_id.check_access("write")
        # sudo: as in action_posted
        batches = self.sudo().filtered("date_posted")
        batches.date_posted = False
        events = batches.line_ids.activity_id
        posted = events.filtered(lambda event: event.mailing_state == "posted")
        posted._mailing_moved("printed", again=True)
        done = batches.mailing_id.filtered(lambda mailing: mailing.state == "done")
        done.write({"state": "sending"})
        return True

    def action_open_lines(self):
        """Open the table of the letters and the pages of the batch.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_letter_line_action"
        )
        domain = [("batch_id", "=", self.id)]
        return {**action, "display_name": self.name, "domain": domain, "context": {}}
