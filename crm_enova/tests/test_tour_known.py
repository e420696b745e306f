from odoo.tests import HttpCase, tagged

from .common import CrmEnovaMixin


@tagged("post_install", "-at_install")
class TestTourKnown(CrmEnovaMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        cls.contractor.phone = "tel. 600 100 778 lub 601 200 889"

    def test_told_while_typing(self):
        before = self.env["res.partner"].search_count([])
        self.start_tour(
            "/odoo/business-cards", "crm_enova.known_partners", login="crm_own"
        )
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_of_others_contractors_the_nip_alone(self):
        self.env["res.config.settings"].create({"restrict_contractors": True}).execute()
        self.contractor.user_id = self.user_all
        self.start_tour(
            "/odoo/contractors/new", "crm_enova.known_partners_hidden", login="crm_own"
        )
