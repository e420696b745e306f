from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase


@tagged("post_install", "-at_install")
class TestContractorRights(CrmEnovaCase):
    """A setting, off by default, that shows contractors to their caretakers alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_person = cls.env["res.partner"].create(
            {"name": "Jan Obcy", "parent_id": cls.other_contractor.id}
        )
        cls.every = (
            cls.contractor + cls.contact + cls.other_contractor + cls.other_person
        )

    def _restrict(self):
        self.env["res.config.settings"].create({"restrict_contractors": True}).execute()
        self.env.invalidate_all()

    def _seen(self, user):
        self.env.invalidate_all()
        partners = self.env["res.partner"].with_user(user)
        return self.every & partners.search([("id", "in", self.every.ids)])

    def test_off_by_default(self):
        settings = self.env["res.config.settings"].create({})
        self.assertFalse(settings.restrict_contractors)
        for role in ("own", "all", "manager", "outsider"):
            with self.subTest(role=role):
                self.assertEqual(self._seen(self.crm_users[role]), self.every)

    def test_setting_is_told_to_those_who_may_change_it(self):
        """Core answers anybody who asks for the settings, and goes on doing so."""
        for role in ("manager", "outsider", "portal"):
            settings = self.env["res.config.settings"].with_user(self.crm_users[role])
            with self.subTest(role=role):
                self.assertNotIn("restrict_contractors", settings.get_values())
        self.user_outsider.group_ids += self.env.ref("base.group_system")
        settings = self.env["res.config.settings"].with_user(self.user_outsider)
        self.assertIs(settings.get_values()["restrict_contractors"], False)

    def test_binds_the_own_group_alone(self):
        self._restrict()
        mine = self.contractor + self.contact
        self.assertEqual(self._seen(self.user_own), mine)
        for role in ("all", "manager", "outsider"):
            with self.subTest(role=role):
                self.assertEqual(self._seen(self.crm_users[role]), self.every)

    def test_binds_them_in_accounting_too(self):
        self.user_own.group_ids += self.env.ref("account.group_account_invoice")
        self._restrict()
        self.assertEqual(self._seen(self.user_own), self.contractor + self.contact)

    def test_portal_and_public_stay_as_they_were(self):
        public = self.env.ref("base.public_user")
        before = self._seen(self.user_portal), self._seen(public)
        self._restrict()
        self.assertEqual((self._seen(self.user_portal), self._seen(public)), before)
        self.assertFalse(before[0] + before[1])

    def test_deputy_sees_them_while_they_are_one(self):
        self._restrict()
        self.env["enova.caretaker"].create(
            {
                "partner_id": self.other_contractor.id,
                "user_id": self.user_own.id,
                "role": "deputy",
            }
        )
        self.assertEqual(self._seen(self.user_own), self.every)

    def test_companies_colleagues_and_oneself_stay_readable(self):
        self._restrict()
        people = self.company.partner_id + self.user_own.partner_id
        people += self.user_manager.partner_id
        self.assertEqual(
            people.with_user(self.user_own).mapped("name"), people.mapped("name")
        )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_every_door(self):
        self._restrict()
        partners = self.env["res.partner"].with_user(self.user_own)
        domain = [("id", "in", self.every.ids)]
        self.assertEqual(partners.search_count(domain), 2)
        groups = partners._read_group(domain, ["name"], ["__count"])
        self.assertEqual(len(groups), 2)
        self.assertFalse(partners.name_search("Hurtownia Północ"))
        hidden = partners.browse(self.other_contractor.id)
        exporters = self.env.ref("base.group_allow_export")
        self.user_own.group_ids += exporters
        for attempt in (
            lambda: hidden.read(["phone"]),
            lambda: hidden.export_data(["name"]),
            lambda: hidden.write({"city": "Sopot"}),
            lambda: hidden.enova_timeline(),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                attempt()
        self.assertEqual(self.other_contractor.city, "Gdynia")

    def test_what_they_enter_is_theirs(self):
        self._restrict()
        partners = self.env["res.partner"].with_user(self.user_own)
        partner = partners.create({"name": "Nowa firma", "is_company": True})
        self.assertEqual(partner.sudo().user_id, self.user_own)
        person = partners.create({"name": "Osoba", "parent_id": partner.id})
        self.assertEqual(person.name, "Osoba")

    def test_search_agrees_with_the_compute(self):
        for role in ("own", "all"):
            partners = self.every.with_user(self.crm_users[role]).sudo()
            for value in (True, False):
                domain = [
                    ("is_own_contractor", "=", value),
                    ("id", "in", partners.ids),
                ]
                computed = partners.filtered(
                    lambda p, value=value: p.is_own_contractor is value
                )
                with self.subTest(role=role, value=value):
                    self.assertEqual(partners.search(domain), computed.sorted())
