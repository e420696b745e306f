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
    def _fill_values(self, vals_list):
        """Take over from the project what nobody has given, before the definition."""
        return super()._fill_values(self._fill_from_projects(vals_list))

    @api.model
    def _fill_from_projects(self, vals_list):
        """Return values completed by those of the projects that they name.

        What a project does not have is no value: others may still propose one. Of a
        project that the user may not read nothing is taken; the guard decides about it.
        """
        default = self.env.context.get("default_project_id")
        named = [vals.get("project_id", default) for vals in vals_list]
        ids = {key for key in named if key and isinstance(key, int)}
        if not ids:
            return vals_list
        projects = self.env["enova.project"].browse(ids)._filtered_access("read")
        sources = {project.id: project._values_of_tasks() for project in projects}
        return [
            self._fill_from_project({"project_id": key, **vals}, sources[key])
            if key in sources
            else vals
            for key, vals in zip(named, vals_list, strict=True)
        ]

    @api.model
    def _fill_from_project(self, vals, source):
        """Return new values, completed by what a project has.

        The contact person comes with the contractor, and a start needs no deadline.

        :param dict source: what the project proposes, without blanks
        """
        taken, given = dict(source), dict(vals)
        if given.get("partner_id"):
            taken.pop("contact_id", None)
        elif "partner_id" in taken:
            given.pop("partner_id", None)
        if given.get("date_start"):
            taken.pop("date_deadline", None)
        return {**taken, **given}

    @api.model
    def _recurring_fields(self):
        """Keep a series in its project."""
        return [*super()._recurring_fields(), "project_id"]

    @api.model
    def _followup_fields(self):
        """Keep what follows in the project."""
        return [*super()._followup_fields(), "project_id"]

    def _watched_fields(self):
        """Remember which campaign they were about, and with whom."""
        return {*super()._watched_fields(), "project_id", "partner_id"}

    def _apply_effects(self, change):
        """Take the contractor of a new project; tell the campaigns.

        What is done reaches its contractor, and what is reopened did not after all.
        """
        if not change.is_new and "partner_id" not in change.names:
            self._take_project_contractor(change)
        result = super()._apply_effects(change)
        if change.is_new and change.touches("project_id"):
            done = self.filtered(lambda activity: activity.state in REPORTED_STATES)
            self.env["enova.campaign.member"]._refresh(done._campaign_pairs())
        elif not change.is_new and change.touches(*REPORTED_FIELDS):
            pairs = self._campaign_pairs() | self._campaign_pairs(change)
            self.env["enova.campaign.member"]._refresh(pairs)
        return result

    def _take_project_contractor(self, change):
        """Fill in the contractor of the project where there is none."""
        if not change.touches("project_id"):
            return
        bare = self.filtered(lambda a: a.project_id and not a.partner_id)
        for project, activities in bare.grouped("project_id").items():
            activities.write({"partner_id": project.partner_id.id})

    def unlink(self):
        """Tell the campaign that it did not reach anybody by these."""
        pairs = self._campaign_pairs()
        result = super().unlink()
        self.env["enova.campaign.member"]._refresh(pairs)
        return result

    def _campaign_pairs(self, change=None):
        """Return the pairs of ids of campaign and contractor that these are about.

        :param change: take those that they were about before it
        """
        pairs = set()
        # sudo: ids alone; what is made of them is the members' state
        for activity in self.sudo():
            project, partner = activity.project_id, activity.partner_id
            if change and change.touches("project_id"):
                project = change.was(activity, "project_id").sudo()  # sudo: as above
            if change and change.touches("partner_id"):
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
