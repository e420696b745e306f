from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import CrmEnovaCase, new_user


@tagged("post_install", "-at_install")
class TestContractorEntry(CrmEnovaCase):
    """Whoever enters a contractor finds it among their own, with a country."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.poland, cls.germany = cls.env.ref("base.pl"), cls.env.ref("base.de")

    def _create(self, user, **values):
        partners = self.env["res.partner"].with_user(user)
        return partners.create({"name": "Nowa Firma", **values})

    def test_it_is_the_own_of_whoever_entered_it(self):
        for values in (
            {"is_company": True},
            {"is_company": True, "user_id": False},
            {"is_company": False},
            {"contractor_status": "card"},
        ):
            with self.subTest(**values):
                partner = self._create(self.user_own, **values)
                self.assertEqual(partner.user_id, self.user_own)
                self.assertEqual(partner.caretaker_user_ids, self.user_own)
                mine = [("caretaker_user_ids", "in", [self.user_own.id])]
                self.assertIn(partner, partner.search(mine))

    def test_another_caretaker_that_is_given_stays(self):
        partner = self._create(self.user_own, user_id=self.user_all.id)
        self.assertEqual(partner.user_id, self.user_all)

    def test_who_has_all_contractors_gives_them_to_nobody(self):
        for user in (self.user_all, self.user_manager):
            partner = self._create(user, is_company=True)
            self.assertFalse(partner.user_id)
            self.assertEqual(partner.country_id, self.poland)

    def test_the_form_sends_an_empty_caretaker(self):
        partners = self.env["res.partner"].with_user(self.user_own)
        form = Form(partners.with_context(default_is_company=True))
        form.name = "Z formularza"
        partner = form.save()
        self.assertEqual(partner.user_id, self.user_own)
        self.assertEqual(partner.country_id, self.poland)

    def test_people_of_a_contractor_are_theirs(self):
        """A person or an address is no contractor, and has the firm's caretaker."""
        person = self._create(self.user_own, parent_id=self.other_contractor.id)
        self.assertFalse(person.user_id)
        self.assertFalse(person.country_id)
        address = self._create(
            self.user_own, parent_id=self.other_contractor.id, type="delivery"
        )
        self.assertFalse(address.user_id)
        none = self._create(self.user_own, contractor_status=False)
        self.assertFalse(none.user_id)
        self.assertFalse(none.country_id)

    def test_people_that_come_along(self):
        partner = self._create(
            self.user_own,
            is_company=True,
            child_ids=[Command.create({"name": "Jan Kos"})],
        )
        self.assertEqual(partner.user_id, self.user_own)
        self.assertFalse(partner.child_ids.caretaker_ids)

    def test_who_is_no_user_of_the_crm_changes_nothing(self):
        keeper = new_user(
            self.env,
            login="contact_keeper",
            groups="base.group_user,base.group_partner_manager",
        )
        partner = self._create(keeper, is_company=True)
        self.assertFalse(partner.user_id)
        self.assertFalse(partner.country_id)

    def test_the_system_changes_nothing(self):
        """The mail gateway, the web shop and jobs create as the superuser."""
        partners = self.env["res.partner"].with_user(self.user_own).sudo()
        partner = partners.create({"name": "Bramka"})
        self.assertFalse(partner.user_id)
        self.assertFalse(partner.country_id)
        found = partners.find_or_create("nowy@example.com")
        self.assertFalse(found.user_id)

    def test_portal_user_changes_nothing(self):
        partner = self.env["res.partner"].with_user(self.user_portal).sudo()
        partner = partner.create({"name": "Klient sklepu"})
        self.assertFalse(partner.user_id)

    def test_people_of_ones_own_are_no_contractors(self):
        """A user of the CRM who makes users and companies owns none of them."""
        self.user_own.group_ids += self.env.ref("base.group_system")
        env = self.env(user=self.user_own)
        user = env["res.users"].create({"name": "Nowy", "login": "nowy_pracownik"})
        self.assertFalse(user.partner_id.contractor_status)
        self.assertFalse(user.partner_id.user_id)
        self.assertFalse(user.partner_id.country_id)
        self.assertFalse(user.partner_id.caretaker_ids)
        company = env["res.company"].create({"name": "Trzecia Firma"})
        self.assertFalse(company.partner_id.user_id)
        self.assertFalse(company.country_id)

    def test_country_is_the_companys(self):
        self.other_company.country_id = self.germany
        self.user_own.company_ids += self.other_company
        for values, country in (
            ({"country_id": False}, self.poland),
            ({"country_id": self.germany.id}, self.germany),
            ({"company_id": self.other_company.id}, self.germany),
            ({"vat": "PL5260001246"}, self.poland),
            # of which country it is, the number says better
            ({"vat": "DE136695976"}, self.germany.browse()),
        ):
            with self.subTest(**values):
                partner = self._create(self.user_own, is_company=True, **values)
                self.assertEqual(partner.country_id, country)

    def test_company_without_country(self):
        self.company.country_id = False
        self.assertFalse(self._create(self.user_own).country_id)

    def test_many_at_once(self):
        """A list of contractors costs as many questions as one."""
        partners = self.env["res.partner"].with_user(self.user_own)
        partners.create({"name": "Pierwsza"})
        self.env.flush_all()
        count = self.cr.sql_log_count
        partners._enova_fill_values([{"name": f"F{i}"} for i in range(100)])
        self.assertLessEqual(self.cr.sql_log_count - count, 1)
