from odoo import api, fields, models
from odoo.exceptions import UserError


class EnovaActivityDone(models.TransientModel):
    """Ask what came of it, and what comes next."""

    _name = "enova.activity.done"
    _inherit = ["enova.guard.mixin"]
    _description = "Close tasks and events"

    activity_ids = fields.Many2many(
        "enova.activity", string="Tasks and events", required=True
    )
    activity_count = fields.Integer(compute="_compute_question")
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
        """Ask for a result where one of them lacks the one it needs."""
        for wizard in self:
            wizard.activity_count = len(wizard.activity_ids)
            wizard.result_required = any(
                activity.type_id.result_required and not activity.result
                for activity in wizard.activity_ids
            )

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

        :return: dict, the action that closes the window
        :raises UserError: when the kind of follow-up is missing, or all of them are
            closed
        """
        self.ensure_one()
        if self.followup and not self.followup_type_id:
            raise UserError(self.env._("Choose what kind of follow-up to plan."))
        pending = self.activity_ids._refuse_closed()
        if self.time_spent:
            pending.write({"time_spent": self.time_spent})
        pending.action_done(self.result)
        if self.followup:
            self.env["enova.activity"].create(
                [self._prepare_followup_vals(activity) for activity in pending]
            )
        return {"type": "ir.actions.act_window_close"}

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
        return meant if chosen in (False, meant["user_id"]) else {"user_id": chosen}
