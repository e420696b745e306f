from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, TransactionCase, tagged

from ..models.contractor.phone_numbers import phone_numbers, typed_numbers

# What people write, the country that it is of where it names none, what is compared.
TEXTS = (
    ("+48 600-100-200", "PL", ["600100200"]),
    ("+48 600-100-200", "DE", ["600100200"]),
    ("0048600100200", "US", ["600100200"]),
    ("tel. 0048 600 100 200", "US", ["600100200"]),
    ("tel. +48 600 100 200", "US", ["600100200"]),
    ("48600100200", "PL", ["600100200"]),
    ("600 100 200", "PL", ["600100200"]),
    ("600.100.200", "PL", ["600100200"]),
    ("600.001.200", "PL", ["600001200"]),
    ("600\u00a0100\u00a0200", "PL", ["600100200"]),
    ("(60) 010 02 00", "PL", ["600100200"]),
    ("012 345 67 80", "PL", ["123456780"]),
    ("12/345 67 80", "PL", ["123456780"]),
    ("+48 (0) 12 345 67 80", "PL", ["123456780"]),
    ("600 100 200", "DE", ["49600100200"]),
    ("030 1234567", "DE", ["49301234567"]),
    ("0049 30 1234567", "PL", ["49301234567"]),
    ("(415) 555-0100", "US", ["14155550100"]),
    ("+1 415 555 0100", "PL", ["14155550100"]),
    ("+39 06 1234 5678", "PL", ["390612345678"]),
    # several of them
    ("tel. 600 100 778 lub 601 200 889", "PL", ["600100778", "601200889"]),
    ("600 100 778 / 601 200 889", "PL", ["600100778", "601200889"]),
    ("600100778/601200889", "PL", ["600100778", "601200889"]),
    ("600100778,601200889", "PL", ["600100778", "601200889"]),
    ("600 100 778; 601 200 889", "PL", ["600100778", "601200889"]),
    ("600 100 778 601 200 889", "PL", ["600100778", "601200889"]),
    ("+48600100778 +48601200889", "PL", ["600100778", "601200889"]),
    ("600-100-778 (kom.), 12 345 67 80 (biuro)", "PL", ["600100778", "123456780"]),
    ("600 100 778, +48600100778", "PL", ["600100778"]),
    # short ones, and none
    ("112", "PL", ["112"]),
    ("19 123", "PL", ["19123"]),
    ("0", "DE", []),
    ("000 000 000", "PL", []),
    ("+48 000 000 000", "DE", []),
    ("0048 000 000 000, 600 100 200", "PL", ["600100200"]),
    ("+48", "PL", []),
    ("brak", "DE", []),
    ("", "PL", []),
    (None, "DE", []),
    (False, "PL", []),
)
EXTENSIONS = (
    ("+48 12 345 67 80 wew. 12", "12"),
    ("+48 12 345 67 80 wew 12", "12"),
    ("12 345 67 80 wewn. nr 12", "12"),
    ("12 345 67 80, wewnętrzny: 12", "12"),
    ("12 345 67 80 WEW. 12", "12"),
    ("12 345 67 80 w. 5", "5"),
    ("12 345 67 80 ext. 12", "12"),
    ("12 345 67 80", None),
)
# What is typed, where, and what is searched for.
TYPED = (
    ("600 100 200", "PL", ["600100200"]),
    ("+48600100200", "US", ["600100200"]),
    ("100200", "PL", ["100200"]),
    ("0048600", "PL", ["600"]),
    ("030 1234567", "PL", ["301234567"]),
    ("555-0100", "US", ["5550100"]),
    ("600 100 778 lub 601 200 889", "PL", ["600100778", "601200889"]),
    ("Warsztat 2000 i syn", "PL", []),
    ("Młyn", "PL", []),
    ("-- --", "PL", []),
    (None, "PL", []),
)


@tagged("post_install", "-at_install")
class TestPhoneNumbers(TransactionCase):
    """A number is the same in whatever writing, and a text may hold several."""

    def test_written(self):
        for text, region, expected in TEXTS:
            with self.subTest(text=text, region=region):
                found = [number for number, _ in phone_numbers(text, region)]
                self.assertEqual(found, expected)

    def test_what_is_read_without_the_library_is_what_it_reads(self):
        for text in ("600100200", " 12 345 67 80", "+48 600-100-200", "0048221234567"):
            for region in ("PL", "DE"):
                with self.subTest(text=text, region=region):
                    found = phone_numbers(text, region)
                    # a word keeps the short way from being taken
                    self.assertEqual(found, phone_numbers(f"tel. {text}", region))

    def test_extensions(self):
        for text, extension in EXTENSIONS:
            with self.subTest(text=text):
                expected = [("123456780", extension)]
                self.assertEqual(phone_numbers(text), expected)

    def test_an_extension_is_of_the_number_before_it(self):
        found = phone_numbers("tel. 600 100 778 lub 12 345 67 80 wew. 12")
        self.assertEqual(found, [("600100778", None), ("123456780", "12")])

    def test_typed(self):
        for text, region, expected in TYPED:
            with self.subTest(text=text, region=region):
                found = [number for number, _ in typed_numbers(text, region)]
                self.assertEqual(found, expected)

    def test_a_text_without_end_is_cut(self):
        self.assertLess(len(phone_numbers("600 100 200 " * 10_000)), 30)


@tagged("post_install", "-at_install")
class TestAnyText(BaseCase):
    """People write what they like into the field of a telephone."""

    texts = st.lists(
        st.sampled_from(
            "+48|600 100 200|0048|wew. 12|w 5|tel.|12-345-67-80| |,|/|lub|ext. 3|00|0"
            "|112|+|(|12)|x12|;ext=5|999999999999999|\u200b|\uff0d|\uff16\uff10".split(
                "|"
            )
        )
        | st.text(max_size=6),
        max_size=10,
    ).map("".join)
    regions = st.sampled_from(["PL", "DE", "US", "ZZ", "XX", ""])

    @settings(max_examples=150, deadline=None)
    @given(texts, regions, st.booleans())
    def test_numbers_are_digits(self, text, region, whole):
        found = phone_numbers(text, region)
        for number in found + typed_numbers(text, region, whole):
            self.assertTrue(number.number.isdigit(), number)
        self.assertEqual(phone_numbers(text, region), found)
        self.assertEqual(len(set(found)), len(found))

    @settings(max_examples=80, deadline=None)
    @given(st.from_regex(r"[4-8][0-9]{8}", fullmatch=True))
    def test_a_number_is_found_however_it_is_grouped(self, digits):
        """What was typed in one way finds what was stored in another."""
        grouped = " ".join((digits[:3], digits[3:6], digits[6:]))
        for text in (
            digits,
            grouped,
            grouped.replace(" ", "-"),
            f"+48{digits}",
            f"+48 {grouped}",
            f"0048 {grouped}",
            f"  {digits} ",
        ):
            [number] = phone_numbers(text)
            self.assertEqual(number.number, digits, text)
