from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.undo import Recording


class EnovaActivityDone(models.TransientModel):
    """Ask what came of it, and what comes next."""

    _name = "enova.activity.done"
    _inherit = ["enova.guard.mixin"]
    _description = "Close tasks and events"

    activity_ids = fields.Many2many(
        "enova.activity", string="Tasks and events", required=True
    )
    activity_count = fields.Integer(compute="_compute_question")
    activity_name = fields.Char(string="Subject", compute="_compute_question")
    partner_id = fields.Many2one(
        "res.partner", string="Contractor", compute="_compute_question"
    )
    next_activity_id = fields.Many2one(
        "enova.activity",
        string="Next task",
        compute="_compute_next_activity_id",
        help="The one that follows in the order in which yours are due.",
    )
    result_required = fields.Boolean(compute="_compute_question")
    result = fields.Text()
    time_spent = fields.Float(help="In hours.")
    followup = fields.Boolean(
        string="Plan a follow-up",
        compute="_compute_proposal",
        store=True,
        readonly=False,
        compute_sudo=False,
    )
    followup_type_id = fields.Many2one(
        "enova.activity.type",
        string="Follow-up definition",
        compute="_compute_proposal",
        store=True,
        readonly=False,
        domain="[('kind', '=', 'task'), ('is_usable', '=', True)]",
        compute_sudo=False,
    )
    followup_name = fields.Char(
        string="What is to be done",
        compute="_compute_followup_name",
        store=True,
        readonly=False,
        compute_sudo=False,
    )
    followup_date = fields.Date(
        string="Next contact",
        compute="_compute_followup_date",
        store=True,
        readonly=False,
        compute_sudo=False,
    )
    followup_user_id = fields.Many2one(
        "res.users",
        string="Assignee",
        compute="_compute_followup_user_id",
        store=True,
        readonly=False,
        domain="[('share', '=', False)]",
        help="Empty: each as its definition says.",
        compute_sudo=False,
    )

    @api.depends("activity_ids")
    def _compute_question(self):
        """Say which, and ask for a result where one of them lacks what it needs."""
        for wizard in self:
            single = wizard.activity_ids if len(wizard.activity_ids) == 1 else None
            wizard.activity_name = single and single.name
            wizard.partner_id = single and single.partner_id
            wizard.activity_count = len(wizard.activity_ids)
            wizard.result_required = any(
                activity.type_id.result_required and not activity.result
                for activity in wizard.activity_ids
            )

    @api.depends("activity_ids")
    @api.depends_context("uid")
    def _compute_next_activity_id(self):
        """Find what the reader has to do after the last of these."""
        for wizard in self:
            wizard.next_activity_id = wizard.activity_ids._origin._next_of_mine()

    @api.depends("activity_ids")
    def _compute_proposal(self):
        """Propose the follow-up of the definition."""
        for wizard in self:
            wizard.followup_type_id = wizard.activity_ids.type_id.followup_type_id[:1]
            wizard.followup = bool(wizard.followup_type_id)

    @api.depends("followup_type_id")
    def _compute_followup_name(self):
        """Propose the definition's name as the subject."""
        for wizard in self:
            wizard.followup_name = wizard.followup_type_id.name

    @api.depends("followup_type_id", "activity_ids")
    def _compute_followup_date(self):
        """Propose the definition's delay, counted from today."""
        today = fields.Date.context_today(self)
        for wizard in self:
            definition = wizard.activity_ids.type_id[:1]
            company = wizard.activity_ids.company_id[:1] or self.env.company
            day = definition and definition._followup_day(company)
            wizard.followup_date = day or today

    @api.depends("activity_ids")
    def _compute_followup_user_id(self):
        """Propose whom the definition means, if it is one person for all of them."""
        for wizard in self:
            people = {
                activity._followup_people()["user_id"]
                for activity in wizard.activity_ids._origin
            }
            wizard.followup_user_id = people.pop() if len(people) == 1 else False

    def action_confirm(self):
        """Close them with the result, and create the follow-ups.

        :return: dict, the action that shows a notice with Undo
        :raises UserError: when the kind of follow-up is missing, or all of them are
            closed
        """
        return self._close()

    def action_confirm_next(self):
        """Close them, and ask the same of the user's next task.

        :return: dict, the action that shows a notice with Undo, then the window of the
            next task
        :raises UserError: as :meth:`action_confirm`
        """
        following = self.next_activity_id
        return self._close(following._action_done_window() if following else None)

    def _close(self, follows=None):
        self.ensure_one()
        if self.followup and not self.followup_type_id:
            raise UserError(self.env._("Choose what kind of follow-up to plan."))
        pending = self.activity_ids._refuse_closed()
        recording = Recording(pending)
        if self.time_spent:
            pending.write({"time_spent": self.time_spent})
        pending.action_done(self.result)
        if self.followup:
            recording.add(self._plan_followups(pending))
        return recording.notice(pending._done_message(), follows=follows)

    def _plan_followups(self, pending):
        """Create what follows; on whose behalf it is given, is the system's to say."""
        # what is the system's alone, nobody chooses here
        self.followup_type_id._check_usable()
        followups = self.env["enova.activity"]._as_system()
        values = [self._prepare_followup_vals(activity) for activity in pending]
        return followups.create(values).with_env(self.env)

    def _prepare_followup_vals(self, activity):
        definition = self.followup_type_id
        return {
            **activity._prepare_followup_vals(),
            "name": self.followup_name or definition.name,
            "type_id": definition.id,
            "stage_id": definition._stage_of_state("planned", "in_progress").id,
            "date_deadline": self.followup_date,
            **self._prepare_followup_people(activity),
        }

    def _prepare_followup_people(self, activity):
        """Return who is to do it: whoever was chosen, else as the definition says."""
        meant = activity._followup_people()
        chosen = self.followup_user_id.id
        if chosen in (False, meant["user_id"]):
            return meant
        return {"user_id": chosen, "on_behalf_of_id": False}
