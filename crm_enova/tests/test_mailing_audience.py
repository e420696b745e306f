from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .mailing_common import MailingCase


@tagged("post_install", "-at_install")
class TestMailingAudience(MailingCase):
    """Who gets it, by which way, and who is left out for which reason."""

    def test_a_letter_needs_an_address(self):
        split = self._reasons(self._mailing())
        self.assertEqual(split["Browar & Syn"], ("letter", ""))
        self.assertEqual(split["Zakład bez adresu"], ("letter", "no_address"))

    def test_an_email_needs_an_email(self):
        split = self._reasons(self._mailing(mailing_type="mail"))
        self.assertEqual(split["Browar & Syn"], ("mail", ""))
        self.assertEqual(split["Młyn Nowy"], ("mail", "no_address"))

    def test_marketing_asks_the_consent_of_the_channel(self):
        """Silence is no consent, and that to e-mails is none to letters."""
        self._consent(self.brewery, "email")
        self._consent(self.mill, "post")
        letters = self._reasons(self._mailing(purpose="marketing"))
        mails = self._reasons(self._mailing(purpose="marketing", mailing_type="mail"))
        self.assertEqual(letters["Browar & Syn"][1], "no_consent")
        self.assertEqual(letters["Młyn Nowy"][1], "")
        self.assertEqual(mails["Browar & Syn"][1], "")
        self.assertEqual(mails["Zakład bez adresu"][1], "no_consent")

    def test_a_consent_that_has_run_out_is_none(self):
        self._consent(self.brewery, "post")
        past = self._consent(self.mill, "post")
        self.env.cr.execute(
            "UPDATE enova_consent SET valid_until = '2020-01-01' WHERE id = %s",
            [past.id],
        )
        self.env.invalidate_all()
        split = self._reasons(self._mailing(purpose="marketing"))
        self.assertEqual(split["Browar & Syn"][1], "")
        self.assertEqual(split["Młyn Nowy"][1], "no_consent")

    def test_a_withdrawal_of_marketing_says_nothing_of_contracts(self):
        """It puts the address on the blacklist; what is about a contract arrives."""
        self._consent(self.brewery, "email")
        self._consent(self.brewery, "email", "withdrawn")
        contract = self._reasons(self._mailing(mailing_type="mail"))
        marketing = self._mailing(mailing_type="mail", purpose="marketing")
        self.assertEqual(contract["Browar & Syn"][1], "")
        self.assertEqual(self._reasons(marketing)["Browar & Syn"][1], "no_consent")

    def test_the_blacklist_of_everything_holds_for_contracts_too(self):
        self.env["mail.blacklist"]._add(self.brewery.email)
        split = self._reasons(self._mailing(mailing_type="mail"))
        self.assertEqual(split["Browar & Syn"][1], "blacklisted")

    def test_mixed_goes_by_email_where_possible(self):
        run = self._mixed()
        split = self._reasons(run[0])
        self.assertEqual(split["Browar & Syn"], ("mail", ""))
        self.assertEqual(split["Młyn Nowy"], ("letter", ""))
        self.assertEqual(split["Zakład bez adresu"], ("mail", ""))

    def test_mixed_keeps_to_what_somebody_prefers(self):
        self.brewery.preferred_channel = "letter"
        self.office.preferred_channel = "letter"
        split = self._reasons(self._mixed()[0])
        self.assertEqual(split["Browar & Syn"], ("letter", ""))
        # preferred, but impossible
        self.assertEqual(split["Zakład bez adresu"], ("mail", ""))

    def test_mixed_names_the_most_telling_reason(self):
        self.env["mail.blacklist"]._add(self.office.email)
        split = self._reasons(self._mixed(purpose="marketing")[0])
        self.assertEqual(split["Zakład bez adresu"], ("mail", "blacklisted"))
        self.assertEqual(split["Młyn Nowy"], ("mail", "no_consent"))

    def test_duplicates_by_email_once(self):
        copy = self._addressee("Browar, druga karta", email="BIURO@browar.example.com")
        split = self._reasons(self._mailing(self.brewery | copy, mailing_type="mail"))
        self.assertEqual(split["Browar & Syn"][1], "")
        self.assertEqual(split["Browar, druga karta"][1], "duplicate")

    def test_duplicates_by_postal_address_once(self):
        """However it is written; and an email does not make a letter a duplicate."""
        street = self.brewery.street.upper().replace(" ", "  ")
        copy = self._addressee("Browar, druga karta", street=street, zip="30001")
        mailing = self._mailing(self.brewery | copy)
        self.assertEqual(self._reasons(mailing)["Browar, druga karta"][1], "duplicate")
        mailing.once_per_address = False
        self.assertEqual(self._reasons(mailing)["Browar, druga karta"][1], "")

    def test_another_flat_is_another_address(self):
        copy = self._addressee("Sąsiad", street=self.brewery.street, street2="lok. 2")
        split = self._reasons(self._mailing(self.brewery | copy))
        self.assertEqual(split["Sąsiad"][1], "")

    def test_addressed_to_everybody_there(self):
        self._person(self.brewery, "Anna Nowak", function="Purchasing manager")
        self._person(self.brewery, "Jan Kos", function="Driver")
        split = self._reasons(self._mailing(self.brewery, addressees="all"))
        self.assertEqual(
            split,
            {
                "Browar & Syn": ("letter", ""),
                "Anna Nowak": ("letter", ""),
                "Jan Kos": ("letter", ""),
            },
        )

    def test_addressed_by_position(self):
        """Where nobody has it, the company gets it; delivery addresses are nobody."""
        self._person(self.brewery, "Anna Nowak", function="Purchasing manager")
        self._person(self.brewery, "Jan Kos", function="Driver")
        self._person(self.brewery, "Magazyn", type="delivery", function="purchasing")
        mailing = self._mailing(
            self.brewery | self.mill,
            addressees="role",
            addressee_function="logist, PURCHAS",
        )
        names = {"Anna Nowak": ("letter", ""), "Młyn Nowy": ("letter", "")}
        self.assertEqual(self._reasons(mailing), names)

    def test_a_position_has_to_be_said(self):
        for text in (False, "", " , "):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                self._mailing(addressees="role", addressee_function=text)

    def test_other_companies_are_left_out(self):
        self.mill.company_id = self.other_company
        split = self._reasons(self._mailing(user=self.env.user))
        self.assertEqual(split["Młyn Nowy"], ("letter", "error"))

    def test_only_what_the_sender_may_read(self):
        """The filter finds nobody whom the sender could not open."""
        self.mill.company_id = self.other_company
        mailing = self._mailing(user=self.user_all)
        self.assertNotIn("Młyn Nowy", self._reasons(mailing))

    def test_members_are_those_of_the_day(self):
        campaign = self.env["enova.campaign"].create({"title": "Spring"})
        members = self.env["enova.campaign.member"]
        members.create({"campaign_id": campaign.id, "partner_id": self.brewery.id})
        mailing = self._mailing(
            self.brewery, audience="campaign", campaign_id=campaign.campaign_id.id
        )
        members.create({"campaign_id": campaign.id, "partner_id": self.mill.id})
        self.assertEqual(set(self._reasons(mailing)), {"Browar & Syn", "Młyn Nowy"})

    def test_nobody_would_get_it(self):
        """It is refused with the numbers, and nothing is settled."""
        mailing = self._mailing(self.office)
        with self.assertRaisesRegex(UserError, "No address: 1"):
            mailing.action_put_in_queue()
        self.assertFalse(self._events(mailing))

    def test_constant_queries(self):
        """Ten times as many people take no more queries."""

        def queries(count):
            partners = self.env["res.partner"].create(
                [
                    {
                        "name": f"Firm {count} {number}",
                        "is_company": True,
                        "email": f"f{count}.{number}@example.com",
                        "street": f"Prosta {number}",
                        "city": f"Town {count}",
                    }
                    for number in range(count)
                ]
            )
            mailing = self._mixed(partners)[0]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            mailing._split_audience()
            return self.env.cr.sql_log_count - before

        queries(5)
        self.assertLessEqual(queries(200), queries(20))
