import csv
import io
import json

from openpyxl import load_workbook

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import CrmEnovaMixin
from .import_common import ImportCase

POISON = {
    "=1+1": "'=1+1",
    "@SUM(A1)": "'@SUM(A1)",
    '{=HYPERLINK("x")}': '\'{=HYPERLINK("x")}',
    "\tTab": "'\tTab",
}
PHONE = "+48 600-100-200"


@tagged("post_install", "-at_install")
class TestExport(HttpCase, CrmEnovaMixin):
    """What core's export gives back for cells that a spreadsheet would compute."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        cls.user_manager.group_ids |= cls.env.ref("base.group_allow_export")
        cls.activities = cls._activity(name="plain")
        for text in POISON:
            cls.activities |= cls._activity(name="plain", result=text)

    def _export(self, kind, records, names):
        self.authenticate("crm_manager", "crm_manager")
        fields = [{"name": name, "label": name, "type": "char"} for name in names]
        data = {
            "model": records._name,
            "fields": fields,
            "ids": records.ids,
            "domain": [],
            "import_compat": True,
        }
        response = self.url_open(
            f"/web/export/{kind}",
            data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)},
        )
        response.raise_for_status()
        return response.content

    def test_csv_holds_no_formula(self):
        content = self._export("csv", self.activities, ["result"]).decode()
        cells = [row[0] for row in csv.reader(io.StringIO(content))][2:]
        self.assertEqual(cells, list(POISON.values()))

    def test_xlsx_holds_no_formula(self):
        content = self._export("xlsx", self.activities, ["result"])
        column = load_workbook(io.BytesIO(content)).active["A"][2:]
        self.assertEqual([cell.value for cell in column], list(POISON.values()))
        self.assertEqual({cell.data_type for cell in column}, {"s"})

    def test_contractors_too(self):
        self.contractor.name = '=HYPERLINK("x")'
        content = self._export("xlsx", self.contractor, ["name", "phone"])
        name, phone = load_workbook(io.BytesIO(content)).active[2]
        self.assertEqual(name.value, '\'=HYPERLINK("x")')
        self.assertEqual((name.data_type, phone.value), ("s", PHONE))


@tagged("post_install", "-at_install")
class TestRoundTrip(ImportCase):
    """What was exported comes back the same."""

    def test_texts(self):
        marked = [*POISON.values(), "'+48 600", "'-5", "'quoted'", "d'Arc"]
        rows = [["Subject", "Definition", "Result"]]
        rows += [["Plan", "To do", text] for text in marked]
        activities = self._imported("enova.activity", rows)
        self.assertEqual(
            activities.mapped("result"),
            [*POISON, "+48 600", "-5", "'quoted'", "d'Arc"],
        )

    def test_phone_of_a_contractor(self):
        rows = [["Name", "NIP", "Phone"], ["New", "7133012454", "'" + PHONE]]
        self.assertEqual(self._imported("res.partner", rows).phone, PHONE)
