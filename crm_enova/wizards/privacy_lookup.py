from odoo import models
from odoo.tools import SQL


class PrivacyLookupWizard(models.TransientModel):
    """Core's look-up leaves out what would be deleted along with a partner."""

    _inherit = "privacy.lookup.wizard"

    def _get_query(self):
        """Add our rows of this kind: who is anonymised stays, and so do they."""
        # sudo: the names of columns, some of which are of fields for people of the CRM;
        # what is found is shown to whoever looks up as core shows it
        query = super(PrivacyLookupWizard, self.sudo())._get_query()
        for model in map(self.env.get, self.env.registry):
            columns = [
                # the people whom core's query has found
                SQL(
                    "%s IN (SELECT id FROM indirect_references)",
                    SQL.identifier(field.name),
                )
                for field in model._fields.values()
                if "crm_enova" in field._modules
                and field.comodel_name == "res.partner"
                and field.type == "many2one"
                and field.store
                and field.ondelete == "cascade"
            ]
            if columns and model._auto and not model._transient:
                # UNION: core may have found a row by another of its fields
                query = SQL(
                    "%s UNION SELECT %s, id, %s FROM %s WHERE %s",
                    query,
                    self.env["ir.model"]._get_id(model._name),
                    SQL("active") if "active" in model._fields else True,
                    SQL.identifier(model._table),
                    SQL(" OR ").join(columns),
                )
        return query


class PrivacyLookupWizardLine(models.TransientModel):
    _inherit = "privacy.lookup.wizard.line"

    def action_enova_anonymize(self):
        """Open the dry run of anonymising the partner that was found.

        :return: action of ``enova.partner.anonymize``
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_partner_anonymize_action"
        )
        partner_id = self.res_id if self.res_model == "res.partner" else False
        context = {"default_partner_id": partner_id, "default_lookup_line_id": self.id}
        return {**action, "context": context}
