from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from odoo.addons.crm_enova.models.base.context import OWN_IDENTITY

from .import_common import ImportCase


class SharingMixin:
    def _rule(self, user=None, **values):
        return self.env["enova.sharing.rule"].create(
            {
                "user_id": (user or self.user_all).id,
                **values,
            }
        )

    def _tag(self, name="Hurt"):
        return self.env["res.partner.category"].create({"name": name})


@tagged("post_install", "-at_install")
class TestSharingRule(SharingMixin, ImportCase):
    """The first rule that fits says whose somebody is whom nobody looks after."""

    def _user_for(self, zip_code=False, country=False, tags=(), company=None):
        rules = self.env["enova.sharing.rule"]._rules()
        return rules._user_for(zip_code, country, set(tags), company or self.company)

    # -- which rule fits -----------------------------------------------------------

    def test_postcodes(self):
        self._rule(zip_from="30-000", zip_to="34-999")
        for zip_code, fits in (
            ("30-000", True),
            ("34-999", True),
            ("PL 32-300", False),
            ("32300", True),
            (" 32 - 300 ", True),
            ("29-999", False),
            ("35-000", False),
            ("", False),
            (False, False),
            ("---", False),
        ):
            with self.subTest(zip=zip_code):
                self.assertEqual(bool(self._user_for(zip_code)), fits)

    def test_beginnings_of_postcodes(self):
        self._rule(zip_from="30", zip_to="34")
        self._rule(self.user_manager, zip_from="80")
        for zip_code, user in (
            ("30-000", self.user_all),
            ("34-999", self.user_all),
            ("35-000", None),
            ("80-298", self.user_manager),
            ("81-001", None),
            ("8", None),
        ):
            with self.subTest(zip=zip_code):
                found = self._user_for(zip_code)
                self.assertEqual(found, user or found.browse())

    def test_letters_and_countries(self):
        british = self.env.ref("base.uk").id
        self._rule(zip_from="SW", country_id=british)
        self.assertTrue(self._user_for("sw1a 1aa", british))
        self.assertFalse(self._user_for("sw1a 1aa", self.env.ref("base.pl").id))
        self.assertFalse(self._user_for("sw1a 1aa"))

    def test_tags_alone_and_with_postcodes(self):
        tag, other = self._tag(), self._tag("Detal")
        self._rule(category_id=tag.id, zip_from="30", sequence=1)
        self._rule(self.user_manager, category_id=tag.id, sequence=2)
        self.assertEqual(self._user_for("30-001", tags=[tag.id]), self.user_all)
        self.assertEqual(self._user_for("99-001", tags=[tag.id]), self.user_manager)
        self.assertEqual(self._user_for(tags=[other.id, tag.id]), self.user_manager)
        self.assertFalse(self._user_for("30-001", tags=[other.id]))

    def test_the_first_one_decides(self):
        late = self._rule(self.user_manager, zip_from="3", sequence=20)
        self._rule(zip_from="30", sequence=10)
        self.assertEqual(self._user_for("30-001"), self.user_all)
        self.assertEqual(self._user_for("31-001"), self.user_manager)
        late.sequence = 1
        self.assertEqual(self._user_for("30-001"), self.user_manager)
        late.active = False
        self.assertEqual(self._user_for("30-001"), self.user_all)

    def test_whoever_has_left_gets_nothing(self):
        self._rule(zip_from="30", sequence=1)
        self._rule(self.user_manager, zip_from="3", sequence=2)
        self.user_all.active = False
        self.assertEqual(self._user_for("30-001"), self.user_manager)

    def test_companies(self):
        self.user_all.company_ids += self.other_company
        self._rule(zip_from="30", company_id=self.other_company.id)
        self.assertFalse(self._user_for("30-001"))
        self.assertTrue(self._user_for("30-001", company=self.other_company))

    def test_nobody_who_could_not_see_the_contractor(self):
        """A rule for all companies gives those of each to who works there."""
        self._rule(zip_from="30", sequence=1)
        self._rule(self.user_manager, zip_from="30", sequence=2)
        self.user_manager.company_ids += self.other_company
        nobodys, theirs = self.env["res.partner"], self.other_company
        self.assertEqual(self._user_for("30-001", company=theirs), self.user_manager)
        elsewhere = self.env(context={"allowed_company_ids": theirs.ids})
        rules = self.env["enova.sharing.rule"].with_env(elsewhere)._rules()
        everybodys = rules._user_for("30-001", False, set(), nobodys.company_id)
        self.assertEqual(everybodys, self.user_all)

    def test_what_is_refused(self):
        for values, said in (
            ({}, "needs postcodes or a tag"),
            ({"zip_from": "-", "zip_to": ""}, "needs postcodes or a tag"),
            ({"zip_from": "34", "zip_to": "30"}, "34 is not before 30"),
            ({"zip_to": "30", "category_id": self._tag().id}, "not before 30"),
            (
                {"zip_from": "30", "company_id": self.other_company.id},
                "Crm All does not work in Druga Firma",
            ),
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, said),
                self.env.cr.savepoint(),
            ):
                self._rule(**values)

    # -- who is shared out ---------------------------------------------------------

    def _made(self, user=None, **values):
        partners = self.env["res.partner"]
        if user:
            partners = partners.with_user(user)
        return partners.create(
            {
                "name": "Nowa",
                "is_company": True,
                "zip": "30-001",
                **values,
            }
        )

    def _periods(self, partner):
        periods = self.env["enova.caretaker"].search([("partner_id", "=", partner.id)])
        return [(period.user_id, period.role) for period in periods]

    def test_import(self):
        """By a manager; a column of caretakers that says something goes before."""
        tag = self._tag()
        self._rule(zip_from="30")
        self._rule(self.user_manager, category_id=tag.id)
        rows = [
            ["Name", "Zip", "Salesperson", "Tags"],
            ["Import A", "30-001", "", ""],
            ["Import B", "99-001", "", ""],
            ["Import C", "30-001", "Crm Own", ""],
            ["Import D", "99-001", "", "Hurt"],
        ]
        made = self._imported("res.partner", rows)
        self.assertEqual(
            [partner.user_id for partner in made],
            [
                self.user_all,
                self.env["res.users"],
                self.user_own,
                self.user_manager,
            ],
        )
        self.assertEqual(self._periods(made[0]), [(self.user_all, "main")])
        self.assertEqual(made[0].caretaker_user_ids, self.user_all)

    def test_from_the_web(self):
        """A portal or a website creates with all rights, and as one of its users."""
        self._rule(zip_from="30")
        public = self.env.ref("base.public_user")
        for user in (public, self.user_portal):
            made = self.env["res.partner"].with_user(user).sudo()
            partner = made.create({"name": "Klient", "zip": "30-001"})
            with self.subTest(user=user.login):
                self.assertEqual(partner.user_id, self.user_all)
                self.assertEqual(self._periods(partner), [(self.user_all, "main")])

    def test_cards(self):
        self._rule(zip_from="30")
        for user in (self.user_all, self.user_manager, None):
            card = self._made(user, contractor_status="card")
            self.assertEqual(card.user_id, self.user_all)
        context = {"default_contractor_status": "card"}
        cards = self.env["res.partner"].with_context(**context)
        self.assertEqual(
            cards.create({"name": "K", "zip": "30-001"}).user_id, self.user_all
        )
        with Form(cards.with_user(self.user_manager)) as form:
            form.name = "Z formularza"
            form.zip = "30-002"
        self.assertEqual(form.record.user_id, self.user_all)

    def test_who_is_entered_by_hand_is_not(self):
        self._rule(zip_from="30")
        self.assertFalse(self._made(self.user_manager).user_id)
        self.assertFalse(self._made(self.user_all).user_id)
        self.assertFalse(self._made().user_id)

    def test_own_contractors_stay_theirs(self):
        """By hand, as a card, and by an import."""
        self._rule(zip_from="30")
        own = self.user_own
        self.user_own.group_ids += self.env.ref("base.group_partner_manager")
        self.assertEqual(self._made(own).user_id, own)
        self.assertEqual(self._made(own, contractor_status="card").user_id, own)
        imported = self.env["res.partner"].with_user(own).with_context(import_file=True)
        result = imported.load(["name", "zip"], [["Import", "30-001"]])
        made = self.env["res.partner"].browse(result["ids"])
        self.assertEqual(made.user_id, own)

    def test_people_addresses_staff_and_companies_are_not(self):
        self._rule(zip_from="30")
        public = self.env.ref("base.public_user")
        made = self.env["res.partner"].with_user(public).sudo()
        person = made.create(
            {
                "name": "Osoba",
                "zip": "30-001",
                "parent_id": self.other_contractor.id,
            }
        )
        self.assertFalse(person.user_id)
        nobody = made.create(
            {
                "name": "Nikt",
                "zip": "30-001",
                "contractor_status": False,
            }
        )
        self.assertFalse(nobody.user_id)
        staff = made.with_context(**OWN_IDENTITY.on)
        self.assertFalse(staff.create({"name": "S", "zip": "30-001"}).user_id)

    def test_tags_given_in_any_way(self):
        tag = self._tag()
        self._rule(category_id=tag.id)
        for command in (
            [Command.link(tag.id)],
            [Command.set(tag.ids)],
            [Command.create({"name": "Inny"}), Command.link(tag.id)],
            tag.ids,
        ):
            card = self._made(contractor_status="card", category_id=command)
            with self.subTest(command=command):
                self.assertEqual(card.user_id, self.user_all)
        card = self._made(contractor_status="card", category_id=[Command.clear()])
        self.assertFalse(card.user_id)

    def test_a_thousand_cards_ask_once_for_the_rules(self):
        self._rule(zip_from="30")
        counts = []
        for number in (1, 1, 100):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            vals = {"zip": "30-001", "contractor_status": "card"}
            prepared = [{"name": f"K {i}", **vals} for i in range(number)]
            self.env["res.partner"]._enova_fill_values(prepared)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])

    # -- whose rules ---------------------------------------------------------------

    @users("crm_all")
    @mute_logger("odoo.addons.base.models.ir_model")
    def test_rules_are_the_managers(self):
        rule = self.env(su=True)["enova.sharing.rule"].create(
            {
                "user_id": self.user_all.id,
                "zip_from": "30",
            }
        )
        with self.assertRaises(AccessError):
            rule.with_env(self.env).read(["zip_from"])
        with self.assertRaises(AccessError):
            self._rule(zip_from="31")

    @users("crm_manager")
    def test_rules_of_another_company_are_not_seen(self):
        self.user_all.sudo().company_ids += self.other_company
        rules = self.env["enova.sharing.rule"]
        hidden = rules.sudo().create(
            {
                "user_id": self.user_all.id,
                "zip_from": "30",
                "company_id": self.other_company.id,
            }
        )
        shown = self._rule(zip_from="31")
        self.assertEqual(rules.search([]) & (hidden.sudo(False) | shown), shown)
