"""The reader loses no value of a card, whatever its name."""

import base64
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import TransactionCase, tagged

from ..models.contractor.vcard_names import KNOWN
from ..models.contractor.vcard_reader import read_cards
from .vcard_common import card, png

# The names of RFC 2426, 6350, 6474, 6715, 8605 and 9554 that are not of the file.
STANDARD = sorted(KNOWN - {"BEGIN", "END", "VERSION", "PHOTO", "LOGO"})
# What the large makers of telephones and programs add.
OF_MAKERS = """
    X-ABADR X-ABDATE X-ABLABEL X-ABORDER X-ABRELATEDNAMES X-ABSHOWAS X-ABUID X-AIM
    X-ANDROID-CUSTOM X-ANNIVERSARY X-ASSISTANT X-CHILDREN X-CLASS X-DISCORD
    X-EVOLUTION-ASSISTANT X-EVOLUTION-BLOG-URL X-EVOLUTION-FILE-AS X-FILE-AS X-FACEBOOK
    X-GADUGADU X-GENDER X-GOOGLE-TALK X-GTALK X-ICQ X-JABBER X-KADDRESSBOOK-X-OFFICE
    X-MAIDENNAME X-MANAGER X-MOZILLA-HTML X-MS-CARDPICTURE X-MS-IMADDRESS X-MSN
    X-OFFICE X-PHONETIC-FIRST-NAME X-PHONETIC-LAST-NAME X-PHONETIC-MIDDLE-NAME
    X-PHONETIC-ORG X-PROFESSION X-QQ X-SIGNAL X-SIP X-SKYPE X-SKYPE-USERNAME
    X-SOCIALPROFILE X-SPOUSE X-TELEGRAM X-TWITTER X-VIBER X-WAB-GENDER X-WHATSAPP X-XMPP
    X-YAHOO X-NOBODY-KNOWS
""".split()
STRUCTURED = {"N": 5, "ADR": 7, "ORG": 3, "X-ANDROID-CUSTOM": 3}
VALUES = {
    "TEL": ["+48 12 345 67 81", "22 333 44 55", "601 602 603"],
    "EMAIL": ["a.b@example.com", "c@example.com", "d@example.com"],
    "URL": ["https://a.example.com/x", "www.b.example.com", "ftp://c.example.com"],
    "NIP": ["526-000-12-46", "713-301-24-54", "1"],
    "FN": ["Ewa Nowak", "Anna Maria Lis", "Ola"],
}


def told(found):
    """Return all that the reader gives of a card, as one text."""
    kept = {
        key: found[key] for key in found if key not in ("photo", "logo", "warnings")
    }
    return re.sub(r"\s+", " ", str(kept))


