from odoo import Command
from odoo.tests import tagged

from ..models.contractor.res_partner_search import vat_key
from .common import CrmEnovaCase, new_user


@tagged("post_install", "-at_install")
class TestContractorStatus(CrmEnovaCase):
    """Who stands among the contractors, and who does not."""

    def test_partner_of_any_module_is_a_contractor(self):
        self.assertEqual(self.contractor.contractor_status, "contractor")

    def test_contact_persons_and_addresses_stay_out(self):
        self.assertFalse(self.contact.contractor_status)
        address = self.env["res.partner"].create(
            {"type": "delivery", "name": "Magazyn", "parent_id": self.contractor.id}
        )
        self.assertFalse(address.contractor_status)

    def test_person_who_leaves_their_company_becomes_one(self):
        self.contact.parent_id = False
        self.assertEqual(self.contact.contractor_status, "contractor")
        self.contact.parent_id = self.contractor
        self.assertFalse(self.contact.contractor_status)

    def test_own_staff_and_companies_stay_out(self):
        self.assertFalse(self.user_own.partner_id.contractor_status)
        self.assertFalse(self.user_outsider.partner_id.contractor_status)
        self.assertFalse(self.other_company.partner_id.contractor_status)

    def test_customer_with_a_portal_login_stays(self):
        customer = self.env["res.partner"].create({"name": "Klient"})
        new_user(
            self.env,
            login="klient",
            groups="base.group_portal",
            partner_id=customer.id,
        )
        self.assertEqual(customer.contractor_status, "contractor")

    def test_card_stays_a_card(self):
        card = self.env["res.partner"].create(
            {"name": "Targi 2026", "contractor_status": "card"}
        )
        card.write({"city": "Poznań", "child_ids": [Command.create({"name": "Jan"})]})
        self.assertEqual(card.contractor_status, "card")

    def test_bulk(self):
        rows = [{"name": f"Firma {i}"} for i in range(300)]
        partners = self.env["res.partner"].create(rows)
        self.assertEqual(set(partners.mapped("contractor_status")), {"contractor"})


@tagged("post_install", "-at_install")
class TestContractorSearch(CrmEnovaCase):
    """A contractor is found by whatever one has at hand, in any writing."""

    def _found(self, text, operator="ilike"):
        partners = self.env["res.partner"].with_user(self.user_own)
        return [row[0] for row in partners.name_search(text, operator=operator)]

    def test_keys(self):
        for text in ("PL5260001246", "pl 526-000-12-46", "526 000 12 46"):
            self.assertEqual(vat_key(text), "5260001246")
        self.assertEqual(vat_key("DE 136 695 976"), "DE136695976")
        self.assertIs(vat_key(None), False)

    def test_name_search_finds_every_writing(self):
        for text in (
            "Młyn",
            "PL5260001246",
            "526-000-12-46",
            "pl 526 000 12 46",
            "600 100 200",
            "+48600100200",
            "0048 600-100-200",
            "100200",
            "biuro@mlyn",
        ):
            with self.subTest(text=text):
                self.assertIn(self.contractor.id, self._found(text))

    def test_exact_search_as_the_import_does(self):
        for text in ("526-000-12-46", "PL 5260001246", "Młyn Lubelski sp. z o.o."):
            with self.subTest(text=text):
                self.assertIn(self.contractor.id, self._found(text, "="))
        self.assertNotIn(self.contractor.id, self._found("526-000-12-4", "="))

    def test_name_with_digits_is_no_telephone(self):
        firm = self.env["res.partner"].create({"name": "Warsztat 2000 i syn"})
        self.assertIn(firm.id, self._found("Warsztat 2000"))
        self.assertNotIn(self.contractor.id, self._found("Warsztat 1002"))

    def test_search_fields_of_the_view(self):
        partners = self.env["res.partner"]
        for field, text in (
            ("nip_search", "526-000"),
            ("nip_search", "PL 526 000 12 46"),
            ("phone_search", "600-100"),
        ):
            with self.subTest(field=field, text=text):
                found = partners.search([(field, "ilike", text)])
                self.assertIn(self.contractor, found)
        self.assertFalse(partners.search([("nip_search", "ilike", "-- --")]))

    def test_keys_follow_the_number(self):
        self.contractor.write({"vat": False, "phone": "22 555 66 77"})
        self.assertFalse(self.contractor.enova_vat_key)
        self.assertIn(self.contractor.id, self._found("225556677"))

    def test_negative_search_is_not_widened(self):
        found = self.env["res.partner"].search(
            [("display_name", "not ilike", "5260001246")]
        )
        # the ERP's own meaning: the text is not in the stored number
        self.assertIn(self.other_contractor, found)
        self.assertNotIn(self.contractor, found)

    def test_own_group_begins_with_its_own(self):
        action = self.env.ref("crm_enova.res_partner_action_contractor")
        for role, expected in (("own", True), ("all", False), ("manager", False)):
            user = self.crm_users[role]
            loaded = action.with_user(user).sudo()._get_action_dict()
            with self.subTest(role=role):
                found = "search_default_my_contractors" in loaded["context"]
                self.assertEqual(found, expected)
