from odoo import api, models


class EnovaActivity(models.Model):
    """Tasks and events as one document shows them: how many, and which."""

    _inherit = "enova.activity"

    @api.model
    def _count_by_document(self, name, documents):
        """Count the activities of documents under the user's rights, by one query.

        :param str name: the document field
        :return: dict of int by id of the document
        """
        # sudo(False): a count must not know more than the list behind it
        groups = self.sudo(False)._read_group(
            [(name, "in", documents.ids)], [name], ["__count"]
        )
        return {document.id: count for document, count in groups}

    @api.model
    def _action_of_document(self, name, document):
        """Return the action with the document's activities and its defaults.

        :param str name: the document field
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_enova.enova_activity_action"
        )
        partner = self._document_partner(document)
        contractor = partner.commercial_partner_id
        action["domain"] = [(name, "in", document.ids)]
        action["context"] = {
            "default_partner_id": contractor.id,
            "default_contact_id": partner.id if partner != contractor else False,
            f"default_{name}": document.ids,
        }
        if "company_id" in document._fields and document.company_id:
            action["context"]["default_company_id"] = document.company_id.id
        action["display_name"] = document.display_name
        return action

    @api.model
    def _document_partner(self, document):
        """Return the partner who stands on the document: a company or a person."""
        if "enova_contractor_id" in document._fields:
            return document.partner_id
        path = self.env["enova.document.model"]._partner_field(document._name)
        return document[path] if path else self.env["res.partner"]
