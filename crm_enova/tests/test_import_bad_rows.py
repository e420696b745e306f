from odoo.tests import tagged

from .import_common import ImportCase

HEADERS = [
    "Subject",
    "Definition",
    "Contractor",
    "Start",
    "End",
    "Stage",
    "Result",
    "Description",
]
GOOD = [
    "Call",
    "Phone call",
    "5260001246",
    "2026-03-02 10:00:00",
    "2026-03-02 10:15:00",
    "",
    "",
    "",
]


@tagged("post_install", "-at_install")
class TestImportBadRows(ImportCase):
    """A bad row is told with its line and reason; a harmless oddity is stored."""

    def _row(self, **cells):
        return [cells.get(header, GOOD[i]) for i, header in enumerate(HEADERS)]

    def _refusal(self, kind="csv", **cells):
        """Import a bad row between good ones; return its field and message."""
        rows = [HEADERS, GOOD, self._row(**cells), GOOD]
        [(line, field, message)] = self._refused("enova.activity", rows, kind=kind)
        self.assertEqual(line, 3)
        return field, message

    def _stored(self, kind="csv", **cells):
        """Import a row; return the activity."""
        rows = [HEADERS, self._row(**cells)]
        return self._imported("enova.activity", rows, kind=kind)

    def test_unknown_contractor(self):
        for kind in ("csv", "xlsx"):
            field, message = self._refusal(kind, Contractor="Nobody at all")
            self.assertEqual(field, "partner_id")
            self.assertIn("Nobody at all", message)

    def test_missing_contractor_and_subject(self):
        field, message = self._refusal(Contractor="")
        self.assertEqual(field, "partner_id")
        self.assertIn("Phone call", message)
        self.assertEqual(self._refusal(Subject="")[0], "name")

    def test_wrong_date(self):
        """Core reads the dates of a whole file first; the error names the line."""
        rows = [HEADERS, *[GOOD] * 12, self._row(Start="32.13.2026")]
        result = self._import("enova.activity", rows)
        self.assertFalse(result.get("ids"))
        [message] = result["messages"]
        self.assertIn("line 13", message["message"])
        self.assertIn("32.13.2026", message["message"])

    def test_end_before_start(self):
        for kind in ("csv", "xlsx"):
            field, _message = self._refusal(kind, End="2026-03-02 09:00:00")
            self.assertEqual(field, "date_stop")

    def test_stage_that_the_definition_does_not_allow(self):
        self.type_call.stage_ids = self.stage_planned | self.stage_done
        field, message = self._refusal(Stage="Waiting")
        self.assertEqual(field, "stage_id")
        self.assertIn(self.stage_done.name, message)

    def test_unknown_definition_and_stage(self):
        self.assertEqual(self._refusal(Definition="Dance")[0], "type_id")
        self.assertEqual(self._refusal(Stage="Dancing")[0], "stage_id")

    def test_contractor_of_another_company(self):
        self.user_manager.company_ids |= self.other_company
        self.other_contractor.company_id = self.other_company
        manager = self.env(user=self.user_manager, context=self._both_companies())
        wizard, preview = self._preview(
            "enova.activity",
            self._csv([HEADERS, self._row(Contractor=self.other_contractor.name)]),
        )
        result = self._execute(wizard.with_env(manager), preview)
        self.assertFalse(result["ids"])
        self.assertEqual(result["messages"][0]["field"], "partner_id")
        self.assertEqual(result["messages"][0]["rows"]["from"], 0)

    def _both_companies(self):
        companies = self.company | self.other_company
        return {**self.env.context, "allowed_company_ids": companies.ids}

    def test_a_hundred_thousand_characters(self):
        field, message = self._refusal(Subject="x" * 100_000)
        self.assertEqual(field, "name")
        self.assertLess(len(message), 200)
        long = "x" * 100_000
        self.assertEqual(self._stored(Result=long).result, long)
        self.assertIn(long, self._stored(Description=long).description)

    def test_formulas_are_text(self):
        for text in ("=1+1", "+48 600 100 200", "@SUM(A1)", "-1", '=HYPERLINK("x")'):
            with self.subTest(text):
                self.assertEqual(self._stored(Subject=text).name, text)

    def test_formula_of_a_spreadsheet_is_never_computed(self):
        """Its last value is read, and there is none in a file that nobody opened."""
        rows = [HEADERS, self._row(Result="=1+1")]
        activity = self._imported("enova.activity", rows, kind="xlsx")
        self.assertFalse(activity.result)

    def test_scripts_are_sanitised(self):
        activity = self._stored(
            Description='<p onclick="x()">a<script>alert(1)</script></p>'
            '<img src="x" onerror="alert(1)">',
            Result="<script>alert(1)</script>",
        )
        for poison in ("script", "onclick", "onerror"):
            self.assertNotIn(poison, activity.description)
        self.assertEqual(activity.result, "<script>alert(1)</script>", "plain text")

    def test_nul_characters_are_dropped(self):
        self.assertEqual(self._stored(Subject="a\0b").name, "ab")
        self.assertEqual(self._stored(Result="\0").result, False)

    def test_all_bad_rows_are_reported_at_once(self):
        rows = [
            HEADERS,
            self._row(Contractor="Nobody"),
            GOOD,
            self._row(End="2026-03-02 09:00:00"),
            self._row(Definition="Dance"),
        ]
        refused = self._refused("enova.activity", rows)
        self.assertEqual(
            [(line, field) for line, field, _message in refused],
            [(2, "partner_id"), (4, "date_stop"), (5, "type_id")],
        )

    def test_one_bad_row_does_not_make_core_create_the_file_row_by_row(self):
        many = [HEADERS, *[GOOD] * 300, self._row(Contractor=""), *[GOOD] * 300]
        self._refused("enova.activity", many)  # warm up
        queries = self.env.cr.sql_log_count
        self._refused("enova.activity", many)
        self.assertLess(self.env.cr.sql_log_count - queries, 300)
