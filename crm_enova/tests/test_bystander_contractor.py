"""Whoever has no CRM group can do all that core lets them do with partners."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CrmEnovaCase, new_user

BYSTANDERS = {
    "employee": "base.group_user",
    "contacts": "base.group_user,base.group_partner_manager",
    "mailing": "base.group_user,mass_mailing.group_mass_mailing_user",
    "seller": "base.group_user,sales_team.group_sale_salesman_all_leads",
    "settings": "base.group_user,base.group_system",
    "customer": "base.group_portal",
    "visitor": "base.group_public",
}


class BystanderCase(CrmEnovaCase):
    """People without a CRM group, and a contractor about whom the CRM knows a lot."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bystanders = {
            name: new_user(
                cls.env, login=f"by_{name}", email=f"{name}@by.example.com", groups=grp
            )
            for name, grp in BYSTANDERS.items()
        }
        cls.marketing = cls.env.ref("crm_enova.enova_consent_purpose_marketing")
        cls.contact.email = "ewa@mlyn.example.com"
        # who comes by themselves becomes somebody's of whom bystanders know nothing
        cls.env["enova.sharing.rule"].create(
            {
                "zip_from": "20",
                "user_id": new_user(
                    cls.env,
                    login="by_nobody_s",
                    groups=BYSTANDERS["employee"],
                    company_id=cls.other_company.id,
                    company_ids=[Command.set(cls.other_company.ids)],
                ).id,
            }
        )

    def _as(self, name, records):
        """Return records as one of the bystanders, with nothing cached."""
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(self.bystanders[name]).with_context(tz="Europe/Warsaw")

    def _refused(self, partner):
        """Enter that a person has withdrawn the consent to mailings."""
        return self.env["enova.consent"].create(
            {
                "partner_id": partner.id,
                "purpose_id": self.marketing.id,
                "state": "withdrawn",
            }
        )

    def _state(self, partner):
        """Return the state of the consent that is in force."""
        return partner.consent_ids.filtered("is_current").mapped("state")

    def _blocked(self, email):
        return bool(self.env["mail.blacklist"].search([("email", "=", email)]))


