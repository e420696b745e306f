"""Documents of every kind, and people who may do something with them."""

from .common import CrmEnovaCase, new_user

# field of the activity: its model
DOCUMENT_MODELS = {
    "sale_order_ids": "sale.order",
    "invoice_ids": "account.move",
    "picking_ids": "stock.picking",
    "service_order_ids": "repair.order",
}
ALL_DOCUMENTS = (
    "crm_enova.crm_enova_group_all,sales_team.group_sale_salesman_all_leads,"
    "account.group_account_invoice,stock.group_stock_user,base.group_allow_export"
)


class DocumentCase(CrmEnovaCase):
    """``user_trader`` works with all documents and with the CRM, ``user_clerk`` sells
    without the CRM; one document of each kind is of ``contact`` at ``contractor``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_trader = new_user(
            cls.env, "crm_trader", groups=ALL_DOCUMENTS, name="Crm Trader"
        )
        cls.user_clerk = new_user(
            cls.env, "crm_clerk", groups="sales_team.group_sale_salesman_all_leads"
        )
        cls.delivery_type = cls.env["stock.picking.type"].search(
            [("code", "=", "outgoing"), ("company_id", "=", cls.company.id)], limit=1
        )
        journals = cls.env["account.journal"]
        journal = [("type", "=", "sale"), ("company_id", "=", cls.company.id)]
        cls.journal = journals.search(journal, limit=1) or journals.create(
            {"name": "Sprzedaż", "code": "SPR", "type": "sale"}
        )
        cls.documents = {
            name: cls._document(name, cls.contact) for name in DOCUMENT_MODELS
        }
        cls.order = cls.documents["sale_order_ids"]

    @classmethod
    def _document(cls, name, partner, **values):
        """Create one document of the kind that a field of the activity holds."""
        special = {
            "invoice_ids": {"move_type": "out_invoice", "journal_id": cls.journal.id},
            "picking_ids": {"picking_type_id": cls.delivery_type.id},
        }
        return cls.env[DOCUMENT_MODELS[name]].create(
            {"partner_id": partner.id, **special.get(name, {}), **values}
        )
