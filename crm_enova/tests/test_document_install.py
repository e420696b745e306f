from odoo.fields import Command
from odoo.tests import tagged

from ..models.service.enova_schema import DOCUMENT_TABLES, fill_document_contractor
from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestDocumentInstall(CrmEnovaCase):
    """Documents that were there before the addon have their contractor after it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        picking_type = cls.env["stock.picking.type"].search(
            [("code", "=", "outgoing")], limit=1
        )
        cls.documents = [
            cls.env["sale.order"].create({"partner_id": cls.contact.id}),
            cls.env["stock.picking"].create(
                {"partner_id": cls.contact.id, "picking_type_id": picking_type.id}
            ),
            cls.env["repair.order"].create({"partner_id": cls.contact.id}),
        ]

    def _forget_contractors(self):
        self.env.flush_all()
        for document in self.documents:
            self.env.cr.execute(
                f"UPDATE {document._table} SET enova_contractor_id = NULL"
            )
        self.env.invalidate_all()

    def test_existing_documents_get_their_contractor(self):
        self._forget_contractors()
        for table in DOCUMENT_TABLES:
            # how many rows, the statement, and how long it may wait
            with self.assertQueryCount(4):
                fill_document_contractor(self.env.cr, table)
        for document in self.documents:
            with self.subTest(model=document._name):
                self.assertEqual(document.enova_contractor_id, self.contractor)

    def test_every_stored_contractor_is_filled(self):
        """No document model is forgotten by the hook."""
        stored = {
            model._table
            for model in self.env.values()
            if model._auto
            and "enova_contractor_id" in model._fields
            and model._fields["enova_contractor_id"].store
        }
        self.assertEqual(stored, set(DOCUMENT_TABLES))

    def test_a_second_fill_writes_nothing(self):
        self._forget_contractors()
        for table in DOCUMENT_TABLES:
            fill_document_contractor(self.env.cr, table)
            self.env.cr.execute(f"SELECT id, xmin::text FROM {table}")
            before = self.env.cr.fetchall()
            fill_document_contractor(self.env.cr, table)
            self.env.cr.execute(f"SELECT id, xmin::text FROM {table}")
            self.assertEqual(self.env.cr.fetchall(), before)

    def test_contractor_follows_the_partner(self):
        order = self.documents[0]
        order.partner_id = self.other_contractor
        self.assertEqual(order.enova_contractor_id, self.other_contractor)
        new_group = self.env["res.partner"].create(
            {"name": "Grupa", "child_ids": [Command.link(self.contact.id)]}
        )
        self.env["stock.picking"].flush_model()
        self.assertEqual(self.documents[1].enova_contractor_id, new_group)

    def test_partners_are_deleted_as_without_us(self):
        """A company whose person stands on a document leaves the person behind."""
        picking = self.documents[1]
        self.documents[0].unlink()
        self.documents[2].unlink()
        self.contractor.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(picking.partner_id, self.contact)
        self.assertEqual(picking.enova_contractor_id, self.contact)
