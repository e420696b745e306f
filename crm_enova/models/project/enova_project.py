from odoo import api, fields, models

from .enova_project_stage import OPEN_PROJECT_STATES
from .enova_project_type import MEASURES


class EnovaProject(models.Model):
    """One contractor or card, one goal, and all that is done to reach it.

    A campaign makes them by the thousand: like activities they keep away from what
    costs a query or a message per row.
    """

    _name = "enova.project"
    _description = "Project"
    _inherit = ["mail.thread", "enova.typed.mixin"]
    _order = "date_deadline, id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _rec_names_search = ["name", "reference"]

    name = fields.Char(required=True, index="trigram")
    reference = fields.Char(
        string="Number", readonly=True, copy=False, index="btree_not_null"
    )
    active = fields.Boolean(default=True)
    type_id = fields.Many2one(
        "enova.project.type",
        string="Definition",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["enova.project.type"].search([], limit=1),
    )
    color = fields.Integer(related="type_id.color")
    stage_id = fields.Many2one(
        "enova.project.stage",
        compute="_compute_stage_id",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index=True,
        ondelete="restrict",
        tracking=True,
        group_expand="_group_expand_stages",
    )
    allowed_stage_ids = fields.Many2many(
        "enova.project.stage",
        string="Stages of the definition",
        compute="_compute_allowed_stage_ids",
    )
    state = fields.Selection(related="stage_id.state", store=True, precompute=True)
    priority = fields.Selection([("0", "Normal"), ("1", "Important")], default="0")
    tag_ids = fields.Many2many("enova.activity.tag", string="Tags")

    partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        domain="[('contractor_status', '!=', False)]",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Contact person",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        domain="[('commercial_partner_id', '=?', commercial_partner_id),"
        " ('is_company', '=', False)]",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Commercial contractor",
        store=True,
        precompute=True,
    )
    campaign_id = fields.Many2one(
        "enova.campaign",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        check_company=True,
        index="btree_not_null",
        domain="[('share', '=', False)]",
    )
    member_ids = fields.Many2many(
        "res.users", string="Team", domain="[('share', '=', False)]"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # stored, for every amount asks for it when a row is written
    currency_id = fields.Many2one(
        related="company_id.currency_id", store=True, precompute=True
    )

    goal = fields.Text(help="What is to be reached, in words.")
    measure = fields.Selection(MEASURES, required=True, default="none")
    date_start = fields.Date(string="Start", default=fields.Date.context_today)
    date_deadline = fields.Date(string="Deadline", index="btree_not_null")
    date_closed = fields.Datetime(
        string="Closed on",
        compute="_compute_date_closed",
        store=True,
        precompute=True,
        copy=False,
    )
    reason_id = fields.Many2one(
        "enova.project.reason", ondelete="restrict", copy=False, index="btree_not_null"
    )
    outcome_note = fields.Text(string="How it ended", copy=False)
    description = fields.Html()
    properties = fields.Properties(
        definition="type_id.properties_definition", string="Fields of the definition"
    )

    # The projects of a contractor, of a person, of a campaign; each newest first.
    _contractor_idx = models.Index("(commercial_partner_id, id DESC)")
    _open_idx = models.Index(
        "(user_id, date_deadline, id) WHERE state IN ('planned', 'in_progress')"
    )

    _deadline_after_start = models.Constraint(
        "CHECK (date_deadline >= date_start)",
        "The deadline of a project cannot be before its start.",
    )
    _name_length = models.Constraint(
        "CHECK (length(name) <= 1000)", "The name of a project is one line of text."
    )

    @api.depends("type_id")
    def _compute_stage_id(self):
        """Begin where the definition begins; keep a stage that it allows."""
        for definition, projects in self.grouped("type_id").items():
            if not definition:
                continue
            allowed = definition._allowed_stages()
            first = definition._stage_of_state(*OPEN_PROJECT_STATES)
            projects.filtered(lambda p, a=allowed: p.stage_id not in a).stage_id = first

    @api.depends("state")
    def _compute_date_closed(self):
        """Stamp the moment of closing, once; clear it when reopened."""
        now = fields.Datetime.now()
        for project in self:
            is_open = project.state in OPEN_PROJECT_STATES
            project.date_closed = not is_open and (project.date_closed or now)

    @api.depends("name", "reference")
    def _compute_display_name(self):
        """Show the number before the name."""
        return super()._compute_display_name()

    @api.onchange("type_id")
    def _onchange_type_id(self):
        """Propose the definition's measure and deadline."""
        if self.type_id and not self._origin:
            self.measure = self.type_id.default_measure
            self._onchange_date_start()

    @api.onchange("date_start")
    def _onchange_date_start(self):
        """Propose a deadline by the definition, in working days."""
        days = self.type_id.duration
        if self.date_start and days and not self._origin:
            company = self.company_id or self.env.company
            self.date_deadline = company._enova_working_day(self.date_start, days)
