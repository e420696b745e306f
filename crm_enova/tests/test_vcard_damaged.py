import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..models.contractor.vcard_reader import read_cards
from ..models.contractor.vcard_text import count_cards, split_cards
from .vcard_common import VcardCase, card

NAMES = (
    "ADR AGENT ANNIVERSARY BDAY CATEGORIES EMAIL FN GENDER GEO IMPP KEY KIND LABEL LANG"
    " LOGO MEMBER N NICKNAME NOTE ORG PHOTO RELATED REV SOUND TEL TITLE TZ UID URL"
    " VERSION X-ABLABEL X-FOO item1.TEL item1.X-ABLabel"
).split()
PARAMETERS = (
    "BASE64 PREF = ALTID=1 CALSCALE=x CHARSET=UTF-8 CHARSET=hex CHARSET=idna"
    " CHARSET=nope CHARSET=punycode CHARSET=rot13 CHARSET=utf-16 ENCODING=8BIT"
    " ENCODING=QUOTED-PRINTABLE ENCODING=b LANGUAGE=pl TYPE= TYPE=HOME TYPE=JPEG"
    ' TYPE="a,b" VALUE=date VALUE=uri'
).split()
VALUES = (
    "= =C5=BB =Z =00=00 tel:+48123;ext=1 data:image/png;base64,AAAA AAAA a;b;c;d;e;f;g"
    " \\ \\n\\,\\; 2020-13-45 --0203 19850412 BEGIN:VCARD END:VCARD geo:1,2 ;;;;;; ,,,,"
    " \x00 http://[ mailto: urn:uuid:"
).split(" ")

lines = st.builds(
    lambda name, parameters, value: ";".join([name, *parameters]) + f":{value}",
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(PARAMETERS), max_size=3),
    st.sampled_from(VALUES) | st.text(max_size=30),
)
cards = st.builds(
    lambda version, body: "\r\n".join(
        ["BEGIN:VCARD", f"VERSION:{version}", *body, "END:VCARD", ""]
    ),
    st.sampled_from(["2.1", "3.0", "4.0", "9", ""]),
    st.lists(lines, max_size=8),
)
# What a bad copy does to a file: a byte is another one, is gone, or came in.
damages = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(0, 255), st.sampled_from("oxi")),
    max_size=5,
)


def damaged(content, damages):
    """Return bytes with some of them changed, taken away or added."""
    content = bytearray(content)
    for place, byte, kind in damages:
        if not content:
            break
        place %= len(content)
        if kind == "o":
            content[place] = byte
        elif kind == "x":
            del content[place]
        else:
            content.insert(place, byte)
    return bytes(content)


@tagged("post_install", "-at_install")
class TestVcardDamaged(BaseCase):
    """Whatever a file holds, what can be read of it is read, and the import goes on."""

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(cards, min_size=1, max_size=3),
        st.sampled_from(["utf-8", "utf-16", "latin-1", "cp1250"]),
        damages,
    )
    def test_any_cards_with_any_damage(self, cards, encoding, damages):
        content = damaged("".join(cards).encode(encoding, "replace"), damages)
        for found in read_cards(content):
            pictures = ("photo", "logo")
            texts = {name: v for name, v in found.items() if name not in pictures}
            stored = json.dumps(texts)
            self.assertNotIn("\\u0000", stored)
            self.assertIsInstance(found["person"], str)
            self.assertIsInstance(found["company"], str)
            for code, _detail in found["warnings"]:
                self.assertIsInstance(code, str)

    @settings(max_examples=100, deadline=None)
    @given(st.binary(max_size=400))
    def test_any_bytes(self, content):
        self.assertEqual(list(read_cards(content)), list(read_cards(content)))
        self.assertGreaterEqual(count_cards(content), 0)

    @settings(max_examples=100, deadline=None)
    @given(st.lists(cards, max_size=4))
    def test_whole_cards_are_counted_as_they_are_read(self, cards):
        """A window says beforehand how many there are."""
        plain = [c for c in cards if "AGENT" not in c and c.count("VCARD") == 2]
        content = "".join(plain).encode()
        self.assertEqual(len(list(split_cards(content))), len(plain))
        self.assertEqual(count_cards(content), len(plain))
        self.assertTrue(all(raw.closed for raw in split_cards(content)))

    def test_a_file_cut_off_anywhere(self):
        """A telephone that was full, or a download that broke off."""
        whole = (
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ewa Żółć\r\nTEL:+48 600 100 200\r\n"
            "NOTE:Długa notatka\\, z przecinkiem\r\nEND:VCARD\r\n"
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jan Nowak\r\nEND:VCARD\r\n"
        ).encode()
        first = whole.index(b"END:VCARD") + len(b"END:VCARD")
        for length in range(len(whole.rstrip())):
            found = [(c["person"], c["error"]) for c in read_cards(whole[:length])]
            self.assertLessEqual(len(found), 2, length)
            if length >= first:
                self.assertEqual(found[0], ("Ewa Żółć", None), length)
            # of what is cut off nothing is taken for the whole
            cut_off = {error for _person, error in found[length >= first :]}
            self.assertLessEqual(cut_off, {"unclosed"}, length)
        self.assertEqual(
            [found["person"] for found in read_cards(whole)], ["Ewa Żółć", "Jan Nowak"]
        )


@tagged("post_install", "-at_install")
class TestVcardDamagedImport(VcardCase):
    def test_what_no_database_holds(self):
        """A byte of nothing in a file is no reason to lose the others."""
        content = card("FN:Ewa Żółć", "TEL:+48 601 222 333", "stray\0line", "NOTE:a\0b")
        lines = self._import(content, card("FN:Jan Now\0ak", "X-FOO\0:bar"))
        self.assertEqual(
            lines.mapped("state"), ["created"] * 2, lines.mapped("message")
        )
        made = lines.partner_id
        self.assertEqual(sorted(made.mapped("name")), ["Ewa Żółć", "Jan Nowak"])
        for text in (*made.mapped("name"), *made.mapped("comment")):
            self.assertNotIn("\0", str(text))
