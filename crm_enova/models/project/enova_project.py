from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.change import Change
from ..contractor.names import names_shown
from ..service.enova_activity import DOCUMENT_FIELDS
from .enova_project_stage import OPEN_PROJECT_STATES
from .enova_project_type import MEASURES

# Sums of documents, of which a new project has none.
SUMS = (
    "ordered_revenue",
    "actual_revenue",
    "billed_cost",
    "stock_cost",
    "resource_cost",
    "actual_cost",
    "margin",
)


class EnovaProject(models.Model):
    """One contractor or card, one goal, and all that is done to reach it.

    A campaign makes them by the thousand: like activities they keep away from what
    costs a query or a message per row.
    """

    _name = "enova.project"
    _description = "Project"
    _inherit = [
        "enova.thread.mixin",
        "enova.ordered.group.mixin",
        "enova.typed.mixin",
        "enova.undo.mixin",
        "enova.guard.mixin",
    ]
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
    color = fields.Integer(related="type_id.color", related_sudo=False)
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

    creator_run_id = fields.Many2one(
        "enova.creator.run",
        string="Made by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    creator_key = fields.Char(readonly=True, copy=False, exportable=False)
    is_own = fields.Boolean(
        compute="_compute_is_own",
        search="_search_is_own",
        exportable=False,
        help="I am responsible, in the team, or the caretaker of the contractor.",
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

    # Whoever runs a creator twice makes nothing twice, nor do two people at once.
    _made_once = models.UniqueIndex(
        "(commercial_partner_id, creator_key) WHERE creator_key IS NOT NULL",
        "Somebody has just made these projects. Open the creator again: it leaves out"
        " what is there.",
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

    @api.depends("user_id", "member_ids", "commercial_partner_id.caretaker_user_ids")
    @api.depends_context("uid")
    def _compute_is_own(self):
        """Agree with the search, for records that are not saved yet."""
        user = self.env.user
        # sudo: caretakers and team are asked for one's own name alone
        for project, known in zip(self, self.sudo(), strict=True):
            caretakers = known.commercial_partner_id.caretaker_user_ids
            people = known.user_id | known.member_ids | caretakers
            project.is_own = user in people

    @api.model
    def _search_is_own(self, operator, value):
        """Search without a dotted path, which would join for every row."""
        if operator != "in":
            return NotImplemented
        domain = Domain("user_id", "=", self.env.uid) | self._team_domain()
        domain |= self.env["res.partner"]._own_contractors_domain()
        return domain if True in value else ~domain

    @api.model
    def _team_domain(self):
        """Return the condition that the user is in the team."""
        field = self._fields["member_ids"]
        user = self.env.user

        def to_sql(model, alias, query):
            return SQL(
                "%s IN (SELECT %s FROM %s WHERE %s = %s)",
                SQL.identifier(alias, "id"),
                SQL.identifier(field.column1),
                SQL.identifier(field.relation),
                SQL.identifier(field.column2),
                user.id,
                to_flush=field,
            )

        # sudo: the team is asked for one's own name alone
        return Domain.custom(
            to_sql=to_sql, predicate=lambda project: user in project.sudo().member_ids
        )

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

    @api.constrains("partner_id")
    def _check_contractor(self):
        """Refuse another contractor while something of the present one is in it."""
        for name in ("enova_activity_ids", *DOCUMENT_FIELDS):
            for project in self.filtered(name):
                wrong = project._of_another_contractor(project[name])
                if wrong:
                    raise ValidationError(
                        self.env._(
                            "%(project)s cannot be of %(contractor)s: what is in it is"
                            " of %(other)s (%(names)s). Take that out first.",
                            project=project.display_name,
                            contractor=project.commercial_partner_id.display_name,
                            other=project._contractors_of(wrong).display_name,
                            names=names_shown(wrong),
                        )
                    )

    @api.model
    def _contractors_of(self, records):
        """Return the contractor of the first of some activities or documents."""
        name = "enova_contractor_id"
        if name not in records._fields:
            name = "commercial_partner_id"
        return records[:1][name]

    def _of_another_contractor(self, records):
        """Return those of some activities or documents that belong to somebody else."""
        self.ensure_one()
        contractor = self.commercial_partner_id
        return records.filtered(
            lambda record: (
                self._contractors_of(record) not in (contractor, contractor.browse())
                and not (
                    record._name != "enova.activity"
                    and record._may_be_of_another_contractor()
                )
            )
        )

    # -- the way through ---------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Create in bulk, as activities are; the steps in their order.

        Nothing is noted in the chatter, and nobody is subscribed.
        """
        lean = self.with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        vals_list = lean._fill_values(vals_list)
        projects = super(EnovaProject, lean).create(vals_list).with_env(self.env)
        change = Change.of_create(vals_list)
        projects._apply_effects(change)
        return projects

    @api.model
    def _prepare_create_values(self, vals_list):
        """Add what no client may give, after the guard."""
        prepared = super()._prepare_create_values(vals_list)
        self._add_system_values(prepared)
        return prepared

    def write(self, vals):
        """Change what it is and where it belongs; the steps in their order."""
        self._check_before(vals)
        change = Change.of_write(self, vals, self._watched_fields())
        result = super().write(vals)
        self._apply_effects(change)
        return result

    @api.model
    def _fill_values(self, vals_list):
        """Return values completed by definition and measure."""
        default = None
        filled = [dict(vals) for vals in vals_list]
        for vals in filled:
            if not vals.get("type_id"):
                default = default or self.default_get(["type_id"]).get("type_id")
                vals["type_id"] = default
        definitions = self.env["enova.project.type"].browse(
            {vals["type_id"] for vals in filled if vals["type_id"]}
        )
        measures = {d.id: d.default_measure for d in definitions}
        for vals in filled:
            vals.setdefault("measure", measures.get(vals["type_id"], "none"))
        return filled

    @api.model
    def _add_system_values(self, vals_list):
        """Number what has no number yet: one draw for each definition."""
        unnumbered = defaultdict(list)
        for vals in vals_list:
            if not vals.get("reference") and vals.get("type_id"):
                unnumbered[vals["type_id"]].append(vals)
        for definition in self.env["enova.project.type"].browse(unnumbered):
            definition._number(unnumbered[definition.id])

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Fill in what is known of a project without documents.

        Core would compute each of these for each row, and write it once more.
        """
        self._copy_related(vals_list, "stage_id", "state")
        self._copy_related(vals_list, "partner_id", "commercial_partner_id")
        self._copy_related(vals_list, "company_id", "currency_id")
        for vals in vals_list:
            if vals.get("state") in OPEN_PROJECT_STATES:
                vals["date_closed"] = False
            vals.update(dict.fromkeys(SUMS, 0))
            vals["expected_revenue"] = vals.get("planned_revenue") or 0
            vals["expected_cost"] = vals.get("planned_cost") or 0
        self._add_forecast_values(vals_list)
        return super()._add_precomputed_values(vals_list)

    def _check_before(self, vals):
        """Refuse what may not be written; a step for topics and higher floors."""

    def _watched_fields(self):
        """Return the fields whose earlier value a later step asks for."""
        return {"campaign_id", "partner_id"}

    def _apply_effects(self, change):
        """Let campaign and creator follow; a step for topics and higher floors."""
        if change.touches("campaign_id", "partner_id"):
            self._join_campaigns()
        if change.is_new:
            return
        if change.touches("campaign_id", "partner_id"):
            # what was done does not count in the former campaign any more
            pairs = self._campaign_pairs() | self._campaign_pairs(change)
            self.env["enova.campaign.member"]._refresh(pairs)
        if change.touches("stage_id") and not change.touches("reason_id"):
            self._forget_reason()
        if change.touches("stage_id", "active"):
            self._release_creator_key()

    # -- campaigns and creators --------------------------------------------

    def _campaign_pairs(self, change=None):
        """Return the pairs of ids of campaign and contractor that these are about.

        :param change: take those that they were about before it
        """
        pairs = set()
        # sudo: ids alone; what is made of them is the members' state
        for project in self.sudo():
            campaign, partner = project.campaign_id, project.partner_id
            if change and change.touches("campaign_id"):
                campaign = change.was(project, "campaign_id")
            if change and change.touches("partner_id"):
                partner = change.was(project, "partner_id").sudo()  # sudo: as above
            if campaign:
                pairs.add((campaign.id, partner.commercial_partner_id.id))
        return pairs

    def _join_campaigns(self):
        """Make members of the contractors of projects in campaigns."""
        members = self.env["enova.campaign.member"]
        for campaign, projects in self.grouped("campaign_id").items():
            if campaign:
                members._join(campaign, projects.commercial_partner_id)

    def _forget_reason(self):
        """Take back why they ended where they go on again."""
        reopened = self.filtered(
            lambda project: project.reason_id and project.state in OPEN_PROJECT_STATES
        )
        if reopened:
            reopened.reason_id = False

    def _release_creator_key(self):
        """Let another run of the same creator make a project where one is over."""
        over = self.filtered(
            lambda project: (
                project.creator_key
                and not project.campaign_id
                and (not project.active or project.state not in OPEN_PROJECT_STATES)
            )
        )
        if over:
            over._as_system().creator_key = False

    def _values_of_tasks(self):
        """Return what new tasks of the project take over from it, without blanks."""
        self.ensure_one()
        names = ("partner_id", "contact_id", "user_id", "company_id", "date_deadline")
        values = {name: self[name] for name in names if self[name]}
        return self._convert_to_write(values)
