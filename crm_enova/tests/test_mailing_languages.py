"""One text to addressees of several languages: each value in theirs."""

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .mailing_common import MailingCase


@tagged("post_install", "-at_install")
class TestMailingLanguages(MailingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("pl_PL")
        cls.env["ir.module.module"]._load_module_terms(["crm_enova"], ["pl_PL"])
        cls.brewery.lang, cls.mill.lang = "pl_PL", "en_US"
        cls.both = cls.brewery | cls.mill

    def _texts(self, body, partners=None, **values):
        """Return the text of each addressee, by name."""
        mailing = self._mailing(partners or self.both, body_html=body, **values)
        events = self._queue(mailing)
        texts = mailing._rendered_letters(events)
        return {
            event.partner_id.name: str(texts[event.id]["body"])
            .removeprefix("<p>")
            .removesuffix("</p>")
            for event in events
        }

    def test_salutations_in_their_own_language(self):
        anna = self._person(
            self.mill, "Anna", lang="pl_PL", grammatical_form="female", vocative="Anno"
        )
        john = self._person(self.brewery, "John", lang="en_US", grammatical_form="male")
        texts = self._texts("<p>{salutation}</p>", self.both | anna | john)
        self.assertEqual(
            texts,
            {
                "Browar & Syn": "Szanowni Państwo",
                "Młyn Nowy": "Dear Sir or Madam",
                "Anna": "Szanowna Pani Anno",
                "John": "Dear Sir",
            },
        )

    def test_whoever_has_no_language_is_addressed_in_the_senders(self):
        self.mill.lang = False
        texts = self._texts("<p>{salutation}</p>")
        self.assertEqual(texts["Młyn Nowy"], "Dear Sir or Madam")
        self.user_manager.lang = "pl_PL"
        mailing = self._mailing(self.mill, body_html="<p>{salutation}</p>")
        event = self._queue(mailing.with_context(lang="pl_PL"))
        self.assertEqual(event.mailing_values["salutation"], "Szanowni Państwo")

    @freeze_time("2026-12-24 12:00:00")
    def test_dates_as_they_are_written_there(self):
        """Of the letter, of the project and of the service order alike."""
        polish = self.env["res.lang"]._lang_get("pl_PL")
        polish.date_format = "%d.%m.%Y"
        for partner in self.both:
            self._project_of(partner, date_deadline="2027-01-30")
        texts = self._texts("<p>{date} {project_deadline}</p>")
        self.assertEqual(texts["Browar & Syn"], "24.12.2026 30.01.2027")
        self.assertEqual(texts["Młyn Nowy"], "12/24/2026 01/30/2027")

    def test_the_product_of_the_service_order(self):
        product = self.env["product.product"].create({"name": "Scale"})
        product.with_context(lang="pl_PL").name = "Waga"
        for partner in self.both:
            self.env["repair.order"].create(
                {"partner_id": partner.id, "product_id": product.id}
            )
        texts = self._texts("<p>{service_product}</p>", user=self.env.user)
        self.assertEqual(texts, {"Browar & Syn": "Waga", "Młyn Nowy": "Scale"})

    def test_countries_of_the_text_and_of_the_envelope(self):
        """Ours reads the text in its language, and the post the envelope in English."""
        germany = self.env.ref("base.de")
        germany.with_context(lang="pl_PL").name = "Niemcy"
        self.both.country_id = germany
        texts = self._texts("<p>{country}</p>")
        self.assertEqual(texts, {"Browar & Syn": "Niemcy", "Młyn Nowy": "Germany"})
        addresses = self.brewery.enova_activity_ids.mailing_values["address"]
        self.assertEqual(addresses[-1], "GERMANY")

    def test_the_title_of_the_campaign(self):
        campaign = self.env["enova.campaign"].create({"title": "Spring"})
        utm = campaign.campaign_id
        utm.with_context(lang="pl_PL").title = "Wiosna"
        texts = self._texts("<p>{campaign}</p>", campaign_id=utm.id)
        self.assertEqual(texts, {"Browar & Syn": "Wiosna", "Młyn Nowy": "Spring"})

    def test_fields_that_a_manager_has_added(self):
        polish = self.env["res.lang"]._lang_get("pl_PL")
        polish.write({"decimal_point": ",", "thousands_sep": ".", "grouping": "[3,0]"})
        self.both.write({"partner_latitude": 1234.5})
        fields = self.env["ir.model.fields"]
        self.env["enova.placeholder"].create(
            [
                {
                    "name": name,
                    "label": name,
                    "field_id": fields._get("res.partner", field).id,
                }
                for name, field in (
                    ("firm", "is_company"),
                    ("north", "partner_latitude"),
                    ("way", "preferred_channel"),
                )
            ]
        )
        self.both.preferred_channel = "letter"
        texts = self._texts("<p>{firm} {north} {way}</p>")
        self.assertEqual(
            texts,
            {"Browar & Syn": "tak 1.234,50 List", "Młyn Nowy": "yes 1,234.50 Letter"},
        )

    @freeze_time("2026-11-26 23:30:00")
    def test_the_day_is_the_senders(self):
        """Half past midnight in Warsaw, evening in America."""
        mailing = self._mailing(self.mill)
        for zone, day in (
            ("Europe/Warsaw", "11/27/2026"),
            ("America/New_York", "11/26/2026"),
        ):
            values = mailing.with_context(tz=zone)._addressee_values(self.mill, set())
            self.assertEqual(values[self.mill.id]["date"], day)
        self.user_manager.tz = "Europe/Warsaw"
        nowhere = mailing.with_context(tz=False)
        values = nowhere._addressee_values(self.mill, set())
        self.assertEqual(values[self.mill.id]["date"], "11/27/2026")

    def test_queries_grow_with_the_languages_alone(self):
        names = {"salutation", "project_deadline", "service_product", "caretaker"}
        mailing = self._mailing()

        def queries(count):
            partners = self.env["res.partner"].create(
                [
                    {
                        "name": f"Firma {count} {number}",
                        "lang": ("pl_PL", "en_US")[number % 2],
                        "street": f"Prosta {number}",
                        "city": "Radom",
                    }
                    for number in range(count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            mailing._addressee_values(partners, names)
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertLessEqual(queries(300), queries(6))

    def test_projects_of_two_contractors_are_not_mixed_up(self):
        """Several are chosen: each addressee reads of their own, the newest one."""
        first = self._project_of(self.brewery, name="First")
        second = self._project_of(self.brewery, name="Second")
        other = self._project_of(self.mill, name="Other")
        self._project_of(self.mill, name="Not chosen")
        texts = self._texts(
            "<p>{project}</p>",
            audience="projects",
            project_ids=[Command.set((first | second | other).ids)],
        )
        self.assertEqual(texts, {"Browar & Syn": "Second", "Młyn Nowy": "Other"})
