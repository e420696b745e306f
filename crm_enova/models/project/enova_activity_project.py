from odoo import api, models
from odoo.exceptions import ValidationError

from ..contractor.names import names_shown

MEMBER_STATES = ("done",)


class EnovaActivity(models.Model):
    """What a task takes over from its project, and what it reports to its campaign."""

    _inherit = "enova.activity"

    @api.model_create_multi
    def create(self, vals_list):
        """Take over from the project what nobody has given; tell the campaign."""
        prepared = self._with_projects(vals_list)
        activities = super().create(prepared)
        if prepared is not vals_list:
            activities._report_to_campaigns()
        return activities

    def write(self, vals):
        """Take the contractor of a new project where there is none; tell the campaign.

        What is done reaches its contractor, and what is reopened did not after all.
        """
        if vals.get("project_id") and "partner_id" not in vals:
            bare = self.filtered(lambda activity: not activity.partner_id)
            if bare:
                project = self.env["enova.project"].browse(vals["project_id"])
                super(EnovaActivity, bare).write({"partner_id": project.partner_id.id})
        watched = {"stage_id", "project_id", "partner_id", "private", "active"}
        if not watched & set(vals):
            return super().write(vals)
        before = self._campaign_pairs()
        result = super().write(vals)
        self._report_to_campaigns(before)
        return result

    def unlink(self):
        """Tell the campaign that it did not reach anybody by these."""
        pairs = self._campaign_pairs()
        result = super().unlink()
        self.env["enova.campaign.member"]._refresh(pairs)
        return result

    @api.model
    def _with_projects(self, vals_list):
        """Complete values by contractor, person, responsible and deadline of projects.

        A plain read of the project first: whoever may not see it puts nothing into it.
        """
        ids = {vals["project_id"] for vals in vals_list if vals.get("project_id")}
        default = self.env.context.get("default_project_id")
        if not ids and not default:
            return vals_list
        projects = self.env["enova.project"].browse(
            ids | ({default} if default else set())
        )
        projects.check_access("read")
        prepared = []
        for vals in vals_list:
            project = projects.browse(vals.get("project_id", default) or ())
            if project:
                vals = dict(vals)
                if not vals.get("partner_id"):
                    vals["partner_id"] = project.partner_id.id
                    vals.setdefault("contact_id", project.contact_id.id)
                vals.setdefault("user_id", project.user_id.id)
                vals.setdefault("company_id", project.company_id.id)
                if not vals.get("date_start"):
                    vals.setdefault("date_deadline", project.date_deadline)
            prepared.append(vals)
        return prepared

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

        What has no contractor may be part of a project: not all work is with him.
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

    def _campaign_pairs(self):
        """Return the pairs of ids of campaign and contractor that these are about."""
        # sudo: ids alone; what is made of them is the members' state
        return {
            (activity.campaign_id.id, activity.commercial_partner_id.id)
            for activity in self.sudo()
            if activity.campaign_id
        }

    def _report_to_campaigns(self, before=frozenset()):
        """Bring the members' states up to date where something of a campaign is done.

        :param before: pairs that these were about before the change
        """
        pairs = (
            before
            | self.filtered(
                lambda activity: before or activity.state in MEMBER_STATES
            )._campaign_pairs()
        )
        self.env["enova.campaign.member"]._refresh(pairs)
