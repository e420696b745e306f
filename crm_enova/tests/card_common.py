"""A business card with all that may hang on one, and what it may duplicate."""

from odoo import Command

from .common import CrmEnovaCase


class CardCase(CrmEnovaCase):
    """``card`` has a person, a task and a quotation; ``contractor`` is like nobody.

    The user of the own group is the card's main caretaker.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls._card(
            name="Stolarnia Dąb s.c.",
            email="stolarnia@dab.example.com",
            phone="81 444 55 66",
            city="Puławy",
            user_id=cls.user_own.id,
            child_ids=[Command.create({"name": "Piotr Dąbek"})],
        )
        cls.task = cls._activity(partner_id=cls.card.id, user_id=cls.user_own.id)
        cls.product = cls.env["product.product"].create({"name": "Heblarka"})
        cls.quotation = cls._quotation(cls.card)

    @classmethod
    def _card(cls, **values):
        values = {"contractor_status": "card", "is_company": True, **values}
        return cls.env["res.partner"].create(values)

    @classmethod
    def _quotation(cls, partner):
        line = Command.create({"product_id": cls.product.id, "price_unit": 100})
        return cls.env["sale.order"].create(
            {"partner_id": partner.id, "order_line": [line]}
        )

    def _wizard(self, card=None, user=None, **values):
        wizard = self.env["enova.card.convert"].with_user(user or self.user_own)
        return wizard.create({"partner_id": (card or self.card).id, **values})

    def _events(self, partner, kind):
        definition = self.env.ref(f"crm_enova.enova_activity_type_event_{kind}")
        events = self.env["enova.activity"].search(
            [("partner_id", "=", partner.id), ("type_id", "=", definition.id)]
        )
        return events.sorted("id")

    def _set_parameter(self, name, value):
        self.env["ir.config_parameter"].set_param(f"crm_enova.{name}", value)
