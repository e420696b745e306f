from odoo.tests import TransactionCase, tagged

from ..models.contractor.import_encoding import polish_encoding
from ..models.contractor.import_numbers import decimal_mark, read_number
from .import_common import ImportCase

# Cells of a column, the mark where they prove none, and the mark that is taken.
COLUMNS = (
    ([*"1234567890", "1,5"], ".", ","),
    ([*"1234567890", "1.5"], ",", "."),
    (["1,500", "2,250"], ".", "."),
    (["1,500", "2,250"], ",", ","),
    (["1,500", "2,25"], ".", ","),
    (["0,125"], ".", ","),
    (["1.234,56"], ".", ","),
    (["1,234.56"], ",", "."),
    (["1.234.567"], ".", ","),
    (["1 500", "2 250"], ".", "."),
    (["1,5", "2,5", "3.5"], ".", ","),
    (["1,5", "3.5"], ".", "."),
    (["12", "", "brak"], ",", ","),
)
# A cell, the mark of its column, and how it is read.
CELLS = (
    ("1,5", ",", "1.5"),
    ("1.5", ",", None),
    ("1,5", ".", None),
    ("15", ",", "15"),
    ("1.500", ",", "1500"),
    ("1.500,25", ",", "1500.25"),
    ("1 500,25", ",", "1500.25"),
    ("1\u00a0500\u202f000", ",", None),
    ("1\u00a0500\u00a0000", ",", "1500000"),
    ("1,234.5", ".", "1234.5"),
    ("12,34.5", ".", None),
    ("-0,5", ",", "-0.5"),
    (",5", ",", ".5"),
    ("(2,5)", ",", "-2.5"),
    ("12,50 zł", ",", "12.50"),
    ("€ 12,50", ",", "12.50"),
    ("1e-05", ".", "0.000010"),
    ("brak", ",", None),
    ("1,5,5", ",", None),
)
POLISH = "Żółw „Gęś” – Łódź; ąćęłńóśźż €"
ENCODINGS = (
    (POLISH.encode(), "utf-8"),
    (b"Zolw;1", "utf-8"),
    (POLISH.encode("windows-1250"), "windows-1250"),
    ("Józef;Kraków".encode("windows-1250"), "windows-1250"),
    ("Žižka;Łódź".encode("windows-1250"), None),
    ("Ąśź".encode("iso-8859-2"), None),
    (POLISH.encode("utf-16"), None),
    (POLISH.encode("utf-8-sig"), None),
)
HEADERS = ["Subject", "Definition", "Time spent"]


@tagged("post_install", "-at_install")
class TestImportFormats(TransactionCase):
    """A column has one format, and a file one encoding."""

    def test_decimal_marks(self):
        for cells, default, expected in COLUMNS:
            with self.subTest(cells=cells, default=default):
                self.assertEqual(decimal_mark(cells, default), expected)

    def test_numbers_of_a_spreadsheet_have_a_point(self):
        self.assertEqual(decimal_mark(["1.125"], ",", from_spreadsheet=True), ".")
        self.assertEqual(decimal_mark(["1.125"], ","), ",")

    def test_cells(self):
        for text, mark, expected in CELLS:
            with self.subTest(text=text, mark=mark):
                self.assertEqual(read_number(text, mark, ["zł", "€"]), expected)

    def test_encodings(self):
        for content, expected in ENCODINGS:
            with self.subTest(content=content[:20]):
                self.assertEqual(polish_encoding(content), expected)


