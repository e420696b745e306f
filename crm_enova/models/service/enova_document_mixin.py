from odoo import api, fields, models


class EnovaDocumentMixin(models.AbstractModel):
    """A document of the ERP that tasks and events are tied to.

    Knobs of the inheriting model:

    * ``_enova_activity_field``: the many2many of ``enova.activity`` that holds the
      other end of the link.

    Each inheriting model also declares the index on contractor and date that its
    history is read by; the date has a different name in each.
    """

    _name = "enova.document.mixin"
    _description = "Document that tasks and events are tied to"

    _enova_activity_field = None

    # Both ends leave the relation's name to the framework, so they share one table.
    enova_activity_ids = fields.Many2many(
        "enova.activity",
        string="Tasks and events",
        copy=False,
        check_company=True,
        groups="crm_enova.crm_enova_group_own",
    )
    enova_activity_count = fields.Integer(
        string="Tasks and events count",
        compute="_compute_enova_activity_count",
        groups="crm_enova.crm_enova_group_own",
    )
    # On databases with years of documents the column is filled by hooks.py.
    enova_contractor_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        compute="_compute_enova_contractor_id",
        store=True,
        precompute=True,
        help="The company that the document's partner belongs to.",
    )

    @api.depends("enova_activity_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_enova_activity_count(self):
        """Count under the reader's rights: what he may not open he does not count."""
        field = self._enova_activity_field
        groups = self.env["enova.activity"]._read_group(
            [(field, "in", self.ids)], [field], ["__count"]
        )
        counted = {document.id: count for document, count in groups}
        for document in self:
            document.enova_activity_count = counted.get(document.id, 0)

    @api.depends("partner_id.commercial_partner_id")
    def _compute_enova_contractor_id(self):
        for document in self:
            document.enova_contractor_id = document.partner_id.commercial_partner_id
