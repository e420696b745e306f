from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.base.arguments import ids_among

NAMED = 10  # of more than so many the window shows the number alone
# Where the window may be opened from.
SELECTED_MODELS = (
    "res.partner",
    "enova.campaign",
    "enova.campaign.member",
    "enova.project",
)


class EnovaAudience(models.AbstractModel):
    """A window for many contractors: whom it is for, and with whom it opens."""

    _name = "enova.audience"
    _description = "Audience of a window"

    audience = fields.Selection(
        [
            ("selected", "Chosen contractors and cards"),
            ("domain", "All that fit a filter"),
            ("filter", "All of a saved filter"),
            ("campaign", "Members of the campaign"),
            ("projects", "Chosen projects"),
        ],
        required=True,
        default="selected",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Contractors",
        domain="[('contractor_status', '!=', False)]",
    )
    chosen_ids = fields.Json(
        help="Ids of many contractors: the web client would draw a label for each."
    )
    chosen_count = fields.Integer(
        string="Chosen in the list", compute="_compute_chosen_count"
    )
    partner_domain = fields.Char(
        string="Filter", default="[('contractor_status', '!=', False)]"
    )
    filter_id = fields.Many2one(
        "ir.filters",
        string="Saved filter",
        domain="[('model_id', '=', 'res.partner')]",
        ondelete="set null",
    )
    campaign_id = fields.Many2one("enova.campaign")
    project_ids = fields.Many2many("enova.project", string="Projects")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )

    @api.model
    def default_get(self, fields):
        """Begin with what was selected where the window was opened."""
        values = super().default_get(fields)
        selected = self._selected_records()
        if selected._name == "res.partner" and selected:
            values.update(self._prepare_chosen(selected.ids))
        elif selected._name == "enova.campaign.member" and selected:
            values.update(self._prepare_chosen(selected.partner_id.ids))
            values["campaign_id"] = selected.campaign_id[:1].id
        elif selected._name == "enova.project" and selected:
            values.update(project_ids=[Command.set(selected.ids)], audience="projects")
            values["company_id"] = selected[:1].company_id.id
        elif selected._name == "enova.campaign" and selected:
            if len(selected) > 1:
                raise UserError(self._refuse_campaigns())
            values.update(self._prepare_campaign(selected))
        return values

    @api.model
    def _selected_records(self):
        """Return what was selected where the window was opened, as far as readable."""
        model = self.env.context.get("active_model")
        ids = ids_among(self.env.context.get("active_ids"))
        if model not in SELECTED_MODELS:
            return self.browse()
        # somebody may have deleted it since the list was read
        records = self.env[model].browse(dict.fromkeys(ids)).exists()
        return records._filtered_access("read")

    @api.model
    def _prepare_chosen(self, ids):
        """Return the values that hold contractors who were selected somewhere."""
        values = {"audience": "selected"}
        if len(ids) > NAMED:
            return {**values, "chosen_ids": ids}
        return {**values, "partner_ids": [Command.set(ids)]}

    @api.model
    def _prepare_campaign(self, campaign):
        """Return the values that a campaign proposes."""
        return {
            "campaign_id": campaign.id,
            "company_id": campaign.company_id.id,
            "audience": "campaign",
        }

    @api.model
    def _refuse_campaigns(self):
        """Return why the window is not for several campaigns, in words."""
        raise NotImplementedError

    @api.depends("chosen_ids")
    def _compute_chosen_count(self):
        """Say how many there are in the place of their names."""
        for wizard in self:
            wizard.chosen_count = len(ids_among(wizard.chosen_ids))

    def _chosen(self):
        """Return what was chosen: contractors, cards and people, in their order.

        Archived ones and those that the user may not read are among them: whether they
        are passed over or named as left out is for the window to say.

        :raises UserError: for a filter that cannot be read
        """
        if self.audience == "selected":
            named = self.with_context(active_test=False).partner_ids._origin
            return named.browse(ids_among(self.chosen_ids)).exists() | named
        if self.audience == "campaign":
            return self.campaign_id.member_ids.partner_id
        if self.audience == "projects":
            return self.project_ids._origin.partner_id
        partners = self.env["res.partner"]
        if self.audience == "domain":
            return partners._enova_filtered(self.partner_domain)
        if not self.filter_id:
            return partners
        return partners._enova_filtered(self.filter_id.domain)