@tagged("post_install", "-at_install")
class TestImportNumbers(ImportCase):
    """What a file says is stored, or refused with its line: never something else."""

    def _rows(self, *hours):
        return [HEADERS, *[[f"T {i}", "To do", hour] for i, hour in enumerate(hours)]]

    def _hours(self, *hours, **options):
        return self._imported("enova.activity", self._rows(*hours), **options).mapped(
            "time_spent"
        )

    def test_a_comma_far_down_the_file(self):
        whole = [str(hour) for hour in range(1, 31)]
        self.assertEqual(self._hours(*whole, "1,5")[-1], 1.5)
        self.assertEqual(self._hours(*whole, "1.5")[-1], 1.5)

    def test_a_row_of_another_format_is_refused_with_its_line(self):
        hours = ["1,5"] * 12 + ["2.5"] + ["3,5"] * 3
        [(line, field, message)] = self._refused("enova.activity", self._rows(*hours))
        self.assertEqual((line, field), (14, "time_spent"))
        self.assertIn("“2.5”", message)
        for kind in ("csv", "xlsx"):
            rows = self._rows("1", "brak", "2")
            [(line, field, message)] = self._refused("enova.activity", rows, kind=kind)
            self.assertEqual((line, field), (3, "time_spent"))
            self.assertIn("“brak”", message)

    def test_a_later_batch_is_read_as_the_whole_file(self):
        rows = self._rows("1,5", "2", "1.500", "2,5")
        result = self._import("enova.activity", rows, skip=2, limit=2)
        self.assertFalse(result["messages"])
        found = self.env["enova.activity"].browse(result["ids"])
        self.assertEqual(found.mapped("time_spent"), [1500, 2.5])
        [message] = self._import(
            "enova.activity", self._rows("1,5", "2,5", "3", "4.5"), skip=2, limit=2
        )["messages"]
        self.assertEqual(message["rows"]["from"], 1)

    def test_what_proves_nothing_is_read_in_the_users_language(self):
        self.assertEqual(self._hours("1,500"), [1500])
        self.env["res.lang"]._activate_lang("pl_PL")
        self.user_manager.lang = "pl_PL"
        rows = [["Temat", "Definicja", "time_spent"], ["T", self._task_name(), "1,500"]]
        rows[0][:2] = ["name", "type_id"]
        self.assertEqual(self._imported("enova.activity", rows).time_spent, 1.5)

    def _task_name(self):
        return self.type_task.with_context(lang="pl_PL").name

    def test_numbers_of_a_spreadsheet(self):
        self.assertEqual(self._hours(1, 1.125, 2.5, kind="xlsx"), [1, 1.125, 2.5])

    def test_a_date_far_down_the_file_decides_on_the_format(self):
        days = [f"0{day}/03/2026" for day in range(1, 10)] * 2 + ["25/03/2026"]
        rows = [
            ["Subject", "Definition", "Deadline"],
            *[["T", "To do", day] for day in days],
        ]
        found = self._imported("enova.activity", rows)
        self.assertEqual(str(found[-1].date_deadline), "2026-03-25")
        self.assertEqual(str(found[0].date_deadline), "2026-03-01")

    def test_polish_letters_of_windows(self):
        rows = [["Name", "City"], ["Żółw i Gęś „Łąka”", "Łódź"], ["Jaźń", "Śrem"]]
        content = self._csv(rows).decode().encode("windows-1250")
        wizard, preview = self._preview("res.partner", content)
        self.assertEqual(preview["options"]["encoding"], "windows-1250")
        # the screen keeps what it was told of an earlier file
        again = wizard.parse_preview({**preview["options"], "encoding": "utf-8"})
        self.assertEqual(again["options"]["encoding"], "windows-1250")
        other = wizard.copy({"file": self._csv(rows)})
        again = other.parse_preview(dict(preview["options"]))
        self.assertEqual(again["options"]["encoding"], "utf-8")
        result = self._execute(wizard, preview)
        found = self.env["res.partner"].browse(result["ids"])
        self.assertEqual(found.mapped("name"), ["Żółw i Gęś „Łąka”", "Jaźń"])
        self.assertEqual(found.mapped("city"), ["Łódź", "Śrem"])

    def test_others_are_read_as_core_does(self):
        wizard, preview = self._preview("res.country", b"name,code\nA,1\n")
        self.assertFalse(wizard._enova_imports())
        self.assertEqual(preview["options"]["encoding"], "ascii")
        outsider = wizard.with_user(self.user_outsider)
        outsider.sudo().res_model = "res.partner"
        self.assertFalse(outsider._enova_imports())
