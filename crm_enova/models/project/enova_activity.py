from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..contractor.names import names_shown

# What a task tells its campaign of the contractor, and what changes that.
REPORTED_STATES = ("done",)
REPORTED_FIELDS = ("stage_id", "project_id", "partner_id", "private", "active")


class EnovaActivity(models.Model):
    """The project that a task or event is part of, and through it the campaign.

    A task takes over from its project what nobody has given, and reports to the
    campaign whom it has reached.
    """

    _inherit = "enova.activity"

    project_id = fields.Many2one(
        "enova.project",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('commercial_partner_id', '=?', commercial_partner_id)]",
    )
    campaign_id = fields.Many2one(
        related="project_id.campaign_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    playbook_line_id = fields.Many2one(
        "enova.playbook.line",
        string="Line of the playbook",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    creator_run_id = fields.Many2one(
        "enova.creator.run",
        string="Made by the run",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    # Whoever runs a creator twice makes nothing twice, nor do two people at once.
    _made_once = models.UniqueIndex(
        "(project_id, playbook_line_id) WHERE playbook_line_id IS NOT NULL",
        "Somebody has just made these tasks. Open the creator again: it leaves out"
        " what is there.",
    )

    @api.onchange("project_id")
    def _onchange_project_id(self):
        """Show in the form what a new one takes over."""
        project = self.project_id
        if not project:
            return
        self.partner_id = self.partner_id or project.partner_id
        self.contact_id = self.contact_id or project.contact_id
        if not self._origin:
            self.user_id = project.user_id or self.user_id
            if not self.date_start and not self.date_deadline:
                self.date_deadline = project.date_deadline

    @api.constrains("project_id", "partner_id")
    def _check_project_contractor(self):
        """Refuse tasks of another contractor than the project's, by name.

        What has no contractor may be part of a project: not all work is with them.
        """
        if not self.project_id:
            return  # at a glance; most belong to none
        inside = self.filtered(lambda a: a.project_id and a.commercial_partner_id)
        wrong = inside.filtered(
            lambda a: a.commercial_partner_id != a.project_id.commercial_partner_id
        )
        if wrong:
            project = wrong[0].project_id
            raise ValidationError(
                self.env._(
                    "%(names)s: of another contractor than the project %(project)s,"
                    " which is about %(contractor)s. A project has one contractor.",
                    names=names_shown(wrong),
                    project=project.display_name,
                    contractor=project.commercial_partner_id.display_name,
                )
            )

    # -- the steps ---------------------------------------------------------

    @api.model
    def _filled_from(self):
        """Take over from a project that is a default, too."""
        return super()._filled_from() | {"project_id"}

    @api.model
    def _fill_from_links(self, vals_list):
        """Take over from the project what nobody has given, before the definition.

        What a project does not have is no value: others may still propose one. Of a
        project that the user may not read nothing is taken; the guard decides about it.
        """
        result = super()._fill_from_links(vals_list)
        ids = {vals["project_id"] for vals in vals_list if vals.get("project_id")}
        projects = self.env["enova.project"].browse(ids)._filtered_access("read")
        sources = {project.id: project._values_of_tasks() for project in projects}
        for vals in vals_list:
            if vals.get("project_id") in sources:
                self._fill_from_project(vals, sources[vals["project_id"]])
        return result

    @api.model
    def _fill_from_project(self, vals, source):
        """Complete values by what a project has.

        The contact person comes with the contractor, and a start needs no deadline.

        :param dict vals: of a new task, changed in place
        :param dict source: what the project proposes, without blanks
        """
        taken = dict(source)
        if vals.get("partner_id"):
            taken.pop("contact_id", None)
        else:
            vals.pop("partner_id", None)
        if vals.get("date_start"):
            taken.pop("date_deadline", None)
        vals.update({**taken, **vals})

    @api.model
    def _recurring_fields(self):
        """Keep a series in its project."""
        return [*super()._recurring_fields(), "project_id"]

    @api.model
    def _followup_fields(self):
        """Keep what follows in the project."""
        return [*super()._followup_fields(), "project_id"]

    @api.model
    def _watched_fields(self):
        """Remember which campaign they were about, and with whom."""
        about = {"project_id", "partner_id"}
        return {**super()._watched_fields(), **dict.fromkeys(about, about)}

    def _group_values(self, vals):
        """Take the contractor of a new project where there is none."""
        bare = self.browse()
        if vals.get("project_id") and "partner_id" not in vals:
            bare = self.filtered(lambda activity: not activity.partner_id)
        if not bare:
            return super()._group_values(vals)
        # of one that the user may not read nothing is taken; the guard refuses it
        project = self.env["enova.project"].browse(vals["project_id"])
        partner = project._filtered_access("read").partner_id
        filled = {**vals, "partner_id": partner.id}
        groups = super(EnovaActivity, bare)._group_values(filled)
        if self - bare:
            groups += super(EnovaActivity, self - bare)._group_values(vals)
        return groups

    def _apply_effects(self, change):
        """Tell the campaigns: what is done reaches its contractor."""
        result = super()._apply_effects(change)
        members = self.env["enova.campaign.member"]
        if change.is_new and change.touches("project_id"):
            done = self.filtered(lambda activity: activity.state in REPORTED_STATES)
            members._refresh(done._campaign_pairs())
        elif not change.is_new and change.touches(*REPORTED_FIELDS):
            # and what is reopened did not after all
            members._refresh(self._campaign_pairs() | self._campaign_pairs(change))
        return result

    def _before_unlink(self):
        """Remember the campaigns that they were about."""
        return {**super()._before_unlink(), "campaign_pairs": self._campaign_pairs()}

    def _after_unlink(self, traces):
        """Tell the campaigns that nobody was reached by these."""
        self.env["enova.campaign.member"]._refresh(traces["campaign_pairs"])
        return super()._after_unlink(traces)

    def _campaign_pairs(self, change=None):
        """Return the pairs of ids of campaign and contractor that these are about.

        :param change: take those that they were about before it
        """
        pairs = set()
        # sudo: ids alone; what is made of them is the members' state
        for activity in self.sudo():
            project, partner = activity.project_id, activity.partner_id
            if change and change.was(activity, "project_id") is not None:
                project = change.was(activity, "project_id").sudo()  # sudo: as above
                partner = change.was(activity, "partner_id").sudo()  # sudo: as above
            if project.campaign_id:
                pairs.add((project.campaign_id.id, partner.commercial_partner_id.id))
        return pairs

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Copy the campaign with the rest; no context has a say in it."""
        campaigns = {False: False}
        ids = {vals["project_id"] for vals in vals_list if vals.get("project_id")}
        # sudo: as core computes stored related fields; the user has named the project
        for project in self.env["enova.project"].sudo().browse(ids):
            campaigns[project.id] = project.campaign_id.id
        for vals in vals_list:
            vals["campaign_id"] = campaigns[vals.get("project_id") or False]
        return super()._add_precomputed_values(vals_list)

    def _issue_vals(self, place, vals_list):
        """Let what a task has taken cost its project."""
        values = super()._issue_vals(place, vals_list)
        return {**values, "enova_project_id": self.project_id.id}
