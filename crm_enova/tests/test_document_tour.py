from odoo.tests import HttpCase, tagged

from .common import CrmEnovaMixin
from .document_common import ALL_DOCUMENTS


@tagged("post_install", "-at_install")
class TestDocumentTour(CrmEnovaMixin, HttpCase):
    """From a task: create a quotation, link an invoice and a delivery, see them all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        # the tour looks for English words
        cls.env["res.lang"]._activate_lang("en_US")
        for group in ALL_DOCUMENTS.split(","):
            cls.user_all.group_ids += cls.env.ref(group)
        cls.user_all.lang = "en_US"
        journal = cls.env["account.journal"].create(
            {"name": "Sprzedaż", "code": "SPRT", "type": "sale"}
        )
        cls.invoice = cls.env["account.move"].create(
            {
                "name": "FV/TOUR/1",
                "move_type": "out_invoice",
                "partner_id": cls.contractor.id,
                "journal_id": journal.id,
            }
        )
        delivery_type = cls.env["stock.picking.type"].search(
            [("code", "=", "outgoing"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.delivery = cls.env["stock.picking"].create(
            {
                "name": "WZ/TOUR/1",
                "partner_id": cls.contact.id,
                "picking_type_id": delivery_type.id,
            }
        )
        cls.task = cls._activity(
            name="Zadzwonić", partner_id=cls.contractor.id, user_id=cls.user_all.id
        )

    def test_tie_documents_to_a_task(self):
        self.start_tour(
            f"/odoo/enova-activities/{self.task.id}",
            "enova_document_links",
            login="crm_all",
        )
        self.assertEqual(self.task.sale_order_ids.partner_id, self.contractor)
        self.assertEqual(self.task.invoice_ids, self.invoice)
        self.assertEqual(self.task.picking_ids, self.delivery)
        self.assertEqual(self.delivery.enova_activity_ids, self.task)