@tagged("post_install", "-at_install")
class TestBystanderPartner(BystanderCase):
    """Partners in the hands of those who keep contacts, and of nobody."""

    def test_contact_manager_changes_an_email(self):
        self._refused(self.contact)
        self._as("contacts", self.contact).email = "ewa.nowak@mlyn.example.com"
        self.assertTrue(self._blocked("ewa.nowak@mlyn.example.com"))
        self.env["mail.blacklist"]._add("stop@example.com")
        self._as("contacts", self.contractor).write({"email": "stop@example.com"})
        self.assertEqual(self.contractor.email, "stop@example.com")

    def test_contact_manager_enters_copies_and_archives(self):
        partners = self._as("contacts", self.env["res.partner"])
        seller = self.bystanders["seller"]
        partner = partners.create(
            {
                "name": "Nowa Firma",
                "is_company": True,
                "vat": "PL5252248481",
                "email": "nowa@example.com",
                "user_id": seller.id,
                "child_ids": [Command.create({"name": "Jan Nowy"})],
            }
        )
        self.assertEqual(partner.sudo().caretaker_ids.user_id, seller)
        double = partner.copy()
        self.assertEqual(double.contractor_status, "contractor")
        partner.child_ids.parent_id = double
        partner.write({"user_id": self.bystanders["employee"].id, "phone": "601"})
        partner.user_id = False
        partner.action_archive()
        self.assertFalse(partner.active)
        self.assertTrue(partners.name_create("Szybka Firma"))

    def test_contact_manager_takes_over_a_contractor(self):
        """Core lets them; that it needs a right is a matter within the CRM."""
        manager = self.bystanders["contacts"]
        partner = self._as("contacts", self.contractor)
        partner.user_id = manager
        main = self.contractor.caretaker_ids.filtered("is_current")
        self.assertEqual(main.user_id, manager)

    def test_contact_manager_reads_what_the_form_shows(self):
        names = [
            name
            for name, field in self.env["res.partner"]._fields.items()
            if "crm_enova" in field._modules
        ]
        for who in ("contacts", "employee"):
            partner = self._as(who, self.contractor)
            readable = [n for n in names if n in partner.fields_get()]
            with self.subTest(who=who):
                hidden = {"consent_ids", "caretaker_ids"}
                hidden |= {n for n in names if n.startswith("enova_") and "ids" in n}
                self.assertTrue(partner.read([n for n in readable if n not in hidden]))

    def test_contact_manager_deletes(self):
        """What the system has noted of itself stands in nobody's way."""
        partner = self.env["res.partner"].create(
            {"name": "A", "email": "a@example.com", "user_id": self.user_own.id}
        )
        self.env["mail.blacklist"]._add("a@example.com")
        self.assertEqual(self._state(partner), ["withdrawn"])
        self._as("contacts", partner).unlink()
        self.assertFalse(partner.exists())
        self.assertTrue(self._blocked("a@example.com"))

    def test_contact_manager_merges(self):
        duplicate = self.env["res.partner"].create(
            {
                "name": "Młyn",
                "email": "biuro@mlyn.example.com",
                "user_id": self.user_all.id,
            }
        )
        self._refused(duplicate)
        task = self._activity(partner_id=duplicate.id)
        wizard = self._as(
            "contacts", self.env["base.partner.merge.automatic.wizard"]
        ).create(
            {
                "partner_ids": [Command.set((duplicate | self.contractor).ids)],
                "dst_partner_id": self.contractor.id,
            }
        )
        wizard.action_merge()
        self.assertFalse(duplicate.exists())
        self.assertEqual(task.partner_id, self.contractor)
        self.assertIn("withdrawn", self._state(self.contractor))

    def test_contact_manager_imports_as_core_does(self):
        """Two lines of a file with one tax number are two partners to them."""
        partners = self._as("contacts", self.env["res.partner"])
        rows = [
            ["Pierwsza", "5252248481", "20-001"],
            ["Druga", "525-224-84-81", "20-002"],
        ]
        context = {"import_file": True, "no_vat_validation": True}
        result = partners.with_context(**context).load(["name", "vat", "zip"], rows)
        self.assertEqual(len(result["ids"] or []), 2, result["messages"])
        export = partners.browse(result["ids"]).export_data
        if self.bystanders["contacts"].has_group("base.group_allow_export"):
            self.assertEqual(len(export(["name"])["datas"]), 2)

    def test_employee_writes_what_is_theirs(self):
        employee = self.bystanders["employee"]
        own = self._as("employee", employee)
        own.write({"email": "nowy@by.example.com", "phone": "600 100 300"})
        self.assertEqual(employee.email, "nowy@by.example.com")
        own.partner_id.read(["name", "email", "contractor_status"])
        partners = self._as("employee", self.env["res.partner"])
        self.assertTrue(partners.search_count([]))
        self.assertTrue(partners.name_search("Młyn"))
        self.assertTrue(partners.name_search("600-100-200"))
        found = partners.web_search_read([], {"display_name": {}}, limit=3)
        self.assertTrue(found["records"])

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_core_refuses_still_what_core_refuses(self):
        for who in ("employee", "mailing", "customer", "visitor"):
            with self.subTest(who=who):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self._as(who, self.contractor).write({"email": "x@example.com"})

    def test_customer_edits_their_address(self):
        """The portal writes as superuser in the name of the customer."""
        customer = self.bystanders["customer"].partner_id
        self._refused(customer)
        self._as("customer", customer).sudo().write(
            {"email": "kupuje@example.com", "street": "Długa 1", "zip": "20-001"}
        )
        self.assertTrue(self._blocked("kupuje@example.com"))
        self._as("customer", customer).read(["name", "email"])

    def test_visitor_signs_up(self):
        for who in ("visitor", "customer"):
            partner = self._as(who, self.env["res.partner"]).sudo()
            partner = partner.create(
                {"name": who, "email": f"{who}@shop.example.com", "zip": "20-001"}
            )
            self.assertEqual(partner.contractor_status, "contractor")
            self.assertTrue(partner.user_id)
        user = self._as("visitor", self.env["res.users"]).sudo()
        user = user.with_context(no_reset_password=True).create(
            {
                "name": "Nowy klient",
                "login": "nowy.klient@example.com",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        self.assertEqual(user.partner_id.contractor_status, "contractor")


@tagged("post_install", "-at_install")
class TestBystanderElsewhere(BystanderCase):
    """What other models of core do meets ours on its way."""

    def test_mailing_user_keeps_the_blacklist(self):
        blacklist = self._as("mailing", self.env["mail.blacklist"])
        entry = blacklist._add("ewa@mlyn.example.com", message="Asked by phone")
        self.assertEqual(self._state(self.contact), ["withdrawn"])
        blacklist._remove("ewa@mlyn.example.com")
        self.assertEqual(self._state(self.contact), ["given"])
        entry.action_unarchive()
        entry.action_archive()
        entry.write({"email": "biuro@mlyn.example.com", "active": True})
        self.assertEqual(self._state(self.contractor), ["withdrawn"])
        entry.unlink()
        self.assertEqual(self._state(self.contractor), ["given"])
        several = blacklist.create([{"email": f"{i}@example.com"} for i in range(3)])
        self.assertEqual(len(several), 3)

    def test_settings_user_keeps_the_blacklist_and_the_settings(self):
        self._as("settings", self.env["mail.blacklist"])._add("ewa@mlyn.example.com")
        self.assertEqual(self._state(self.contact), ["withdrawn"])
        settings = self._as("settings", self.env["res.config.settings"])
        settings.create({}).execute()
        users = self._as("settings", self.env["res.users"])
        user = users.with_context(no_reset_password=True).create(
            {"name": "Nowa Osoba", "login": "nowa.osoba"}
        )
        self.assertFalse(user.partner_id.contractor_status)
        company = self._as("settings", self.env["res.company"]).create({"name": "C"})
        self.assertFalse(company.partner_id.contractor_status)
        action = self.env.ref("crm_enova.res_partner_action_contractor")
        self.assertTrue(self._as("settings", action)._get_action_dict())

    def test_public_unsubscribes(self):
        """The page of a mailing adds to the blacklist as superuser of a visitor."""
        blacklist = self._as("visitor", self.env["mail.blacklist"]).sudo()
        blacklist._add("ewa@mlyn.example.com")
        self.assertEqual(self._state(self.contact), ["withdrawn"])
        blacklist._remove("ewa@mlyn.example.com")
        self.assertEqual(self._state(self.contact), ["given"])

    def test_seller_confirms_an_order_of_a_card(self):
        card = self.env["res.partner"].create(
            {"name": "Targi", "contractor_status": "card"}
        )
        product = self.env["product.product"].create({"name": "P"})
        order = self._as("seller", self.env["sale.order"]).create(
            {
                "partner_id": card.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertEqual(card.contractor_status, "contractor")

    def test_settings_user_looks_up_a_person(self):
        self._refused(self.contact)
        lookups = self._as("settings", self.env["privacy.lookup.wizard"])
        lookup = lookups.create({"name": "Ewa Nowak", "email": "ewa@mlyn.example.com"})
        lookup.action_lookup()
        self.assertTrue(lookup.line_ids)
