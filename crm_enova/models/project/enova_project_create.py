from collections import defaultdict

from odoo import api, models

from .enova_project_stage import OPEN_PROJECT_STATES

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
    """Creation in bulk, as of activities: one draw of numbers for each definition."""

    _inherit = "enova.project"

    @api.model_create_multi
    def create(self, vals_list):
        """Number what has no number yet; propose the definition's measure."""
        lean = self.with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        prepared = lean._with_definitions(vals_list)
        projects = super(EnovaProject, lean).create(prepared).with_env(self.env)
        projects._join_campaigns()
        return projects

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
        return super()._add_precomputed_values(vals_list)

    def write(self, vals):
        """Let the contractors of projects join the campaign that these go into."""
        if not {"campaign_id", "partner_id"} & set(vals):
            return super().write(vals)
        before = self._campaign_pairs()
        result = super().write(vals)
        self._join_campaigns()
        # what was done does not count in the former campaign any more
        self.env["enova.campaign.member"]._refresh(before | self._campaign_pairs())
        return result

    def _campaign_pairs(self):
        """Return the pairs of ids of campaign and contractor that these are about."""
        # sudo: ids alone; what is made of them is the members' state
        return {
            (project.campaign_id.id, project.commercial_partner_id.id)
            for project in self.sudo()
            if project.campaign_id
        }

    def _join_campaigns(self):
        """Make members of the contractors of projects in campaigns."""
        members = self.env["enova.campaign.member"]
        for campaign, projects in self.grouped("campaign_id").items():
            if campaign:
                members._join(campaign, projects.commercial_partner_id)

    @api.model
    def _with_definitions(self, vals_list):
        """Complete values by definition, number and measure."""
        default = None
        prepared = [dict(vals) for vals in vals_list]
        unnumbered = defaultdict(list)
        for vals in prepared:
            if not vals.get("type_id"):
                default = default or self.default_get(["type_id"]).get("type_id")
                vals["type_id"] = default
            if not vals.get("reference"):
                unnumbered[vals["type_id"]].append(vals)
        definitions = self.env["enova.project.type"].browse(
            dict.fromkeys(vals["type_id"] for vals in prepared if vals["type_id"])
        )
        measures = {d.id: d.default_measure for d in definitions}
        for vals in prepared:
            vals.setdefault("measure", measures.get(vals["type_id"], "none"))
        for definition in definitions:
            definition._number(unnumbered[definition.id])
        return prepared
