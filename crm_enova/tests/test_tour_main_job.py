from odoo.tests import HttpCase, tagged

from .common import CrmEnovaMixin
from .document_common import ALL_DOCUMENTS


@tagged("post_install", "-at_install")
class TestTourMainJob(CrmEnovaMixin, HttpCase):
    """The main job of a salesperson, in Polish, from the file to the whole history."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        cls.env["res.lang"]._activate_lang("pl_PL")
        cls.env["ir.module.module"]._load_module_terms(["crm_enova"], ["pl_PL"])
        cls.env["account.journal"].create(
            {"name": "Sprzedaż", "code": "SPRT", "type": "sale"}
        )
        for group in ALL_DOCUMENTS.split(","):
            cls.user_own.group_ids += cls.env.ref(group)
        cls.user_own.lang = "pl_PL"

    def test_main_job(self):
        self.start_tour("/odoo/contractors", "enova_main_job", login="crm_own")
        partners = self.env["res.partner"]
        contractor = partners.search([("enova_vat_key", "=", "7133012454")])
        self.assertEqual(contractor.name, "Regał Serwis sp. z o.o.")
        activities = self.env["enova.activity"].search(
            [("commercial_partner_id", "=", contractor.id)], order="id"
        )
        imported, logged, planned = activities
        self.assertEqual(imported.state, "done")
        self.assertEqual(str(imported.date_start), "2026-03-02 09:00:00")
        self.assertEqual((logged.type_id, logged.state), (self.type_call, "done"))
        self.assertEqual((planned.user_id, planned.state), (self.user_own, "planned"))
        self.assertEqual(planned.sale_order_ids.partner_id, contractor)
        self.assertEqual(planned.invoice_ids.partner_id, contractor)
        self.assertEqual(planned.picking_ids.partner_id, contractor)
        # a draft invoice enters the history with its date
        planned.invoice_ids.invoice_date = "2026-03-03"
        history = contractor.with_user(self.user_own).enova_timeline()["entries"]
        sources = {entry["source"] for entry in history}
        self.assertEqual(sources, {"activity", "order", "invoice", "transfer"})
