"""Core's import screen, as its web client drives it."""

import csv
import io

from openpyxl import Workbook

from .common import CrmEnovaCase

OPTIONS = {
    "quoting": '"',
    "separator": "",
    "encoding": "",
    "has_headers": True,
    "advanced": True,
    "keep_matches": False,
    "limit": 2000,
    "skip": 0,
    "date_format": "",
    "datetime_format": "",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportCase(CrmEnovaCase):
    """Import a file: look at the preview, take its proposals, execute."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_manager.lang = "en_US"

    def _csv(self, rows):
        """Return rows, headers first, as the bytes of a CSV file."""
        stream = io.StringIO()
        csv.writer(stream).writerows(rows)
        return stream.getvalue().encode()

    def _xlsx(self, rows):
        """Return rows, headers first, as the bytes of a spreadsheet."""
        book = Workbook()
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def _preview(self, model, content, name="file.csv", user=None):
        """Upload a file; return the wizard and its preview."""
        user = user or self.user_manager
        env = self.env(user=user, context={**self.env.context, "lang": user.lang})
        wizard = env["base_import.import"].create(
            {
                "res_model": model,
                "file": content,
                "file_name": name,
                "file_type": XLSX if name.endswith("xlsx") else "text/csv",
            }
        )
        preview = wizard.parse_preview(dict(OPTIONS))
        self.assertNotIn("error", preview)
        return wizard, preview

    def _execute(self, wizard, preview, dryrun=False, **options):
        """Execute with the columns as proposed; return core's result."""
        headers = preview["headers"]
        matches = preview["matches"] or {}
        fields = ["/".join(matches.get(i, [])) or False for i in range(len(headers))]
        options = {**preview["options"], **options}
        return wizard.execute_import(fields, headers, options, dryrun=dryrun)

    def _import(self, model, rows, user=None, dryrun=False, kind="csv", **options):
        """Import rows, headers first; return core's result."""
        content = self._xlsx(rows) if kind == "xlsx" else self._csv(rows)
        wizard, preview = self._preview(model, content, f"file.{kind}", user)
        return self._execute(wizard, preview, dryrun, **options)

    def _imported(self, model, rows, **options):
        """Import rows without any message; return the records."""
        result = self._import(model, rows, **options)
        self.assertFalse(result["messages"])
        return self.env[model].browse(result["ids"])

    def _refused(self, model, rows, **options):
        """Import rows that are refused; return the errors as (line, field, message).

        Lines are counted as in the file: the headers stand in line 1.
        """
        before = self.env[model].search_count([])
        result = self._import(model, rows, **options)
        self.assertFalse(result["ids"])
        self.assertEqual(self.env[model].search_count([]), before)
        return [
            (
                message["rows"]["from"] + 2 if message.get("rows") else None,
                message.get("field"),
                message["message"],
            )
            for message in result["messages"]
        ]
