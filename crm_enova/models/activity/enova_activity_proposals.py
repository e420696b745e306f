from odoo import api, fields, models


class EnovaActivity(models.Model):
    """What the definition proposes where nobody has said otherwise."""

    _inherit = "enova.activity"

    properties = fields.Properties(
        definition="type_id.properties_definition", string="Fields of the definition"
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Fill in what the definitions propose; what was given stays, empty or not."""
        definitions = self.env["enova.activity.type"].browse(
            {vals["type_id"] for vals in vals_list if vals.get("type_id")}
        )
        definitions._check_usable()
        return super().create(self._with_proposals(vals_list))

    def write(self, vals):
        """Refuse definitions that are meant for others.

        A constraint would not do: it is checked as the superuser.
        """
        if vals.get("type_id"):
            self.env["enova.activity.type"].browse(vals["type_id"])._check_usable()
        return super().write(vals)

    @api.model
    def _with_proposals(self, vals_list):
        """Complete values by deadline, privacy and calendar of their definitions.

        A start needs no deadline. Days are counted once for each company and delay.
        """
        definitions = self.env["enova.activity.type"].browse(
            {vals["type_id"] for vals in vals_list if vals.get("type_id")}
        )
        proposing = {
            definition.id: definition
            for definition in definitions
            if definition.deadline_proposed
            or definition.default_private
            or definition.calendar_entry
            or definition.reminder
        }
        if not proposing:
            return vals_list
        deadlines, prepared = {}, []
        for vals in vals_list:
            definition = proposing.get(vals.get("type_id"))
            if definition:
                vals = dict(vals)
                if definition.default_private:
                    vals.setdefault("private", True)
                if definition.reminder:
                    vals.setdefault("reminder", definition.reminder)
                if definition.calendar_entry:
                    vals.setdefault("calendar_entry", True)
                company = self.env["res.company"].browse(vals.get("company_id"))
                key = (definition, company or self.env.company)
                if key not in deadlines:
                    deadlines[key] = definition._proposed_deadline(key[1])
                if deadlines[key] and not vals.get("date_start"):
                    vals.setdefault("date_deadline", deadlines[key])
            prepared.append(vals)
        return prepared

    @api.onchange("type_id")
    def _onchange_type_proposals(self):
        """Show in the form what a new one would be given."""
        definition = self.type_id
        if self._origin or not definition:
            return
        self.private = self.private or definition.default_private
        if not self.date_deadline and not self.date_start:
            company = self.company_id or self.env.company
            self.date_deadline = definition._proposed_deadline(company)
