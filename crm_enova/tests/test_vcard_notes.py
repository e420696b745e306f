"""Nothing of a card vanishes: each value is found in a field or in the notes."""

from odoo.tests import tagged

from ..models.contractor.notes_text import fill_note_keys, note_lines
from .vcard_common import VcardCase, card

IPHONE = """
PRODID:-//Apple Inc.//iPhone OS 17.5.1//EN
N:Nowak;Ewa;Maria;dr;MBA
FN:dr Ewa Maria Nowak MBA
NICKNAME:Ewka
X-PHONETIC-FIRST-NAME:Efa
X-PHONETIC-LAST-NAME:Novak
ORG:Młyn S.A.;Zakupy;Dział mąki
TITLE:Kierownik
EMAIL;type=INTERNET;type=WORK;type=pref:ewa@mlyn.example.com
item1.EMAIL;type=INTERNET:ewa.prywatnie@example.com
item1.X-ABLabel:Po godzinach
TEL;type=CELL;type=VOICE;type=pref:+48 600 100 201
item2.TEL:+48 22 444 55 66
item2.X-ABLabel:Sekretariat
TEL;type=HOME;type=FAX:22 777 88 99
item3.ADR;type=WORK;type=pref:;;ul. Polna 1;Lublin;lubelskie;20-001;Polska
item3.X-ABADR:pl
item4.ADR;type=HOME:;;ul. Leśna 2;Zwoleń;;26-700;Polska
item5.URL;type=pref:https://mlyn.example.com
item5.X-ABLabel:_$!<HomePage>!$_
BDAY:1980-01-31
item6.X-ABDATE;type=pref:2010-06-12
item6.X-ABLabel:_$!<Anniversary>!$_
item7.X-ABRELATEDNAMES;type=pref:Adam Nowak
item7.X-ABLabel:_$!<Spouse>!$_
X-SOCIALPROFILE;type=linkedin;x-user=ewanowak:http://www.linkedin.com/in/ewanowak
IMPP;X-SERVICE-TYPE=Skype;type=HOME;type=pref:skype:ewa.skype
X-AIM;type=HOME:ewaim
NOTE:Lubi pociągi\\, nie lubi maili\\nDzwonić po 10
UID:7D1C-22
REV:2026-03-01T10:00:00Z
"""
IN_IPHONE = """
Ewa|Nowak|Maria|dr|MBA|Ewka|Efa|Novak|Młyn S.A.|Zakupy|Dział mąki|Kierownik
|ewa@mlyn.example.com|ewa.prywatnie@example.com|Po godzinach|+48 600 100 201
|+48 22 444 55 66|Sekretariat|22 777 88 99|ul. Polna 1|Lublin|20-001|ul. Leśna 2
|Zwoleń|26-700|https://mlyn.example.com|1980-01-31|2010-06-12|Adam Nowak|linkedin
|http://www.linkedin.com/in/ewanowak|Skype|skype:ewa.skype|ewaim|Lubi pociągi
|nie lubi maili|Dzwonić po 10|7D1C-22|2026-03-01T10:00:00Z|iPhone OS 17.5.1
"""
ANDROID = """
N:Lis;Jan;;;
FN:Jan Lis
TEL;CELL;PREF:+48501502503
TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=42iuro=20=C5=81):81 100 20 30
TEL;PAGER:81 9
EMAIL;HOME:jan@lis.example.com
X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Janek;1;;;;;;;;;;;;;
X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Anna;0;Szwagierka;;;;;;;;;;;;
X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2001-09-01;0;Pierwszy dzień;;;
X-GOOGLE-TALK:jan.gtalk
X-SKYPE-USERNAME:jan.skype
X-GROUP-MEMBERSHIP:Rolnicy
ORG:Gospodarstwo
"""
IN_ANDROID = """
Jan Lis|+48501502503|Biuro Ł|81 100 20 30|81 9|jan@lis.example.com|Janek|Anna
|Szwagierka|2001-09-01|Pierwszy dzień|jan.gtalk|jan.skype|Rolnicy|Gospodarstwo
"""


def listed(text):
    """Return the texts between the lines of a table above."""
    return [part.strip() for part in text.split("|")]


