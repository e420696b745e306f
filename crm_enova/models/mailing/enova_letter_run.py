import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# So many letters are drawn while somebody waits; more are drawn in the background.
AT_ONCE = 2000
PAGES_OF_BATCH = 500
# Which part of the place of a letter the postal code is.
PLACE_OF_CODE = 3


class EnovaLetterRun(models.Model):
    """The letters of a mailing are printed: in which order, how far, in which files.

    A run draws letters in batches of so many pages, each in a transaction of its own:
    pages, states of the addressees and the file are kept together, or not at all. So
    whoever is stopped in between goes on where it stopped, and no letter is drawn
    twice.

    How they are drawn is in ``enova_letter_run_draw.py``.
    """

    _name = "enova.letter.run"
    _description = "Printing of letters"
    _inherit = ["enova.guard.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    mailing_id = fields.Many2one(
        "mailing.mailing",
        string="Mail merge",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one(
        "res.users", string="Printed by", required=True, readonly=True, index=True
    )
    lang = fields.Char(readonly=True)
    tz = fields.Char(readonly=True)
    order = fields.Selection(
        [
            ("postal_code", "By postal code"),
            ("name", "By name"),
            ("pages", "By number of pages"),
        ],
        string="Order of the letters",
        required=True,
        readonly=True,
        default="postal_code",
    )
    batch_pages = fields.Integer(
        string="Pages of a batch",
        required=True,
        readonly=True,
        default=PAGES_OF_BATCH,
    )
    # Layout, letterhead and signature as they were: a letter that is printed again
    # looks as it did.
    settings = fields.Json(readonly=True, groups="base.group_system")
    state = fields.Selection(
        [("running", "In progress"), ("paused", "Paused"), ("done", "Done")],
        required=True,
        readonly=True,
        default="running",
        index=True,
    )
    error = fields.Text(readonly=True, help="Why it has paused by itself.")
    warning = fields.Text(readonly=True, help="What the letters lack.")
    batch_ids = fields.One2many("enova.letter.batch", "run_id", readonly=True)
    line_ids = fields.One2many("enova.letter.line", "run_id", readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="All letters",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    line_count = fields.Integer(string="Letters", compute="_compute_progress")
    waiting_count = fields.Integer(string="Waiting", compute="_compute_progress")
    drawn_count = fields.Integer(string="Drawn", compute="_compute_progress")
    failed_count = fields.Integer(string="Not drawn", compute="_compute_progress")
    page_count = fields.Integer(string="Pages", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress", help="In percent.")

    # Two who press the button at once would print everything twice.
    _one_at_a_time = models.UniqueIndex(
        "(mailing_id) WHERE state != 'done'",
        "The letters of this mail merge are being printed already.",
    )

    @api.depends("mailing_id")
    def _compute_name(self):
        """Call it by what is printed."""
        for run in self:
            # sudo: the subject alone, of letters that whoever reads this prints
            run.name = run.mailing_id.sudo().subject or ""

    @api.depends("line_ids.state", "batch_ids.page_count")
    def _compute_progress(self):
        """Count the letters: nobody writes a number while it goes on."""
        lines = self.env["enova.letter.line"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        )
        pages = self.env["enova.letter.batch"]._read_group(
            [("run_id", "in", self.ids)], ["run_id"], ["page_count:sum"]
        )
        counted = {(run.id, state): count for run, state, count in lines}
        paged = {run.id: count for run, count in pages}
        for run in self:
            waiting, drawn, failed = (
                counted.get((run._origin.id, state), 0)
                for state in ("waiting", "drawn", "failed")
            )
            whole = waiting + drawn + failed
            run.line_count, run.waiting_count = whole, waiting
            run.drawn_count, run.failed_count = drawn, failed
            run.page_count = paged.get(run._origin.id, 0)
            run.progress = 100 * (drawn + failed) / whole if whole else 0

    # -- how it begins -----------------------------------------------------------------

    @api.model
    def _begin(self, mailing, events, order="postal_code", batch_pages=PAGES_OF_BATCH):
        """Prepare the printing of some addressees' letters.

        :param mailing: whose letters
        :param events: of the addressees
        :param str order: of the letters, see the field
        :param int batch_pages: how many pages a file has at most
        :return: the run
        """
        company = mailing.company_id or self.env.company
        # sudo: whoever may write the mailing prints it; what is kept of it is the
        # system's
        run = self.sudo().create(
            {
                "mailing_id": mailing.id,
                "company_id": company.id,
                "user_id": self.env.uid,
                "lang": self.env.lang,
                "tz": str(self.env.tz),
                "order": order,
                "batch_pages": batch_pages,
                "settings": mailing._letter_settings(),
            }
        )
        run._fill(events)
        return run

    def _fill(self, events):
        """Insert the lines in the order of the letters, in one statement."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO enova_letter_line (run_id, activity_id, partner_id, state,
                       company_id, sequence, page_first, page_count, create_uid,
                       write_uid, create_date, write_date)
                SELECT %(run)s, activity.id, activity.partner_id, 'waiting',
                       %(company)s, row_number() OVER (ORDER BY %(order)s, activity.id),
                       0, 0, %(user)s, %(user)s,
                       now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM enova_activity activity
                  JOIN res_partner partner ON partner.id = activity.partner_id
                  LEFT JOIN res_partner contractor
                         ON contractor.id = partner.commercial_partner_id
                 WHERE activity.id = ANY(%(events)s)
                """,
                run=self.id,
                company=self.company_id.id,
                order=self._order_of_letters(),
                user=self.env.uid,
                events=list(events.ids),
            )
        )
        self.invalidate_recordset(["line_ids"])

    def _order_of_letters(self):
        """Return the order of the rows; that by pages is known once they are counted.

        The postal code is that on the letter; of letters that were settled before it
        was kept, that of where a letter to them goes today.
        """
        name = SQL("lower(partner.complete_name)")
        if self.order == "name":
            return name
        return SQL(
            """
            coalesce(activity.mailing_values -> 'place' ->> %s, CASE
                WHEN trim(partner.street) <> '' AND trim(partner.city) <> ''
                THEN partner.zip ELSE contractor.zip END, ''), %s
            """,
            PLACE_OF_CODE,
            name,
        )

    # -- how it goes on ----------------------------------------------------------------

    def _finish_now(self):
        """Draw all that is left, in this transaction."""
        self.ensure_one()
        while self.state == "running" and self._draw_next():
            pass
        if self.state == "paused":
            raise UserError(self.error)

    @api.model
    def _cron_draw(self):
        """Go on with what is to be printed, batch by batch."""
        progress = self.env["ir.cron"]._commit_progress
        skipped = []
        while run := self.search(
            [("state", "=", "running"), ("id", "not in", skipped)], order="id", limit=1
        ):
            # another worker has it in hand
            done = run._draw_next() if run.try_lock_for_update() else 0
            if not done:
                skipped.append(run.id)
            if not progress(done, remaining=self._count_remaining()):
                break

    @api.model
    def _count_remaining(self):
        """Return how much there is to do: letters to draw, and runs to finish.

        A run whose last letter is drawn, and whose file of all letters is not yet
        joined, would otherwise wait until the job comes round again.
        """
        running = [("state", "=", "running")]
        letters = self.env["enova.letter.line"].search_count(
            [("run_id", "any", running), ("state", "=", "waiting")]
        )
        return letters + self.search_count(running)

    @api.model
    def _trigger(self):
        # sudo: waking the job is all that it is for
        self.env.ref("crm_enova.enova_letter_cron_draw").sudo()._trigger()

    def action_pause(self):
        """Let it rest after the batch in hand.

        :return: ``True``
        """
        self._steer("running", state="paused")
        return True

    def action_resume(self):
        """Go on where it stopped.

        :return: ``True``
        """
        self._steer("paused", state="running", error=False)
        self._trigger()
        return True

    def action_retry(self):
        """Try once more to draw what could not be drawn.

        :return: ``True``
        """
        self._check_mine()
        for run in self:
            lines = run.line_ids.filtered(lambda line: line.state == "failed")
            if lines:
                # sudo: lines are written by their run alone
                lines.sudo().write({"state": "waiting", "error": False})
                lines.sudo().activity_id._mailing_moved("prepared", again=True)
                run.sudo().write({"state": "running", "error": False})
        self._trigger()
        return True

    def _steer(self, present, **vals):
        """Write the state of those that one may print."""
        self._check_mine()
        # sudo: the state alone; nobody writes whose run it is or what it prints
        self.filtered(lambda run: run.state == present).sudo().write(vals)

    def _check_mine(self):
        """Refuse to steer what one could not have begun."""
        self.check_access("read")
        self.mailing_id.check_access("write")

    def _stop(self, error):
        """Pause by itself, and say why."""
        self.write({"state": "paused", "error": error})
        self._tell(error, "danger")

    def _tell(self, message, kind):
        """Tell whoever began it, wherever they are in the ERP now."""
        self.user_id._bus_send(
            "simple_notification",
            {"title": self.name, "message": message, "type": kind, "sticky": True},
        )

    # -- what is shown of it -----------------------------------------------------------

    def action_open_lines(self):
        """Open the table of letters and pages.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_letter_line_action"
        )
        failed = self.env.context.get("enova_failed")
        domain = [("run_id", "=", self.id)]
        if failed:
            domain.append(("state", "=", "failed"))
        return {**action, "display_name": self.name, "domain": domain, "context": {}}

    def _open(self):
        """Return the action that shows this run."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_letter_run_action"
        )
        return {
            **action,
            "views": [(False, "form")],
            "view_mode": "form",
            "res_id": self.id,
            "path": False,
        }

    def action_download(self):
        """Download all letters as one file.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self._download(self.attachment_id)

    @api.model
    def _download(self, attachment):
        """Return the action that shows a PDF file, to print it."""
        if not attachment:
            raise UserError(
                self.env._("There is no file yet: the letters are being drawn.")
            )
        return {
            "type": "ir.actions.act_url",
            "target": "new",
            "url": f"/web/content/{attachment.id}",
        }
