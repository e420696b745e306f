from odoo import api, models
from odoo.exceptions import ValidationError


class SharedDefaults(dict):
    """Defaults by the set of names that a row gives, for one call of ``create``."""


class EnovaTypedMixin(models.AbstractModel):
    """What has a definition: a number before its name, and the stages of its board.

    The inheriting model declares ``name``, ``reference``, ``type_id`` (of a model that
    inherits ``enova.type.mixin``), ``stage_id``, ``allowed_stage_ids``, ``company_id``.
    """

    _name = "enova.typed.mixin"
    _inherit = ["enova.company.check.mixin"]
    _description = "What has a definition"

    def _compute_display_name(self):
        """Show the number before the name."""
        for record in self:
            parts = (record.reference, record.name)
            record.display_name = " ".join(part for part in parts if part)

    @api.depends("type_id")
    def _compute_allowed_stage_ids(self):
        """Offer the stages of the definition, not those of all others."""
        for definition, records in self.grouped("type_id").items():
            stages = definition.stage_ids.browse()
            records.allowed_stage_ids = (
                definition._allowed_stages() if definition else stages
            )

    @api.model
    def _group_expand_stages(self, stages, domain):
        """Show the empty columns too, so that there is somewhere to drop a card."""
        return stages.search([("active", "=", True)])

    @api.constrains("stage_id", "type_id")
    def _check_stage(self):
        """Refuse stages that the definition does not allow."""
        for definition, records in self.grouped("type_id").items():
            allowed = definition._allowed_stages()
            wrong = records.filtered(lambda r, stages=allowed: r.stage_id not in stages)
            if wrong:
                raise ValidationError(
                    self.env._(
                        "%(name)s: the definition %(definition)s does not allow the"
                        " stage %(stage)s. Allowed: %(allowed)s.",
                        name=wrong[0].display_name,
                        definition=definition.name,
                        stage=wrong[0].stage_id.name or self.env._("(none)"),
                        allowed=", ".join(allowed.mapped("name")),
                    )
                )

    @api.model
    def _prepare_create_values(self, vals_list):
        """Ask for the defaults of all rows that lack the same fields once."""
        shared = self.with_context(enova_defaults=SharedDefaults())
        return super(EnovaTypedMixin, shared)._prepare_create_values(vals_list)

    @api.model
    def _add_missing_default_values(self, values):
        """Take the defaults that another row of the same fields was given."""
        shared = self.env.context.get("enova_defaults")
        if not isinstance(shared, SharedDefaults):
            return super()._add_missing_default_values(values)
        key = frozenset(values)
        if key not in shared:
            complete = super()._add_missing_default_values(values)
            shared[key] = {k: v for k, v in complete.items() if k not in key}
            return complete
        # commands of one row are not another's to change
        defaults = {
            name: list(value) if isinstance(value, list) else value
            for name, value in shared[key].items()
        }
        return {**defaults, **values}

    @api.model
    def _copy_related(self, vals_list, name, *related):
        """Complete values by stored fields of the record that they name."""
        ids = {vals[name] for vals in vals_list if vals.get(name)}
        # sudo: as core computes stored related fields; the user has chosen the record
        comodel = self.env[self._fields[name].comodel_name].sudo()
        copies = {
            record.id: record._convert_to_write({key: record[key] for key in related})
            for record in comodel.browse(ids)
        }
        for vals in vals_list:
            if vals.get(name):
                vals.update(copies[vals[name]])