@tagged("post_install", "-at_install")
class TestVcardNotes(VcardCase):
    """What has no field stands in the notes, readable, and once."""

    def _everything(self, partner):
        """Return all fields and notes of a partner and their people as one text."""
        names = ["name", "function", "phone", "email", "website", "vat", "street"]
        names += ["street2", "zip", "city"]
        partners = partner | partner.child_ids
        texts = [p[name] or "" for p in partners for name in names]
        texts += [line for p in partners for line in note_lines(p.comment)]
        texts += partners.country_id.mapped("name") + partners.state_id.mapped("name")
        return "\n".join(texts)

    def test_telephones_of_the_large_makers(self):
        for lines, values in ((IPHONE, IN_IPHONE), (ANDROID, IN_ANDROID)):
            company = self._created(card(*lines.strip().splitlines()))
            text = self._everything(company)
            for value in listed(values):
                with self.subTest(value):
                    self.assertIn(value, text)

    def test_notes_are_readable(self):
        self.user_own.lang = "en_US"
        company = self._created(card(*IPHONE.strip().splitlines()))
        self.assertEqual(
            note_lines(company.comment),
            [
                "Lubi pociągi, nie lubi maili",
                "Dzwonić po 10",
                "Other phone (Sekretariat): +48 22 444 55 66"
                if company.phone != "+48 22 444 55 66"
                else "Phone (Sekretariat): +48 22 444 55 66",
                "Fax (home): 22 777 88 99",
                "Other e-mail (Po godzinach): ewa.prywatnie@example.com",
                "Nickname: Ewka",
                "Pronunciation: Efa",
                "Pronunciation: Novak",
                "Other address (home): ul. Leśna 2, 26-700, Zwoleń, Polska",
                "Birthday: 1980-01-31",
                "Date (anniversary): 2010-06-12",
                "Close person (spouse): Adam Nowak",
                "Social profile (linkedin): http://www.linkedin.com/in/ewanowak",
                "Messenger (Skype, home): skype:ewa.skype",
                "Messenger (AIM, home): ewaim",
                "UID: 7D1C-22",
                "Card changed on: 2026-03-01T10:00:00Z",
                "Department: Zakupy, Dział mąki",
                "PRODID: -//Apple Inc.//iPhone OS 17.5.1//EN",
            ],
        )

    def test_card_without_a_name(self):
        for lines, name in (
            (["TEL:601 222 333", "EMAIL:a@example.com"], "601 222 333"),
            (["EMAIL:b@example.com"], "b@example.com"),
            (["N:;;;;", "FN:", "TEL:601 222 334"], "601 222 334"),
        ):
            with self.subTest(name):
                partner = self._created(card(*lines))
                self.assertEqual(partner.name, name)
                self.assertFalse(partner.is_company)
        self.assertEqual(partner.phone, "601 222 334")
        line = self._import(card("NOTE:nobody"))
        self.assertEqual(line.state, "broken")

    def test_second_organization(self):
        company = self._created(
            card("FN:Ewa", "ORG:Młyn S.A.;Zakupy", "ORG:Tartak;BHP")
        )
        self.assertEqual(company.name, "Młyn S.A.")
        lines = note_lines(company.comment)
        self.assertIn("Other company: Tartak, BHP", lines)
        self.assertIn("Department: Zakupy", lines)

    def test_the_same_file_twice_adds_nothing(self):
        content = card(*IPHONE.strip().splitlines()) + card(
            *ANDROID.strip().splitlines()
        )
        lines = self._import(content)
        partners = lines.partner_id | lines.partner_id.child_ids
        self.assertEqual(len(partners), 4)

        def state():
            self.env.invalidate_all()
            names = ["name", "phone", "email", "website", "comment", "function", "vat"]
            return partners.read(names), self.env["res.partner"].search_count([])

        before = state()
        again = self._import(content)
        self.assertEqual(again.mapped("state"), ["skipped"] * 2)
        self.assertEqual(state(), before)
        again = self._import(content, l1="update", l2="update")
        self.assertEqual(again.mapped("state"), ["updated"] * 2)
        self.assertEqual(state(), before)

    def test_what_is_filled_in_loses_nothing_either(self):
        self.contractor.comment = "<p>Stały <b>klient</b></p>"
        content = card(
            "FN:Ewa Nowak",
            "ORG:Młyn Lubelski sp. z o.o.",
            "TEL;TYPE=cell:601 601 601",
            "TEL;TYPE=work:81 444 44 44",
            "EMAIL:ewa@example.com",
            "EMAIL:ewa.dom@example.com",
            "ADR:;;ul. Inna 5;Warszawa;;;",
            "BDAY:1980-01-31",
            "NOTE:Ważne",
        )
        self._import(content, l1="update")
        text = self._everything(self.contractor)
        for value in (
            "601 601 601",
            "81 444 44 44",
            "ewa@example.com",
            "ewa.dom@example.com",
            "ul. Inna 5, Warszawa",
            "1980-01-31",
            "Ważne",
        ):
            self.assertEqual(text.count(value), 1, value)
        self.assertIn("<b>klient</b>", self.contractor.comment)
        self.assertEqual(len(self.contractor.child_ids), 1)
        self._import(content, l1="update")
        self.assertEqual(self._everything(self.contractor), text)

    def test_a_colleague_notes_it_in_another_language(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        self.env["ir.module.module"]._load_module_terms(["crm_enova"], ["pl_PL"])
        (self.user_own.lang, self.user_all.lang) = ("en_US", "pl_PL")
        content = card("FN:Ola Wilk", "TEL:601 222 335", "NICKNAME:Olka", "TEL;FAX:1")
        partner = self._created(content)
        self.assertIn("Nickname: Olka", note_lines(partner.comment))
        before = partner.comment
        [line] = self._import(content, user=self.user_all, l1="update")
        self.assertEqual((line.state, partner.comment), ("updated", before))

    def test_second_card_of_a_colleague(self):
        """The same person twice in a file, with another number, is one person."""
        lines = self._import(
            card("ORG:Nowa S.A.", "TEL:22 111 22 33")
            + card("FN:Ola", "ORG:Nowa S.A.", "TEL:22 111 22 44", "BDAY:1999-01-01")
            + card("FN:Ola", "ORG:Nowa S.A.", "TEL:22 111 22 55", "NICKNAME:Olka"),
            l3="update",
        )
        company = lines[0].partner_id
        self.assertEqual(company.child_ids.mapped("name"), ["Ola"])
        text = self._everything(company)
        for value in ("22 111 22 44", "22 111 22 55", "1999-01-01", "Olka"):
            self.assertEqual(text.count(value), 1, value)

    def test_people_of_somebody_who_trades_alone(self):
        lines = self._import(
            card("FN:Jan Kowal", "TEL:600 700 801") + card("FN:Ewa", "ORG:Jan Kowal")
        )
        self.assertEqual(lines.mapped("state"), ["created", "updated"])
        self.assertEqual(lines[0].partner_id.child_ids.mapped("name"), ["Ewa"])

    def test_further_numbers_are_found(self):
        company = self._created(
            card(
                "ORG:Tartak",
                "TEL:22 333 44 55",
                "TEL:+48 (22) 333-44-66",
                "TEL:+44 20 7946 0018",
                "EMAIL:a@tartak.example.com",
                "EMAIL:Biuro@tartak.example.com",
                "EMAIL:fv@tartak.example.com",
            )
        )
        partners = self.env["res.partner"].with_user(self.user_own)
        for field, typed in (
            ("display_name", "223334466"),
            ("display_name", "22 333 44 66"),
            ("display_name", "+48 22 3334466"),
            ("display_name", "0048223334466"),
            ("display_name", "333-44-66"),
            ("display_name", "biuro@tartak"),
            ("display_name", "fv@tartak.example.com"),
            ("notes_search", "7946 0018"),
            ("notes_search", "FV@tartak"),
        ):
            with self.subTest(typed, field=field):
                self.assertEqual(partners.search([(field, "ilike", typed)]), company)
        for typed in ("333446677", "99", "x@", "Tartak 22 333 44 66"):
            self.assertNotIn(
                company, partners.search([("notes_search", "ilike", typed)])
            )
        company.comment = False
        self.assertFalse(partners.search([("display_name", "ilike", "223334466")]))

    def test_notes_of_those_who_were_there(self):
        """The statement of the installation and the compute agree."""
        texts = ("<p>tel. 22&nbsp;333 44 55<br/>A@b.example.com</p>", "bez", False)
        partners = self.env["res.partner"].create(
            [{"name": "X", "comment": text} for text in texts]
        )
        computed = partners.mapped("enova_note_keys")
        self.assertEqual(computed, ["223334455 a@b.example.com", False, False])
        partners.flush_recordset()
        self.env.cr.execute("UPDATE res_partner SET enova_note_keys = NULL")
        fill_note_keys(self.env.cr)
        partners.invalidate_recordset()
        self.assertEqual(partners.mapped("enova_note_keys"), computed)
