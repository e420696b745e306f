from odoo.tests import HttpCase, tagged

from .common import CrmEnovaMixin


class CardTourCase(CrmEnovaMixin, HttpCase):
    """A card that has a history and a duplicate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        cls.card = cls.env["res.partner"].create(
            {
                "name": "Mlyn Lubelski",
                "is_company": True,
                "contractor_status": "card",
                "phone": "600 100 200",
                "user_id": cls.user_own.id,
            }
        )
        cls._activity(partner_id=cls.card.id, user_id=cls.user_own.id)


@tagged("post_install", "-at_install")
class TestTourCard(CardTourCase):
    def test_card_to_contractor(self):
        self.start_tour(
            "/odoo/business-cards", "crm_enova.card_convert", login="crm_own"
        )
        self.assertEqual(self.card.contractor_status, "contractor")
        entered = self.env["res.partner"].search([("name", "=", "Kuźnia Nowa")])
        self.assertEqual(entered.contractor_status, "card")
        self.assertEqual(entered.child_ids.name, "Adam Kowal")
        self.assertEqual(entered.phone, "501 502 503")


@tagged("post_install", "-at_install")
class TestTourCardPhone(CardTourCase):
    browser_size = "400x800"
    touch_enabled = True

    def test_photo_of_a_paper_card(self):
        self.start_tour("/odoo/business-cards", "enova_card_photo", login="crm_own")
        card = self.env["res.partner"].search([("name", "=", "Kuźnia Nowa")])
        self.assertEqual(card.contractor_status, "card")
        self.assertEqual(card.child_ids.name, "Adam Kowal")
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", card.id)]
        )
        self.assertEqual(attachment.mimetype, "image/jpeg")
        self.assertTrue(attachment.raw.startswith(b"\xff\xd8"))
