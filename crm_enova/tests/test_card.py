from lxml import etree

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, freeze_time, tagged, users
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .card_common import CardCase


@tagged("post_install", "-at_install")
class TestCardList(CardCase):
    """Cards stand in their own list, and what is entered there is a card."""

    def _action(self, name):
        return self.env["ir.actions.act_window"]._for_xml_id(f"crm_enova.{name}")

    def _cards(self):
        return self.env["res.partner"].with_context(default_enova_card=True)

    def test_lists_do_not_mix(self):
        partners = self.env["res.partner"]
        for name, there, elsewhere in (
            ("res_partner_action_card", self.card, self.contractor),
            ("res_partner_action_contractor", self.contractor, self.card),
        ):
            with self.subTest(name=name):
                domain = fields.Domain(safe_eval(self._action(name)["domain"]))
                found = partners.search(domain)
                self.assertIn(there, found)
                self.assertNotIn(elsewhere, found)

    def test_new_in_the_list_is_a_card_and_its_people_are_not(self):
        cards = self._cards().create(
            [
                {"name": "Targi", "child_ids": [Command.create({"name": "Jan"})]},
                {"name": "Ewa", "parent_id": self.contractor.id},
                {"name": "Znany", "contractor_status": "contractor"},
            ]
        )
        statuses = cards.mapped("contractor_status")
        self.assertEqual(statuses, ["card", False, "contractor"])
        self.assertFalse(cards.child_ids.contractor_status)
        self.assertEqual(cards.env, self._cards().env)

    def test_form_of_the_list(self):
        with Form(self._cards().with_user(self.user_own)) as form:
            form.name = "Z formularza"
        self.assertEqual(form.record.contractor_status, "card")
        with Form(self._cards().with_user(self.user_own)) as form:
            form.name = "Osoba znanej firmy"
            form.parent_id = self.contractor
        self.assertFalse(form.record.contractor_status)

    def test_quick_create_and_import_of_the_list(self):
        partner_id = self._cards().name_create("Z pola")[0]
        partner = self.env["res.partner"].browse(partner_id)
        self.assertEqual(partner.contractor_status, "card")
        loaded = self._cards().load(["name"], [["Z pliku 1"], ["Z pliku 2"]])
        imported = self.env["res.partner"].browse(loaded["ids"])
        self.assertEqual(set(imported.mapped("contractor_status")), {"card"})


