import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..base.ruled_search import search_under_rules

_logger = logging.getLogger(__name__)

# So many contractors in one transaction of the background.
BATCH = 500
TRIES = 3


class EnovaCreatorRun(models.Model):
    """A run of a creator: what it makes, how far it is, whom it left out.

    It goes on with the rights of whoever began it, so nobody writes one directly.
    """

    _name = "enova.creator.run"
    _inherit = ["enova.creator.plan"]
    _description = "Run of a creator"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    user_id = fields.Many2one("res.users", required=True, index=True, readonly=True)
    lang = fields.Char(readonly=True)
    tz = fields.Char(readonly=True)
    state = fields.Selection(
        [
            ("running", "In progress"),
            ("paused", "Paused"),
            ("done", "Done"),
            ("undone", "Taken back"),
        ],
        required=True,
        default="running",
        index=True,
        readonly=True,
    )
    in_projects = fields.Boolean(
        readonly=True, help="Tasks go into projects that are there."
    )
    error = fields.Text(readonly=True, help="Why it has paused by itself.")
    line_ids = fields.One2many("enova.creator.line", "run_id", readonly=True)
    project_ids = fields.One2many(
        "enova.project",
        "creator_run_id",
        readonly=True,
        search=search_under_rules("project_ids"),
    )
    line_count = fields.Integer(string="Contractors", compute="_compute_progress")
    waiting_count = fields.Integer(string="Waiting", compute="_compute_progress")
    made_count = fields.Integer(string="Made", compute="_compute_progress")
    left_count = fields.Integer(string="Left out", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress", help="In percent.")
    reserved_count = fields.Integer(
        string="Reserved", compute="_compute_reserved_count"
    )
    unreserved_count = fields.Integer(
        string="Nothing free", compute="_compute_reserved_count"
    )

    @api.depends("line_ids.state")
    def _compute_progress(self):
        """Count the lines: nobody writes a number while the run goes on."""
        groups = self.env["enova.creator.line"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        )
        counted = {(run.id, state): count for run, state, count in groups}
        for run in self:
            waiting, made, left = (
                counted.get((run._origin.id, state), 0)
                for state in ("waiting", "made", "left")
            )
            whole = waiting + made + left
            run.line_count, run.waiting_count = whole, waiting
            run.made_count, run.left_count = made, left
            run.progress = 100 * (made + left) / whole if whole else 0

    @api.depends("line_ids.state")
    @api.depends_context("uid")
    def _compute_reserved_count(self):
        """Count tasks that were to reserve something, under the reader's rights."""
        activities = self.env["enova.activity"]
        for run in self:
            domain = run._reserving_tasks()
            count = activities.search_count(domain) if domain else 0
            reserved = [*domain, ("reservation_ids", "!=", False)]
            run.reserved_count = activities.search_count(reserved) if count else 0
            run.unreserved_count = count - run.reserved_count

    def _fill(self, partners, contacts, projects):
        """Insert the lines, in one statement.

        :param partners: commercial contractors, without projects
        :param dict contacts: ids of persons by id of contractor
        :param projects: projects that get tasks, without contractors
        """
        self.env.flush_all()
        rows = [(p.id, contacts.get(p.id), None) for p in partners]
        rows += [(p.commercial_partner_id.id, None, p.id) for p in projects]
        partner_ids, contact_ids, project_ids = zip(*rows, strict=True)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO enova_creator_line (run_id, partner_id, contact_id,
                       project_id, state, create_uid, write_uid, create_date,
                       write_date)
                SELECT %s, partner_id, contact_id, project_id, 'waiting', %s, %s,
                       now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM unnest(%s::int[], %s::int[], %s::int[])
                       AS row (partner_id, contact_id, project_id)
                """,
                self.id,
                self.env.uid,
                self.env.uid,
                list(partner_ids),
                list(contact_ids),
                list(project_ids),
            )
        )
        self.invalidate_recordset(["line_ids"])

    def _claim_lines(self, limit=None):
        """Lock lines that wait; what another worker has in hand is passed over."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM enova_creator_line"
                " WHERE run_id = %s AND state = 'waiting' ORDER BY id LIMIT %s"
                " FOR UPDATE SKIP LOCKED",
                self.id,
                limit,
            )
        )
        # sudo: lines are written by their run alone
        return self.env["enova.creator.line"].sudo().browse(row[0] for row in rows)

    def _process(self, lines):
        """Make what the plan says for these lines, as the user whose run it is."""
        run = self._as_user()
        run._check_plan()
        if self.in_projects:
            run._process_projects(lines)
        else:
            run._process_contractors(lines)

    def _as_user(self):
        """Return the run with the rights, the language and the clock of its user."""
        return (
            self.with_user(self.user_id)
            .with_company(self.company_id)
            .with_context(
                lang=self.lang,
                tz=self.tz,
                allowed_company_ids=self.company_id.ids,
            )
        )

    def _process_contractors(self, lines):
        by_partner = {line.partner_id.id: line for line in lines}
        partners = self.env["res.partner"].browse(by_partner)
        contacts = {line.partner_id.id: line.contact_id.id for line in lines}
        reasons = self._left_out(partners, contacts)
        self._leave_out({by_partner[key]: why for key, why in reasons.items()})
        chosen = partners.filtered(lambda partner: partner.id not in reasons)
        self._make(chosen, contacts)
        made = [by_partner[partner.id].id for partner in chosen]
        lines.browse(made).write({"state": "made"})

    def _process_projects(self, lines):
        by_project = {line.project_id.id: line for line in lines}
        projects = self.env["enova.project"].browse(by_project)
        reasons = self._projects_left_out(projects)
        self._leave_out({by_project[key]: why for key, why in reasons.items()})
        chosen = projects.filtered(lambda project: project.id not in reasons)
        # sudo: what is there already, whoever may see it
        groups = (
            self.env["enova.activity"]
            .sudo()
            ._read_group(
                [
                    ("project_id", "in", chosen.ids),
                    ("playbook_line_id", "in", self.playbook_id.line_ids.ids),
                ],
                ["project_id", "playbook_line_id"],
            )
        )
        self._make_tasks(chosen, {(p.id, line.id) for p, line in groups})
        made = [by_project[project.id].id for project in chosen]
        lines.browse(made).write({"state": "made"})

    @api.model
    def _leave_out(self, reasons):
        """Write down why; one write for each reason.

        :param dict reasons: names of reasons by line
        """
        lines = self.env["enova.creator.line"]
        for reason in dict.fromkeys(reasons.values()):
            ids = [line.id for line, why in reasons.items() if why == reason]
            # sudo: lines are written by their run alone
            lines.sudo().browse(ids).write({"state": "left", "reason": reason})

    def _process_at_once(self):
        """Make everything in this transaction, all or nothing."""
        self._process(self._claim_lines())
        self._complete()
        self.state = "done"

    def _complete(self):
        """Do what is done once for all, after the last line; floors above extend it."""

    @api.model
    def _cron_process(self):
        """Go on with the runs, batch by batch, each in a transaction of its own."""
        progress = self.env["ir.cron"]._commit_progress
        skipped = []
        while run := self.search(
            [("state", "=", "running"), ("id", "not in", skipped)], order="id", limit=1
        ):
            done = run._process_batch()
            if not done:
                skipped.append(run.id)
            remaining = self.env["enova.creator.line"].search_count(
                [("run_id.state", "=", "running"), ("state", "=", "waiting")]
            )
            if not progress(done, remaining=remaining):
                break

    def _process_batch(self):
        """Make the next batch; finish the run after the last one.

        A plan that cannot be made any more pauses the run, and says why.

        :return: how many lines were looked at; 0 when there is nothing to do
        """
        silent = self.with_context(mail_auto_subscribe_no_notify=True)
        for _try in range(TRIES):
            lines = self._claim_lines(BATCH)
            if not lines:
                self._finish()
                return 0
            try:
                with self.env.cr.savepoint():
                    silent._process(lines)
                return len(lines)
            except UserError as error:
                self._stop(str(error))
                return len(lines)
            except psycopg2.IntegrityError as error:
                # somebody made the same meanwhile: look again, with fresh eyes
                _logger.info("creator %s looks again: %s", self.id, error)
                self.env.cr.rollback()
        self._stop(self.env._("Others make the same. Resume it."))
        return 0

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

    def _steer(self, present, **vals):
        """Write the state of those that one may see: one's own, all for managers."""
        self.check_access("read")
        # sudo: the state alone; nobody writes whose run it is or what it makes
        self.filtered(lambda run: run.state == present).sudo().write(vals)

    @api.model
    def _trigger(self):
        # sudo: waking the job is all that it is for
        self.env.ref("crm_enova.enova_creator_cron_process").sudo()._trigger()

    # -- how it ends -------------------------------------------------------

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

    def _finish(self):
        """End the run when nothing waits; tell each assignee once of their tasks."""
        if self.env["enova.creator.line"].search_count(
            [("run_id", "=", self.id), ("state", "=", "waiting")], limit=1
        ):
            return
        try:
            with self.env.cr.savepoint():
                self._complete()
        except UserError as error:
            self._stop(str(error))
            return
        self.write({"state": "done", "error": False})
        run = self._as_user()
        run._tell(
            run.env._(
                "Done. Made: %(made)s, left out: %(left)s.",
                made=self.made_count,
                left=self.left_count,
            ),
            "success",
        )
        made = [("project_id.creator_run_id", "=", self.id)]
        if self.in_projects:
            projects = self.env["enova.creator.line"].search_fetch(
                [("run_id", "=", self.id), ("state", "=", "made")], ["project_id"]
            )
            made = [
                ("project_id", "in", projects.project_id.ids),
                ("playbook_line_id", "in", self.playbook_id.line_ids.ids),
            ]
        run.env["enova.activity"].search(made)._notify_assignees()

    def action_open_projects(self):
        """Open the projects that were made, or got tasks.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        domain = [("creator_run_id", "=", self.id)]
        if self.in_projects:
            domain = [("id", "in", self.line_ids.project_id.ids)]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_project_action"
        )
        return {
            **action,
            "display_name": self.name,
            "path": False,
            "domain": domain,
            # all of them, the closed ones too
            "context": {},
        }

    def action_open_left_out(self):
        """Open whom it left out, with the reasons.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_creator_line_action"
        )
        action["domain"] = [("run_id", "=", self.id), ("state", "=", "left")]
        return action

    def _reserving_tasks(self):
        """Return the domain of its tasks that were to reserve; empty for none."""
        lines = self.playbook_id.line_ids.filtered(lambda line: line._reserves())
        if not lines:
            return []
        domain = [("playbook_line_id", "in", lines.ids)]
        if self.in_projects:
            return [*domain, ("project_id", "in", self.line_ids.project_id.ids)]
        return [*domain, ("project_id.creator_run_id", "=", self.id)]

    def action_open_reserving(self):
        """Open the tasks that were to reserve something, with what they have.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_activity_action"
        )
        domain = self._reserving_tasks()
        if self.env.context.get("enova_unreserved"):
            domain = [*domain, ("reservation_ids", "=", False)]
        return {**action, "display_name": self.name, "path": False, "domain": domain}
