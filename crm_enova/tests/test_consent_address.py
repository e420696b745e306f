"""What holds for an address holds for whoever comes to it, by whatever way."""

import runpy
from pathlib import Path

from odoo.fields import Command
from odoo.tests import Form, tagged

from ..hooks import post_init_hook
from .import_common import ImportCase
from .project_common import ProjectCase
from .vcard_common import VcardCase, card

BLOCKED = "stop@example.com"
WITHDRAWN = [("Marketing", "email", "withdrawn")]


class AddressCase(VcardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ledger = cls.env["enova.consent"]
        cls.marketing = cls.env.ref("crm_enova.enova_consent_purpose_marketing")
        cls.env["mail.blacklist"]._add(BLOCKED)

    def _enter(self, partner, state="given"):
        return self.ledger.create(
            {
                "partner_id": partner.id,
                "purpose_id": self.marketing.id,
                "state": state,
            }
        )

    def _said(self, partner):
        lines = self.ledger.search(
            [("partner_id", "=", partner.id), ("is_current", "=", True)]
        )
        return [(line.purpose_id.name, line.channel, line.state) for line in lines]

    def _blocked(self, email=BLOCKED):
        return bool(self.env["mail.blacklist"].search([("email", "=", email)]))

    def _partner(self, **values):
        return self.env["res.partner"].create({"name": "Firma", **values})


@tagged("post_install", "-at_install")
class TestAddressComes(AddressCase):
    """Each way in which somebody comes to an address that is blocked."""

    def test_form(self):
        for user in (self.user_own, self.user_manager):
            with self.subTest(user=user.name):
                form = Form(self.env["res.partner"].with_user(user))
                form.name = "Nowa"
                form.email = f"Biuro <{BLOCKED.upper()}>"
                partner = form.save()
                self.assertEqual(self._said(partner), WITHDRAWN)
                self.assertTrue(partner.sudo().consent_ids.is_automatic)

    def test_default_of_the_context(self):
        partners = self.env["res.partner"].with_context(default_email=BLOCKED)
        self.assertEqual(self._said(partners.create({"name": "Nowa"})), WITHDRAWN)

    def test_vcard(self):
        partner = self._created(card("FN:Jan Stop", f"EMAIL:{BLOCKED}"))
        self.assertEqual(self._said(partner), WITHDRAWN)

    def test_copy_and_people_of_a_new_contractor(self):
        firm = self._partner(
            is_company=True,
            child_ids=[Command.create({"name": "Ewa", "email": BLOCKED})],
        )
        self.assertEqual(self._said(firm.child_ids), WITHDRAWN)
        self.assertFalse(self._said(firm))
        # core copies no e-mail unless told to
        copy = firm.child_ids.copy({"email": BLOCKED})
        self.assertEqual(self._said(copy), WITHDRAWN)

    def test_correction_of_an_address(self):
        partner = self._partner(email="stpo@example.com")
        partner.with_user(self.user_own).email = BLOCKED
        self.assertEqual(self._said(partner), WITHDRAWN)
        # the same address in another writing is no new one
        partner.email = f"Firma <{BLOCKED}>"
        self.assertEqual(len(partner.consent_ids), 1)

    def test_from_the_archive(self):
        """Who was archived when the address was blocked is asked as others are."""
        old = self._partner(email="dawny@example.com", active=False)
        self.env["mail.blacklist"]._add("dawny@example.com")
        self.assertEqual(self._said(old), WITHDRAWN)
        self.env["mail.blacklist"]._remove("dawny@example.com")
        self.assertEqual(self._said(old), [("Marketing", "email", "given")])

    def test_back_from_the_archive_and_card_that_becomes_a_contractor(self):
        """An entry that another program has made meanwhile is obeyed, too."""
        old = self._partner(email="inny@example.com", active=False)
        firm = self._partner(
            name="Zajazd", email="karta@example.com", contractor_status="card"
        )
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO mail_blacklist (email, active)"
            " VALUES ('inny@example.com', TRUE), ('karta@example.com', TRUE)"
        )
        self.env.invalidate_all()
        old.action_unarchive()
        self.assertEqual(self._said(old), WITHDRAWN)
        firm.with_user(self.user_own).action_quick_convert_card()
        self.assertEqual(firm.contractor_status, "contractor")
        self.assertEqual(self._said(firm), WITHDRAWN)

    def test_what_somebody_said_of_this_address_stays(self):
        """Archived and taken out again, they have said nothing new."""
        partner = self._partner(email=BLOCKED)
        other = self._partner(email=BLOCKED)
        self._enter(other)
        self.assertTrue(self._blocked())
        other.action_archive()
        other.action_unarchive()
        self.assertEqual(self._said(other), [("Marketing", "email", "given")])
        self.assertEqual(self._said(partner), WITHDRAWN)

    def test_outsiders_and_addresses_that_are_free(self):
        """Whoever has no CRM enters partners as before, and obeys the same."""
        self.user_outsider.group_ids += self.env.ref("base.group_partner_manager")
        partners = self.env["res.partner"].with_user(self.user_outsider)
        blocked, free, none = partners.create(
            [
                {"name": "A", "email": BLOCKED},
                {"name": "B", "email": "wolny@example.com"},
                {"name": "C"},
            ]
        )
        self.assertEqual(self._said(blocked), WITHDRAWN)
        self.assertFalse(self._said(free) + self._said(none))

    def test_existing_ones_on_installation(self):
        """The addon comes to a database that has a blacklist already."""
        partner = self._partner(email=BLOCKED)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM enova_consent")
        self.env.invalidate_all()
        post_init_hook(self.env)
        self.assertEqual(self._said(partner), WITHDRAWN)
        post_init_hook(self.env)
        self.assertEqual(len(partner.consent_ids), 1)

    def test_existing_ones_on_update(self):
        """A database in use is brought in line by the update; a fresh one is not."""
        partner = self._partner(email=BLOCKED)
        merged = self.env.ref("crm_enova.enova_activity_type_event_merged")
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM enova_consent")
        self.env.cr.execute("UPDATE enova_activity_type SET is_system = NULL")
        self.env.invalidate_all()
        path = Path(__file__).parents[1] / "migrations/19.0.1.2.0/post-addresses.py"
        migrate = runpy.run_path(str(path))["migrate"]
        migrate(self.env.cr, None)
        self.assertFalse(self._said(partner))
        migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertEqual(self._said(partner), WITHDRAWN)
        self.assertTrue(merged.is_system)
        self.assertFalse(self.type_call.is_system)

    def test_bulk_queries(self):
        """One statement where nothing is blocked; as many for 10 as for 1,000."""

        def cost(count, domain):
            values = [
                {"name": str(i), "email": f"{domain}{count}.{i}@example.com"}
                for i in range(count)
            ]
            partners = self.env["res.partner"].with_context(tracking_disable=True)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            partners = partners.create(values)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before, partners

        def blocked(count):
            self.env["mail.blacklist"].create(
                [{"email": f"zly{count}.{i}@example.com"} for i in range(count)]
            )
            return cost(count, "zly")

        cost(3, "dobry")
        few, many = cost(10, "dobry")[0], cost(1000, "dobry")[0]
        # core writes rows by the hundred
        self.assertLessEqual(many, few + 2 * 1000 // 100)
        blocked(3)
        few, many = blocked(10)[0], blocked(1000)
        self.assertLessEqual(many[0], few + 4 * 1000 // 100)
        self.assertEqual(len(many[1].consent_ids), 1000)


@tagged("post_install", "-at_install")
class TestAddressShared(AddressCase):
    """Those who share an address are blocked together and free together."""

    def test_newcomer_is_free_with_whom_they_follow(self):
        first = self._partner(email="skrzynka@example.com")
        line = self._enter(first, "withdrawn")
        later = self._partner(email="skrzynka@example.com")
        self.assertEqual(later.consent_ids.follows_id, line)
        self._enter(first)
        self.assertFalse(self._blocked("skrzynka@example.com"))
        self.assertEqual(self._said(later), [("Marketing", "email", "given")])

    def test_newcomer_waits_for_all_who_have_refused(self):
        people = [self._partner(email="skrzynka@example.com") for _ in range(2)]
        for person in people:
            self._enter(person, "withdrawn")
        later = self._partner(email="skrzynka@example.com")
        self._enter(people[0])
        self.assertTrue(self._blocked("skrzynka@example.com"))
        self.assertEqual(self._said(later), WITHDRAWN)
        self._enter(people[1])
        self.assertFalse(self._blocked("skrzynka@example.com"))
        self.assertEqual(self._said(later), [("Marketing", "email", "given")])

    def test_both_of_a_blocked_address_are_merged(self):
        """Two who came to it at different times are one, and still withdrawn."""
        for user in (self.user_own, self.user_manager):
            with self.subTest(user=user.name):
                kept, gone = self.env["res.partner"].create(
                    [
                        {"name": name, "email": BLOCKED, "user_id": user.id}
                        for name in ("A", "B")
                    ]
                )
                self._enter(kept)
                wizard = self.env["base.partner.merge.automatic.wizard"]
                wizard = wizard.with_user(user).create({})
                wizard._merge((kept | gone).ids, kept)
                self.assertFalse(gone.exists())
                self.assertEqual(self._said(kept), WITHDRAWN)
                self.assertTrue(self._blocked())


@tagged("post_install", "-at_install")
class TestAddressImported(ImportCase):
    def test_import(self):
        """A file with many rows, some of whose addresses are blocked."""
        self.env["mail.blacklist"]._add(BLOCKED)
        rows = [["Name", "Email"], ["Zła", BLOCKED], ["Dobra", "dobra@example.com"]]
        bad, good = self._imported("res.partner", rows)
        self.assertEqual(bad.consent_ids.state, "withdrawn")
        self.assertFalse(good.consent_ids)


@tagged("post_install", "-at_install")
class TestAddressInCreator(ProjectCase):
    def test_left_out(self):
        """Who comes to a blocked address gets no e-mail of a creator."""
        self.env["mail.blacklist"]._add(BLOCKED)
        definition = self.env["enova.activity.type"].create(
            {"name": "Oferta", "channel": "email"}
        )
        people = self.env["res.partner"].create(
            [
                {
                    "name": email,
                    "email": email,
                    "is_company": True,
                    "user_id": self.user_own.id,
                }
                for email in (BLOCKED, "wolny@example.com")
            ]
        )
        playbook = self._playbook(("Oferta", 0, {"type_id": definition.id}))
        run = self._run(partner_ids=people, playbook_id=playbook.id)
        left = run.line_ids.filtered(lambda line: line.partner_id == people[0])
        self.assertEqual((left.state, left.reason), ("left", "no_consent"))
        done = run.line_ids - left
        self.assertEqual(done.partner_id, people[1])
        self.assertNotEqual(done.state, "left")
