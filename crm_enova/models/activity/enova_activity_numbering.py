from collections import defaultdict

from odoo import api, models


class EnovaActivity(models.Model):
    """Creation in bulk: everything that core would do row by row is done at once."""

    _inherit = "enova.activity"

    @api.model_create_multi
    def create(self, vals_list):
        """Create in bulk: one draw of numbers per definition, one notice per assignee.

        The chatter's own entry "created" and the subscription of the creator are left
        out: both cost a row per activity and say what the activity says itself.
        """
        lean = self.with_context(tracking_disable=True)
        vals_list = lean._with_references(vals_list)
        activities = super(EnovaActivity, lean).create(vals_list)
        activities = activities.with_env(self.env)
        activities._notify_assignees()
        return activities

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Copy what is stored from the definition, the stage and the contractor.

        Core would compute each of these for each row before it writes it. It calls
        this with all defaults filled in.
        """
        self._copy_related(vals_list, "type_id", "kind", "channel")
        self._copy_related(vals_list, "stage_id", "state")
        self._copy_related(vals_list, "partner_id", "commercial_partner_id")
        self._add_roots(vals_list)
        return super()._add_precomputed_values(vals_list)

    @api.model
    def _with_references(self, vals_list):
        """Number what has no number yet, in the order of entry.

        :return: the values, each with its definition and its number
        """
        default = None
        prepared = [dict(vals) for vals in vals_list]
        unnumbered = defaultdict(list)
        for vals in prepared:
            if not vals.get("type_id"):
                default = default or self.default_get(["type_id"]).get("type_id")
                vals["type_id"] = default
            if not vals.get("reference"):
                unnumbered[vals["type_id"]].append(vals)
        for definition in self.env["enova.activity.type"].browse(unnumbered):
            definition._number(unnumbered[definition.id])
        return prepared
