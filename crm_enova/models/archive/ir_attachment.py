from odoo import api, fields, models


class IrAttachment(models.Model):
    """A file of a record that belongs to a contractor belongs to that contractor.

    ``enova_partner_id`` is a plain column with a foreign key, so that a merge of
    partners carries it, and nothing recomputes a million rows.
    """

    _name = "ir.attachment"
    _inherit = ["ir.attachment", "enova.guard.mixin"]

    enova_partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups="crm_enova.crm_enova_group_own",
        help="The contractor whose file it is: that of the record it is attached to.",
    )

    _enova_partner_idx = models.Index(
        "(enova_partner_id, create_date DESC, id DESC)"
        " WHERE enova_partner_id IS NOT NULL"
    )

    @api.model
    def _enova_owner_fields(self):
        """Return where records keep their partner, by model; floors above add theirs.

        :return: dict of the name of a stored many2one of ``res.partner`` by model;
            models that are not installed are left out by whoever reads it
        """
        return {}
