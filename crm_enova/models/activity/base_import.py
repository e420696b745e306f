import re

from odoo import models

from ..base.context import IMPORT_TEST

DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")


class BaseImportImport(models.TransientModel):
    _inherit = "base_import.import"

    def parse_preview(self, options, count=10):
        """Recognise a decimal comma in files of activities.

        The screen begins with a comma for thousands in every language, so that an hour
        and a half, written 1,5, would be imported as fifteen hours.
        """
        result = super().parse_preview(options, count=count)
        if self.res_model == "enova.activity" and result.get("matches"):
            examples = self._number_examples(result)
            commas = any(DECIMAL_COMMA.fullmatch(text) for text in examples)
            if commas and not any("." in text for text in examples):
                result["options"].update(
                    float_thousand_separator=".", float_decimal_separator=","
                )
        return result

    def _number_examples(self, preview):
        """Return the examples of the columns that go into fields of numbers."""
        fields = self.env[self.res_model]._fields
        return [
            text.strip()
            for column, path in preview["matches"].items()
            if path[0] in fields and fields[path[0]].type in ("float", "monetary")
            for text in preview["preview"][column]
        ]

    def execute_import(self, fields, columns, options, dryrun=False):
        """Tell ``load`` of a test: core undoes the rows of one, not its notices."""
        if dryrun:
            self = self.with_context(**IMPORT_TEST.on)
        return super().execute_import(fields, columns, options, dryrun=dryrun)