@tagged("post_install", "-at_install")
class TestCardEntry(CardCase):
    """A card taken down at a fair: one small window, the next call planned."""

    @users("crm_own")
    @freeze_time("2026-06-10 10:00:00")
    def test_story(self):
        source = self.env["utm.source"].create({"name": "Targi"})
        form = Form(self.env["enova.card.entry"])
        form.name = "Kuźnia Nowa"
        form.contact_name = "Adam Kowal"
        form.phone = "+48 501 502 503"
        form.email = "adam@kuznia.example.com"
        form.city = "Radom"
        form.source_id = source
        form.note = "Chce <b>cennik</b>"
        form.next_contact_date = "2026-06-17"
        action = form.save().action_save()
        card = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(card.contractor_status, "card")
        self.assertTrue(card.is_company)
        self.assertEqual(card.child_ids.name, "Adam Kowal")
        self.assertEqual(card.phone, "+48 501 502 503")
        self.assertEqual((card.email, card.city), ("adam@kuznia.example.com", "Radom"))
        self.assertEqual(card.card_source_id, source)
        self.assertEqual(card.user_id, self.env.user)
        self.assertIn("&lt;b&gt;", card.comment)
        self.assertEqual(str(card.next_contact_date), "2026-06-17")
        call = self.env["enova.activity"].search([("partner_id", "=", card.id)])
        self.assertEqual(call.type_id, self.type_call_task)
        self.assertEqual(call.contact_id, card.child_ids)
        self.assertEqual((call.state, call.user_id), ("planned", self.env.user))

    @users("crm_own")
    def test_save_and_new_keeps_the_source(self):
        source = self.env["utm.source"].create({"name": "Targi"})
        entry = self.env["enova.card.entry"].create(
            {"name": "Jeden", "is_company": False, "source_id": source.id}
        )
        action = entry.action_save_and_new()
        self.assertEqual(action["context"], {"default_source_id": source.id})
        card = self.env["res.partner"].search([("card_source_id", "=", source.id)])
        self.assertEqual((card.name, card.is_company), ("Jeden", False))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_bad_input(self):
        entries = self.env["enova.card.entry"]
        with self.assertRaises(ValidationError):
            entries.with_user(self.user_own).create({"name": "   "})
        before = self.env["res.partner"].search_count([])
        for user in (self.user_outsider, self.user_portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                entries.with_user(user).create({"name": "X"}).action_save()
        self.assertEqual(self.env["res.partner"].search_count([]), before)


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestNextContact(CardCase):
    """The earliest open day, computed and searched alike."""

    def setUp(self):
        super().setUp()
        self.task.date_deadline = "2026-06-12"
        self._activity(partner_id=self.card.id, date_deadline="2026-06-20")

    def _search(self, *leaf):
        found = self.env["res.partner"].search([leaf])
        return found & (self.card | self.contractor)

    def test_earliest_open_day(self):
        self.assertEqual(str(self.card.next_contact_date), "2026-06-12")
        self.assertFalse(self.contractor.next_contact_date)
        self.task.action_done()
        self.assertEqual(str(self.card.next_contact_date), "2026-06-20")

    def test_search(self):
        field = "next_contact_date"
        for operator, value, found in (
            ("=", "2026-06-12", True),
            ("=", "2026-06-20", False),
            ("<", "2026-06-13", True),
            (">", "2026-06-13", False),
            (">=", "2026-06-12", True),
            ("!=", False, True),
            ("=", False, False),
            ("<", "today", False),
            ("<=", "+7d", True),
        ):
            with self.subTest(operator=operator, value=value):
                self.assertEqual(
                    self.card in self._search(field, operator, value), found
                )
        self.assertIn(self.contractor, self._search(field, "=", False))

    def test_under_the_rights_of_the_reader(self):
        self.task.write({"private": True, "assigned_by_id": self.user_own.id})
        mine = self.card.with_user(self.user_own).next_contact_date
        theirs = self.card.with_user(self.user_manager).next_contact_date
        self.assertEqual((str(mine), str(theirs)), ("2026-06-12", "2026-06-20"))
        found = self.env["res.partner"].with_user(self.user_manager)
        leaf = ("next_contact_date", "=", "2026-06-12")
        self.assertNotIn(self.card, found.search([leaf]))
        self.assertFalse(self.card.with_user(self.user_outsider).next_contact_date)

    def test_constant_number_of_queries(self):
        def cost(count):
            cards = self._card(name="Pierwsza") | self._card(name="Druga")
            for index in range(count):
                cards |= self._card(name=str(index))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cards.mapped("next_contact_date")
            return self.env.cr.sql_log_count - before

        cost(1)
        self.assertEqual(cost(2), cost(40))


@tagged("post_install", "-at_install")
class TestCardChoice(CardCase):
    """Who buys nothing yet cannot be invoiced, paid or bought from."""

    def _offered(self, domain=None, **context):
        partners = self.env["res.partner"].with_context(**context)
        names = partners.name_search("stolarnia", domain)
        listed = partners.web_search_read(
            [("complete_name", "ilike", "stolarnia"), *(domain or [])], {"id": {}}
        )
        self.assertEqual(
            {row[0] for row in names}, {r["id"] for r in listed["records"]}
        )
        return self.env["res.partner"].browse([row[0] for row in names])

    def test_vendors(self):
        self.assertIn(self.card, self._offered())
        self.assertIn(self.card, self._offered(res_partner_search_mode="customer"))
        self.assertFalse(self._offered(res_partner_search_mode="supplier"))
        self.card.contractor_status = "contractor"
        self.assertIn(self.card, self._offered(res_partner_search_mode="supplier"))

    def test_people_of_cards_neither(self):
        partners = self.env["res.partner"]
        vendors = partners.with_context(res_partner_search_mode="supplier")
        self.assertTrue(partners.name_search("Dąbek"))
        self.assertFalse(vendors.name_search("Dąbek"))

    def test_accounting_documents(self):
        for model, view, count in (
            ("account.move", "account.view_move_form", 1),
            ("account.payment", "account.view_account_payment_form", 2),
        ):
            form = self.env.ref(view)
            arch = etree.fromstring(self.env[model].get_view(form.id, "form")["arch"])
            domains = arch.xpath("//field[@name='partner_id']/@domain")
            without = [text for text in domains if "'not any'" in text]
            with self.subTest(model=model):
                self.assertGreaterEqual(len(without), count)
                domain = safe_eval(without[-1], {"company_id": self.company.id})
                self.assertFalse(self._offered(domain))

    def test_quotation_is_allowed(self):
        self.assertEqual(self.quotation.partner_id, self.card)
