import math

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..activity.enova_activity_stage import OPEN_STATES
from .enova_project_stage import OPEN_PROJECT_STATES


class EnovaProject(models.Model):
    """What a project is likely to bring, when, and whether somebody is at it."""

    _inherit = "enova.project"

    probability = fields.Integer(
        compute="_compute_probability",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        aggregator=None,  # no mean of chances is one
        help="In percent: how likely it is to be won. A stage may propose it; 0: the"
        " project is in no forecast.",
    )
    date_expected = fields.Date(
        string="Expected close",
        compute="_compute_date_expected",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index="btree_not_null",
        help="When it will be decided. The first deadline is proposed; empty: the"
        " project is in the forecast of no month.",
    )
    forecast = fields.Monetary(
        compute="_compute_forecast",
        store=True,
        help="The expected revenue times the probability, while the project is open.",
    )
    attention = fields.Selection(
        [("no_step", "Without next step")],
        compute="_compute_attention",
        search="_search_attention",
        exportable=False,
        help="Nothing is open in the project. Private tasks are left out, so that all"
        " readers see the same.",
    )

    _probability_share = models.Constraint(
        "CHECK (probability BETWEEN 0 AND 100)",
        "A probability is a number from 0 to 100.",
    )

    @api.depends("stage_id")
    def _compute_probability(self):
        """Take what the stage proposes; where it proposes nothing, keep what is."""
        for project in self:
            project.probability = project.stage_id.probability or project.probability

    @api.depends("date_deadline")
    def _compute_date_expected(self):
        """Propose the deadline where nobody has said when it will be decided."""
        for project in self:
            project.date_expected = project.date_expected or project.date_deadline

    @api.depends("expected_revenue", "probability", "state")
    def _compute_forecast(self):
        """Weigh what is still open; what is decided is no forecast any more."""
        for project in self:
            is_open = project.state in OPEN_PROJECT_STATES
            share = project.probability / 100 if is_open else 0
            project.forecast = project.expected_revenue * share

    @api.model
    def _add_forecast_values(self, vals_list):
        """Fill in, in place, what core would compute for each new row."""
        ids = {vals["stage_id"] for vals in vals_list if vals.get("stage_id")}
        # sudo: as core computes it; the user has chosen the stage
        stages = self.env["enova.project.stage"].sudo().browse(ids)
        proposed = {stage.id: stage.probability for stage in stages}
        for vals in vals_list:
            vals["date_expected"] = vals.get("date_expected") or vals.get(
                "date_deadline"
            )
            if not vals.get("stage_id"):
                continue
            vals.setdefault("probability", proposed[vals["stage_id"]])
            numbers = (vals["expected_revenue"], vals["probability"] or 0)
            # what is no number core refuses, or reads, as it does everywhere
            if all(isinstance(number, int | float) for number in numbers):
                is_open = vals["state"] in OPEN_PROJECT_STATES
                vals["forecast"] = math.prod(numbers) / 100 if is_open else 0

    # -- the next step -------------------------------------------------------------

    @api.depends("state", "enova_activity_ids.state", "enova_activity_ids.private")
    def _compute_attention(self):
        """Ask for what is open in all of them at once."""
        # sudo: whether there is anything that is not private, the same for every reader
        groups = (
            self.env["enova.activity"]
            .sudo()
            ._read_group(
                Domain("project_id", "in", self.ids) & self._next_step_domain(),
                ["project_id"],
            )
        )
        led = {project.id for (project,) in groups}
        for project in self:
            idle = project.state in OPEN_PROJECT_STATES
            idle = idle and project._origin.id not in led
            project.attention = "no_step" if idle else False

    @api.model
    def _search_attention(self, operator, value):
        """Leave each project as soon as one open task of it is found."""
        if operator != "in":
            return NotImplemented
        domain = Domain("state", "in", OPEN_PROJECT_STATES) & self._no_step_domain()
        answers = {"no_step": domain, False: ~domain}
        return Domain.OR(answers[step] for step in answers if step in value)

    @api.model
    def _next_step_domain(self):
        """Return the condition of a task that takes a project on."""
        return Domain("state", "in", OPEN_STATES) & Domain("private", "=", False)

    @api.model
    def _no_step_domain(self):
        """Return the condition of projects in which no such task is."""
        # sudo: as in the compute, of which this is the search
        tasks = self.env["enova.activity"].sudo()

        def to_sql(model, alias, query):
            found = tasks._search(self._next_step_domain())
            project = tasks._field_to_sql(found.table, "project_id", found)
            found.add_where(SQL("%s = %s", project, SQL.identifier(alias, "id")))
            return SQL("NOT EXISTS (%s)", found.select(SQL("1")))

        return Domain.custom(
            to_sql=to_sql, predicate=lambda project: project.attention == "no_step"
        )