@tagged("post_install", "-at_install")
class TestVcardValues(TransactionCase):
    """The reader loses nothing, whatever the name of a property."""

    def _check(self, name, values, line):
        [found] = read_cards(card("FN:Ola Wilk", line))
        for value in values:
            with self.subTest(name, line=line):
                self.assertIn(value, told(found))

    def test_every_name(self):
        for name in (*STANDARD, *OF_MAKERS):
            for form in ("{}", "item1.{}", "{};TYPE=work", "{};VALUE=text;PREF=2"):
                for value in VALUES.get(name, [f"Wartość {name} 17"]):
                    self._check(name, [value], f"{form.format(name)}:{value}")

    def test_every_value_of_several(self):
        for name in (*STANDARD, *OF_MAKERS):
            values = VALUES.get(name, [f"Pierwsza {name}", f"Druga {name}", "Trzecia"])
            [found] = read_cards(card("FN:Ola", *(f"{name}:{v}" for v in values)))
            for value in values:
                with self.subTest(name, value=value):
                    self.assertIn(value, told(found))

    def test_every_part_of_a_structured_value(self):
        for name, count in STRUCTURED.items():
            for number in range(count, 20):
                values = [f"część{place}" for place in range(number)]
                self._check(name, values, f"{name}:{';'.join(values)}")

    def test_every_label(self):
        for name in (
            "TEL",
            "EMAIL",
            "URL",
            "ADR",
            "IMPP",
            "X-SOCIALPROFILE",
            "RELATED",
        ):
            value = VALUES.get(name, [";;ul. Polna 1"])[0]
            for lines in (
                [f"item1.{name}:{value}", "item1.X-ABLabel:Moja Etykieta"],
                ["item1.X-ABLabel:_$!<Moja Etykieta>!$_", f"item1.{name}:{value}"],
                [f'{name};TYPE="Moja Etykieta":{value}'],
                [f"{name};X-Moja Etykieta:{value}"],
            ):
                [found] = read_cards(card("FN:Ola", *lines))
                with self.subTest(lines=lines):
                    self.assertIn("Moja Etykieta", told(found))
                    self.assertNotIn("_$!<", told(found))

    def test_labels_of_what_takes_none(self):
        for name in ("TITLE", "ORG", "NOTE", "X-NIP", "BDAY"):
            lines = [f"item1.{name}:Coś", "item1.X-ABLabel:Etykieta"]
            [found] = read_cards(card("FN:Ola", *lines))
            self.assertIn("Etykieta", told(found))

    def test_values_in_parameters(self):
        for line, values in {
            'ADR;LABEL="Młyn^nul. Polna 1^nDowóz":;;Polna 1;;;;': ["Dowóz"],
            'ADR;GEO="geo:51.2,22.5":;;Polna 1;;;;': ["geo:51.2,22.5"],
            "SOCIALPROFILE;SERVICE-TYPE=Mastodon;USERNAME=ola:https://m.example.com": [
                "Mastodon",
                "ola",
                "https://m.example.com",
            ],
            "EXPERTISE;LEVEL=expert:Zboża": ["expert", "Zboża"],
        }.items():
            self._check("parameter", values, line)

    def test_extension(self):
        for line in (
            "TEL;VALUE=uri:tel:+48-12-345-67-89;ext=123",
            'TEL;VALUE=uri;TYPE="voice,work":tel:+48-12-345-67-89;EXT=123',
        ):
            [found] = read_cards(card("FN:Ola", line, version="4.0"))
            self.assertEqual(found["phones"], [["+48-12-345-67-89", "voice"]])
            self.assertEqual(
                found["extras"][0][:2], ["extension", "123 (+48-12-345-67-89)"]
            )

    def test_bytes_that_are_text_are_kept(self):
        text = base64.b64encode(b"-----BEGIN KEY-----").decode()
        for line in (f"KEY;ENCODING=b:{text}", f"KEY:data:text/plain;base64,{text}"):
            self._check("KEY", ["-----BEGIN KEY-----"], line)
        sound = base64.b64encode(bytes(range(256)) * 40).decode()
        [found] = read_cards(card("FN:A", f"SOUND;ENCODING=b:{sound}"))
        self.assertEqual(found["warnings"], [["binary", "SOUND"]])

    def test_links_of_pictures_and_further_pictures(self):
        data = base64.b64encode(png()).decode()
        [found] = read_cards(
            card(
                "FN:A",
                "PHOTO;VALUE=uri:https://example.com/a.png",
                f"PHOTO;ENCODING=b:{data}",
                f"PHOTO;ENCODING=b:{data}",
            )
        )
        self.assertIn(["photo", "https://example.com/a.png"], found["extras"])
        self.assertEqual(found["photo"], png())
        self.assertIn(["photo_more", "photo"], found["warnings"])

    def test_a_card_in_a_card_is_an_assistant(self):
        for lines in (
            ["AGENT:", "BEGIN:VCARD", "FN:Iga Mak", "TEL:701 702 703", "END:VCARD"],
            ["AGENT:BEGIN:VCARD", "FN:Iga Mak", "TEL:701 702 703", "END:VCARD"],
            ["AGENT:BEGIN:VCARD\\nFN:Iga Mak\\nTEL:701 702 703\\nEND:VCARD\\n"],
        ):
            [found] = read_cards(card("FN:Boss", *lines, "TITLE:Prezes"))
            self.assertEqual((found["person"], found["function"]), ("Boss", "Prezes"))
            self.assertFalse(found["phones"])
            self.assertIn(
                ["agent", "FN: Iga Mak; TEL: 701 702 703"], found["extras"], lines
            )

    def test_too_long_for_a_field(self):
        name, phone = "Długa " * 100, "600 100 200 " * 20
        [found] = read_cards(card(f"FN:{name}", f"TEL:{phone}", f"TITLE:{name}x"))
        self.assertEqual(len(found["phones"][0][0].strip()), 63)
        extras = dict(item[:2] for item in found["extras"])
        self.assertEqual(extras["name"], name.strip())
        self.assertEqual(extras["function"], f"{name}x")
        self.assertEqual(extras["other_phone"], phone.strip())

    def test_sixty_of_a_kind(self):
        lines = [f"TEL:600 100 {number}" for number in range(200, 260)]
        lines += [f"CATEGORIES:Tag {number}" for number in range(60)]
        [found] = read_cards(card("FN:A", *lines))
        self.assertEqual(len(found["phones"]), 60)
        self.assertEqual(len(found["categories"]), 60)

    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from([*STANDARD, *OF_MAKERS]),
                st.text(
                    st.characters(categories=("L", "N", "P", "S")), min_size=1
                ).filter(lambda text: text.strip(";,:\\ ") == text),
            ),
            max_size=8,
        ),
        st.sampled_from(["\r\n", "\n", "\r\r\n", "\r\n\r\n"]),
        st.booleans(),
    )
    def test_any_text_of_any_name(self, values, end, folded):
        lines = []
        for name, text in values:
            if name in ("PRODID", "KEY", "SOUND", "X-ABADR", "VERSION"):
                continue
            line = f"{name}:" + re.sub(r"([\\;,])", r"\\\1", text)
            lines.append(line)
        text = card("FN:Ola Wilk", *lines).decode()
        if folded:
            text = "\r\n".join(
                "\r\n ".join(re.findall(".{1,20}", line)) for line in text.splitlines()
            )
        [found] = read_cards(text.replace("\r\n", end).encode())
        kept = re.sub(r"\W", "", told(found)).casefold()
        for name, text in values:
            words = re.sub(r"\W", "", text).casefold()
            if name not in ("PRODID", "KEY", "SOUND", "X-ABADR", "VERSION"):
                self.assertIn(words, kept, (name, text))
