from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.mailing.audience import Addressee, postal_address
from ..models.mailing.audience_table import audience_markup
from .mailing_common import MailingCase


@tagged("post_install", "-at_install")
class TestMailingPeople(MailingCase):
    """Contact persons, branches and those who share an address."""

    def _marketing(self, partners, **values):
        mailing = self._mailing(
            partners, purpose="marketing", mailing_type="mail", **values
        )
        return {name: reason for name, (_way, reason) in self._reasons(mailing).items()}

    def test_a_person_has_what_the_company_said(self):
        """Unless either of them has said no since."""
        anna, jan = self.env["res.partner"].browse(
            self._person(self.brewery, name, email=f"{name}@browar.example.com").id
            for name in ("Anna", "Jan")
        )
        self.assertEqual(set(self._marketing(anna | jan).values()), {"no_consent"})
        self._consent(self.brewery)
        self.assertEqual(self._marketing(anna | jan), {"Anna": "", "Jan": ""})
        self._consent(anna, state="withdrawn")
        self.assertEqual(self._marketing(anna | jan), {"Anna": "no_consent", "Jan": ""})
        self._consent(anna)
        self.assertEqual(self._marketing(anna), {"Anna": ""})
        self._consent(self.brewery, state="withdrawn")
        self.assertEqual(set(self._marketing(anna | jan).values()), {"no_consent"})

    def test_who_follows_another_still_gets_what_is_about_a_contract(self):
        """One of two who share a mailbox refuses marketing, for both of them."""
        twin = self._addressee("Wspólna skrzynka", email=self.brewery.email)
        self._consent(self.brewery | twin)
        self._consent(self.brewery, state="withdrawn")
        said = twin.consent_ids.sorted("id")[-1]
        self.assertTrue(said.is_automatic and said.follows_id)
        self.assertEqual(self._marketing(twin), {twin.name: "no_consent"})
        contract = self._mailing(twin, mailing_type="mail")
        self.assertEqual(self._reasons(contract)[twin.name], ("mail", ""))

    def test_nothing_is_consented_to_without_a_purpose(self):
        self._consent(self.people, "post")
        mailing = self._mailing(purpose="marketing", consent_purpose_id=False)
        with self.assertRaisesRegex(UserError, "No consent: 2, No address: 1"):
            mailing.action_put_in_queue()
        self.assertFalse(mailing.audience_frozen)

    def test_mixed_goes_the_way_that_was_agreed_to(self):
        self.brewery.preferred_channel = "letter"
        self._consent(self.brewery, "email")
        run = self._mixed(self.brewery, purpose="marketing")
        self.assertEqual(self._reasons(run[1])["Browar & Syn"], ("mail", ""))
        self._consent(self.brewery, "post")
        self.assertEqual(self._reasons(run[0])["Browar & Syn"], ("letter", ""))

    # -- where they are --------------------------------------------------------------

    def test_half_an_address_is_the_companys(self):
        person = self._person(
            self.brewery, "Anna", street="Tylko ulica 5", type="other"
        )
        own = (self.brewery.street, "", "30-001", "Kraków", "PL")
        self.assertEqual(postal_address(person), own)
        person.write({"city": "Gdynia", "street2": "lok. 3", "country_id": False})
        self.assertEqual(
            postal_address(person), ("Tylko ulica 5", "lok. 3", "", "Gdynia", "")
        )
        self.office.write({"street": " ", "city": "Gdynia"})
        self.assertEqual(postal_address(self._person(self.office, "Jan")), ())

    def test_people_at_one_address_have_a_letter_each(self):
        for name in ("Anna Nowak", "Jan Kos", "ANNA  Nowak"):
            self._person(self.brewery, name)
        mailing = self._mailing(self.brewery, addressees="all")
        reasons = self._reasons(mailing)
        self.assertEqual(reasons.pop("ANNA  Nowak"), ("letter", "duplicate"))
        self.assertEqual(set(reasons.values()), {("letter", "")})
        self.assertEqual(len(reasons), 3)

    def test_positions_however_they_are_written(self):
        """In capitals, with spaces between; of nobody who has left."""
        self._person(self.brewery, "Anna", function="Kierownik  ŻYWIENIA")
        self._person(self.brewery, "Ewa", function="Dyrektor", active=False)
        self._person(self.mill, "Jan", function="Zastępca dyrektora", active=False)
        mailing = self._mailing(
            self.brewery | self.mill,
            addressees="role",
            addressee_function=" dyrektor ,kierownik żywien",
        )
        self.assertEqual(set(self._reasons(mailing)), {"Anna", "Młyn Nowy"})

    def test_branches_write_to_whom_the_company_knows(self):
        """And the company not to whom one of its branches keeps for itself."""
        branch = self.env["res.company"].create(
            {"name": "Oddział", "parent_id": self.company.id}
        )
        self.brewery.company_id = self.company
        self.mill.company_id = branch
        both = self.brewery | self.mill

        def errors(company):
            mailing = self._mailing(both, self.env.user, company_id=company.id)
            split = mailing._split_audience()
            return {addressee.partner_id: addressee.error for addressee in split}

        self.assertEqual(errors(branch), dict.fromkeys(both.ids, ""))
        foreign = "of another company"
        self.assertEqual(
            errors(self.company), {self.brewery.id: "", self.mill.id: foreign}
        )
        self.assertEqual(errors(self.other_company), dict.fromkeys(both.ids, foreign))

    # -- what is shown of them ---------------------------------------------------------

    def test_twenty_are_named_and_all_are_counted(self):
        hidden = self._addressee("Tajny", company_id=self.other_company.id)
        people = hidden | self.env["res.partner"].create(
            [{"name": f"<b>Firma {number:02}</b>"} for number in range(24)]
        )
        split = [Addressee(id_, "letter", "no_address") for id_ in people.ids]
        env = self.env(user=self.user_all)
        text = str(audience_markup(env, split))
        self.assertIn("Left out: 25", text)
        self.assertIn("No address (25): &lt;b&gt;Firma 00&lt;/b&gt;, ", text)
        self.assertIn("Firma 18&lt;/b&gt;…", text)
        self.assertNotIn("Firma 19", text)
        self.assertNotIn("Tajny", text)
        self.assertNotIn("<b>Firma", text)
        self.assertIn("Nobody is chosen", str(audience_markup(env, [])))

    def test_a_thousand_and_one(self):
        """More than are settled at once: each has an event, and a letter a trace."""
        partners = self.env["res.partner"].create(
            [
                {"name": f"Firma {n:04}", "street": f"Prosta {n}", "city": "Radom"}
                for n in range(1001)
            ]
        )
        mailing = self._mailing(partners)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        mailing.action_put_in_queue()
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 250)
        events = self._events(mailing)
        self.assertEqual(events.partner_id, partners)
        self.assertEqual(len(events), 1001)
        self.assertEqual(len(events.mailing_trace_ids), 1001)
        self.assertEqual(events[1000].mailing_values["address"][1], "Prosta 1000")
