from odoo import models

from ..base.context import IMPORT_TEST
from .import_encoding import UTF_8, polish_encoding
from .import_numbers import COMMA, OTHER, POINT, decimal_mark, proven_mark, read_number
from .import_run import CONTEXT_KEY, ImportRun

# Rows of a preview: all that a file can have.
WHOLE_FILE = 10**9
SEPARATORS = {COMMA: {"decimal": ",", "thousand": "."}}
SEPARATORS[POINT] = {"decimal": ".", "thousand": ","}
NUMBERS = ("float", "monetary")


class BaseImportImport(models.TransientModel):
    """Read each column of a file by one format, whatever its first rows look like."""

    _inherit = "base_import.import"

    def _enova_imports(self):
        """Tell whether a file of ours is imported; others are read as core does."""
        partners = self.env["res.partner"]
        return self.res_model == partners._name and partners._works_with_crm()

    def parse_preview(self, options, count=10):
        """Propose the formats that fit the whole file instead of its first rows."""
        if not self._enova_imports():
            return super().parse_preview(options, count=count)
        result = super().parse_preview(options, count=WHOLE_FILE)
        if result.get("matches"):
            mark = self._proposed_mark(result["matches"], options)
            separators = SEPARATORS[mark].items()
            result["options"].update({f"float_{k}_separator": v for k, v in separators})
        return result

    def _proposed_mark(self, matches, options):
        """Return the decimal mark of cells that prove none by themselves.

        That of the file's other cells, else of the user's language. The screen begins
        with a comma for thousands in every language.
        """
        columns = [
            column
            for column, path in matches.items()
            if len(path) == 1 and self._is_number(path[0])
        ]
        if not columns or self._is_spreadsheet(options):
            return POINT
        _length, rows = self._read_file(options)
        cells = [row[column] for row in rows for column in columns]
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        is_comma = lang.decimal_point == COMMA
        return proven_mark(cells) or (COMMA if is_comma else POINT)

    def _is_number(self, name):
        field = self.env[self.res_model]._fields.get(name)
        return field is not None and field.type in NUMBERS

    def _is_spreadsheet(self, options):
        """Tell whether core has read sheets; a text file has none."""
        return bool(options.get("sheets"))

    def _read_csv(self, options):
        """Take Polish letters for what they are, rather than for Hebrew ones.

        The screen keeps the encoding of the file before; what is UTF-8 is nothing else.
        """
        if self._enova_imports():
            known = polish_encoding(self.file or b"")
            if known == UTF_8 or options.get("encoding") in (None, "", False, UTF_8):
                options["encoding"] = known
        return super()._read_csv(options)

    def _convert_import_data(self, fields, options):
        """Read the numbers of all rows, those of earlier batches too."""
        run = ImportRun.of(self.env)
        if run is None:
            return super()._convert_import_data(fields, options)
        whole = {**options, "skip": 0}
        data, names = super()._convert_import_data(fields, whole)
        skipped = options.get("skip") or 0
        for column, name in enumerate(names):
            if self._is_number(name):
                refused = self._read_numbers(data, column, whole)
                for row, message in refused:
                    if row >= skipped:
                        run.refuse(row - skipped, name, message)
        return data[skipped:], names

    def _read_numbers(self, data, column, options):
        """Read a column of numbers in place; return what does not fit.

        :return: list of pairs of row and message
        """
        texts = [row[column] for row in data]
        default = COMMA if options.get("float_decimal_separator") == COMMA else POINT
        mark = decimal_mark(texts, default, self._is_spreadsheet(options))
        # sudo: signs of currencies, and nothing of them is shown
        currencies = self.env["res.currency"].sudo().search([("symbol", "!=", False)])
        symbols = currencies.mapped("symbol")
        refused = []
        for place, text in enumerate(texts):
            if isinstance(text, str) and not text.strip():
                continue
            number = isinstance(text, str) and read_number(text, mark, symbols)
            data[place][column] = number or ""
            if not number:
                refused.append((place, self._number_problem(text, mark)))
        return refused

    def _number_problem(self, text, mark):
        """Return why a cell is refused."""
        return self.env._(
            "“%(value)s” is no number as this column writes them: %(example)s.",
            value=str(text)[:50],
            example=f"1{OTHER[mark]}234{mark}5",
        )

    def _parse_float_from_data(self, data, index, name, options):
        """Leave what is read already as it is."""
        if ImportRun.of(self.env) is None or not self._is_number(name):
            return super()._parse_float_from_data(data, index, name, options)
        return None

    def execute_import(self, fields, columns, options, dryrun=False):
        """Tell ``load`` of a test: core undoes the rows of one, not its notices."""
        if dryrun:
            self = self.with_context(**IMPORT_TEST.on)
        if self._enova_imports():
            self = self.with_context(**{CONTEXT_KEY: ImportRun()})
        return super().execute_import(fields, columns, options, dryrun=dryrun)
