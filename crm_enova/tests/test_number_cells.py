from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..models.archive.file_name import clean_name, unique_names
from ..models.contractor.import_numbers import (
    COMMA,
    MARKS,
    OTHER,
    POINT,
    decimal_mark,
    read_number,
)

GAPS = {mark: ("", " ", "\xa0", "\u202f", "'", OTHER[mark]) for mark in MARKS}
amounts = st.decimals(-(10**12), 10**12, places=2)


def written(amount, mark, gap):
    """Return an amount as somebody writes it."""
    return f"{amount:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", gap)


@tagged("post_install", "-at_install")
class TestNumberCells(BaseCase):
    """A cell is the number that was written there, or is reported; never another."""

    @settings(deadline=None)
    @given(amounts, st.sampled_from(MARKS), st.data())
    def test_what_was_written_is_read(self, amount, mark, data):
        gap = data.draw(st.sampled_from(GAPS[mark]))
        text = written(amount, mark, gap)
        self.assertEqual(Decimal(read_number(text, mark)), amount, text)
        for cell in (f" {text} zł", f"zł {text}"):
            self.assertEqual(Decimal(read_number(cell, mark, ("zł",))), amount, cell)

    @settings(deadline=None)
    @given(st.lists(amounts, min_size=1), st.sampled_from(MARKS), st.data())
    def test_a_column_says_how_it_is_written(self, amounts, mark, data):
        gap = data.draw(st.sampled_from(GAPS[mark]))
        texts = [written(amount, mark, gap) for amount in amounts]
        self.assertEqual(decimal_mark(texts, default=OTHER[mark]), mark)

    @settings(deadline=None)
    @given(st.text(st.sampled_from("0123456789.,-+()'eE  %zł"), max_size=12))
    def test_what_is_read_is_a_number(self, text):
        for mark in MARKS:
            found = read_number(text, mark, ("zł",))
            if found is not None:
                self.assertTrue(Decimal(found).is_finite(), text)
                digits = [char for char in text if char.isdigit()]
                self.assertTrue(digits, text)

    def test_powers_of_ten(self):
        """A spreadsheet writes long numbers so; what is beyond all is none."""
        for text, expected in {
            "1e3": "1000.000000",
            "1.5E+2": "150.000000",
            "2E-2": "0.020000",
            "1e400": None,
            "-9E999": None,
            "1,5e3": None,
            "e3": None,
        }.items():
            with self.subTest(text):
                self.assertEqual(read_number(text, POINT), expected)

    def test_brackets_are_a_minus(self):
        self.assertEqual(read_number("(1 234,50)", COMMA), "-1234.50")
        self.assertEqual(read_number("( 5 )", COMMA), "-5")
        for text in ("(-5)", "-(5)", "()", "(5", "5-", "--5", "1 2 3", "12 34"):
            with self.subTest(text):
                self.assertIsNone(read_number(text, COMMA))

    def test_mixed_columns_take_what_most_prove(self):
        self.assertEqual(decimal_mark(["1,5", "2,5", "3.5"]), COMMA)
        self.assertEqual(decimal_mark(["1,5", "3.5"], default=POINT), POINT)
        self.assertEqual(decimal_mark(["1,500", "12"], default=COMMA), COMMA)
        self.assertEqual(decimal_mark([None, 5, "", "x"], default=POINT), POINT)


@tagged("post_install", "-at_install")
class TestNamesOfFiles(BaseCase):
    """Whatever files are called, a zip has them all."""

    @settings(deadline=None)
    @given(st.lists(st.text(max_size=20) | st.sampled_from(["a.pdf", "A.PDF", "a"])))
    def test_as_many_names_as_files(self, names):
        found = unique_names(names)
        self.assertEqual(len(found), len(names))
        self.assertEqual(len({name.lower() for name in found}), len(names))
        for name in found:
            self.assertEqual(clean_name(name), name)
            self.assertFalse(set(name) & set("/\\\0\r\n"))

    def test_those_that_have_a_number_already(self):
        self.assertEqual(
            unique_names(["a.pdf", "a (2).pdf", "A.pdf", "a.pdf", "a (2).pdf"]),
            ["a.pdf", "a (2).pdf", "A (3).pdf", "a (4).pdf", "a (2) (2).pdf"],
        )

    def test_thousands_of_scans_of_one_name(self):
        """Each is numbered by one look at those before it, not by all of them."""
        count = 20_000
        found = unique_names(["scan.pdf"] * count)
        self.assertEqual(found[-1], f"scan ({count}).pdf")
        self.assertEqual(len(set(found)), count)
