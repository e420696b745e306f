import json
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import quote

from lxml import html

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged, users
from odoo.tools import mute_logger

from odoo.addons.crm_enova.models.timeline import history_report

from .common import CrmEnovaMixin
from .test_timeline import NINE
from .test_timeline_messages import MessageCase

NAME = "crm_enova.res_partner_history"


@tagged("post_install", "-at_install")
class TestHistoryReport(MessageCase):
    """The history on paper is what its reader has on the screen, and no more."""

    def _page(self, docids=None, **data):
        if not docids and not data.get("partner_id"):
            data["partner_id"] = self.contractor.id
        reports = self.env["ir.actions.report"]
        text, _kind = reports._render_qweb_html(NAME, docids, data=data)
        return html.fromstring(text)

    def _titles(self, **data):
        return [node.text for node in self._page(**data).iterfind(".//td/strong")]

    @users("crm_own")
    def test_newest_first_under_their_days(self):
        self._events(1, name="Nine", result="Two\nlines")
        self._events(1, name="Late", date_start=NINE + timedelta(hours=14))
        page = self._page()
        text = page.text_content()
        self.assertLess(text.index("Late"), text.index("Nine"))
        days = [node.text for node in page.iterfind(".//h6")]
        # at eleven in the evening in UTC it is tomorrow in Warsaw
        self.assertEqual(days[-2:], ["03/03/2026", "03/02/2026"])
        self.assertIn("10:00", text)
        self.assertIn("Two\nlines", text)
        self.assertIn(self.contractor.name, text)
        self.assertNotIn("there are more", text)

    @users("crm_own")
    def test_narrowed_down_as_the_screen_is(self):
        self._events(1, name="Talk", contact_id=self.contact.id)
        self._events(1, name="Old", date_start=NINE - timedelta(days=400))
        self._message(self.contractor, subject="Prices")
        self.assertEqual(self._titles(groups=["message"]), ["Prices"])
        self.assertEqual(self._titles(text="Talk"), ["Talk"])
        self.assertNotIn("Old", self._titles(since="2026-01-01"))
        page = self._page(person=self.contact.id, groups=["contact"], text="a")
        words = page.find(".//p").text_content()
        for word in ("Contacts", self.contact.name, "„a”"):
            self.assertIn(word, words)

    @users("crm_own")
    def test_of_a_person_it_is_the_company_s(self):
        self._events(1, name="Talk")
        self.assertIn("Talk", self._titles(docids=self.contact.ids))

    @users("crm_own")
    def test_what_one_may_not_read_is_not_on_it(self):
        self._events(1, name="Secret", private=True, user_id=self.user_all.id)
        self._order()
        self._message(self._order(), subject="On an order", author_id=False)
        text = self._page().text_content()
        for word in ("Secret", "Quotation", "On an order"):
            self.assertNotIn(word, text)

    @users("crm_own")
    def test_markup_that_somebody_typed_is_text(self):
        self._events(1, name="<script>x()</script>", result="<img src=x>")
        page = self._page()
        self.assertFalse(page.xpath("//main//script | //main//img[@src='x']"))
        self.assertIn("<script>x()</script>", page.text_content())

    @users("crm_own")
    def test_of_a_long_history_the_newest(self):
        for number in range(7):
            self._events(1, name=f"No {number}", date_start=NINE + timedelta(number))
        with (
            patch.object(history_report, "MOST_ENTRIES", 5),
            patch.object(history_report, "LARGEST_PAGE", 2),
        ):
            page = self._page(groups=["contact"])
        titles = [node.text for node in page.iterfind(".//td/strong")]
        self.assertEqual(titles, ["No 6", "No 5", "No 4", "No 3", "No 2"])
        self.assertIn("there are more", page.text_content())

    @users("crm_own")
    def test_nothing_to_print(self):
        self.assertIn("Nothing of this kind", self._page(text="zzz").text_content())

    @users("crm_own")
    def test_bad_input(self):
        for data in (
            {"partner_id": "x"},
            {"partner_id": 2**31 - 1},
            {"partner_id": [1]},
            {"groups": 7},
            {"since": "no day"},
            {"person": "x"},
            {"text": ["x"]},
        ):
            with self.subTest(data=data), self.assertRaises(UserError):
                self._page(**data)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_of_whom_one_may_not_see(self):
        settings = self.env(user=SUPERUSER_ID)["res.config.settings"]
        settings.create({"restrict_contractors": True}).execute()
        for role in ("own", "portal"):
            reports = self.env["ir.actions.report"].with_user(self.crm_users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                data = {"partner_id": self.other_contractor.id}
                reports._render_qweb_html(NAME, None, data=data)


@tagged("post_install", "-at_install")
class TestHistoryReportDownload(CrmEnovaMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()

    def test_as_the_client_asks_for_it(self):
        self._activity(
            name="Talk", type_id=self.type_call.id, partner_id=self.contractor.id
        )
        self.authenticate("crm_own", "crm_own")
        asked = {"partner_id": self.contractor.id, "groups": ["contact"], "text": None}
        answer = self.url_open(
            f"/report/html/{NAME}?options={quote(json.dumps(asked))}"
        )
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Talk", answer.text)
