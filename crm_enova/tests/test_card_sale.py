from odoo.exceptions import RedirectWarning
from odoo.tests import tagged

from .card_common import CardCase
from .common import new_user

SELLER = "sales_team.group_sale_salesman_all_leads"


@tagged("post_install", "-at_install")
class TestCardSale(CardCase):
    """Whoever buys is a contractor; the settings say whether somebody is asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_seller = new_user(
            cls.env, "crm_seller", groups=f"crm_enova.crm_enova_group_all,{SELLER}"
        )
        # sells, may not change partners, and does not work with the CRM
        cls.user_clerk = new_user(cls.env, "crm_clerk", groups=SELLER)

    def test_by_itself(self):
        for user in (self.user_seller, self.user_clerk):
            card = self._card(name="Kupuje")
            order = self._quotation(card)
            with self.subTest(user=user.login):
                self.assertTrue(order.with_user(user).action_confirm())
                self.assertEqual(order.state, "sale")
                self.assertEqual(card.contractor_status, "contractor")
                event = self._events(card, "converted")
                self.assertIn(order.name, event.description)
                self.assertEqual(event.user_id, user)

    def test_order_of_a_contact_person_converts_their_company(self):
        order = self._quotation(self.card.child_ids)
        order.action_confirm()
        self.assertEqual(self.card.contractor_status, "contractor")
        self.assertFalse(self.card.child_ids.contractor_status)

    def test_duplicates_and_missing_data_do_not_stop_a_sale(self):
        self._set_parameter("card_required_fields", "street")
        self.card.phone = self.contractor.phone
        self.quotation.with_user(self.user_seller).action_confirm()
        self.assertEqual(self.card.contractor_status, "contractor")

    def test_ask(self):
        self._set_parameter("card_on_confirm", "ask")
        order = self.quotation.with_user(self.user_seller)
        with self.assertRaises(RedirectWarning) as refusal:
            order.action_confirm()
        self.assertEqual(order.state, "draft")
        self.assertEqual(self.card.contractor_status, "card")
        _message, action, _button, context = refusal.exception.args
        asked = self.env["ir.actions.server"].browse(action)
        window = asked.with_user(self.user_seller).with_context(**context).run()
        wizard = self.env["enova.card.convert"].with_user(self.user_seller)
        wizard.browse(window["res_id"]).action_convert()
        self.assertEqual(self.card.contractor_status, "contractor")
        self.assertEqual(order.state, "sale")

    def test_ask_and_merge(self):
        self._set_parameter("card_on_confirm", "ask")
        self.card.caretaker_ids.unlink()
        wizard = self._wizard(
            user=self.user_seller,
            mode="merge",
            target_id=self.contractor.id,
            order_ids=self.quotation.ids,
        )
        wizard.action_convert()
        self.assertEqual(self.quotation.state, "sale")
        self.assertEqual(self.quotation.partner_id, self.contractor)

    def test_ask_about_many_confirms_none(self):
        self._set_parameter("card_on_confirm", "ask")
        orders = self.quotation | self._quotation(self.contractor)
        orders |= self._quotation(self._card(name="Druga"))
        with self.assertRaises(RedirectWarning) as refusal:
            orders.with_user(self.user_seller).action_confirm()
        self.assertEqual(set(orders.mapped("state")), {"draft"})
        cards = orders.partner_id - self.contractor
        action = refusal.exception.args[1]
        self.assertEqual(self.env["res.partner"].search(action["domain"]), cards)

    def test_who_cannot_answer_is_not_asked(self):
        self._set_parameter("card_on_confirm", "ask")
        self.quotation.with_user(self.user_clerk).action_confirm()
        self.assertEqual(self.card.contractor_status, "contractor")
        customer = self._card(name="Klient sklepu")
        order = self._quotation(customer)
        # as the portal does when a customer signs
        order.with_user(self.user_portal).sudo().action_confirm()
        self.assertEqual(customer.contractor_status, "contractor")
        self.assertFalse(self._events(customer, "converted").user_id)

    def test_bulk(self):
        cards = self.env["res.partner"].union(
            *(self._card(name=f"Kupuje {i}") for i in range(3))
        )
        orders = self.env["sale.order"].union(*map(self._quotation, cards))
        orders |= self._quotation(self.contractor) | self._quotation(cards[0])
        orders.with_user(self.user_seller).action_confirm()
        self.assertEqual(set(orders.mapped("state")), {"sale"})
        self.assertEqual(set(cards.mapped("contractor_status")), {"contractor"})
        for card in cards:
            self.assertEqual(len(self._events(card, "converted")), 1)
