import time
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_tour_timeline import TourCase

QUERIES = 20
ROLES = (
    "sales_team.group_sale_salesman_all_leads",
    "account.group_account_invoice",
    "stock.group_stock_user",
)


@tagged("post_install", "-at_install")
class TestTourLaterForm(TourCase):
    """The form of a contractor in the browser, and what it asks of the server."""

    def setUp(self):
        super().setUp()
        for name in ROLES:
            self.user_manager.group_ids += self.env.ref(name)
        self._fill(self.contractor)
        self.specifications = []

    def _fill(self, contractor):
        """Give a contractor some of everything that its form reads."""
        tags = self.env["res.partner.category"].create([{"name": n} for n in "abc"])
        contractor.category_id = tags
        contractor.image_1920 = self.contractor.avatar_1920
        for number in range(4):
            self.env["res.partner"].create(
                {"name": f"Person {number}", "parent_id": contractor.id}
            )
            self.env["res.partner.bank"].create(
                {"acc_number": f"PL0000{number}", "partner_id": contractor.id}
            )
        for user in (self.user_all, self.user_manager):
            self.env["enova.caretaker"].create(
                {"partner_id": contractor.id, "user_id": user.id, "role": "deputy"}
            )
        purpose = self.env["enova.consent.purpose"].search([], limit=1)
        self.env["enova.consent"].create(
            [
                {
                    "partner_id": contractor.id,
                    "purpose_id": purpose.id,
                    "channel": channel,
                    "state": "given",
                }
                for channel in ("email", "phone")
            ]
        )
        for number in range(2):
            self._activity(name=f"Call {number}", partner_id=contractor.id)
            self.env["sale.order"].create({"partner_id": contractor.id})

    @contextmanager
    def _reading(self, later):
        """Have the second reading of a contractor done by a method of ours."""
        partners = type(self.env["res.partner"])
        core = partners.web_read

        def web_read(records, specification):
            if records.ids == self.contractor.ids and "vat" in specification:
                self.specifications.append(specification)
            elif records.ids == self.contractor.ids and "credit" in specification:
                self.specifications.append(specification)
                later()
            return core(records, specification)

        with patch.object(partners, "web_read", web_read):
            yield

    def _read_as_client(self, specification):
        """Return the values, and how many queries they take."""
        contractor = self.contractor.with_user(self.user_manager)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        [values] = contractor.with_context(bin_size=True).web_read(specification)
        return values, self.env.cr.sql_log_count - before

    def test_in_the_browser(self):
        with self._reading(lambda: time.sleep(3)):
            self._open_contractor("enova_later_form", login="crm_manager")
        self.assertEqual(self.contractor.name, "Renamed")
        at_once, later = self.specifications[:2]
        self.assertFalse(set(at_once) & set(later))
        view = self.contractor.with_user(self.user_manager).get_formview_id()
        arch = self.env["res.partner"].get_view(view, "form")["arch"]
        self.assertIn(f'enova_later="{" ".join(later)}"', arch)
        self._read_as_client(at_once)
        first, queries = self._read_as_client(at_once)
        self.assertLessEqual(queries, QUERIES)
        second, _queries = self._read_as_client(later)
        both, _queries = self._read_as_client({**at_once, **later})
        self.assertEqual({**first, **second}, both)

    def test_failing(self):
        def refuse():
            if len(self.specifications) < 3:
                raise AccessError(self.id())

        with self._reading(refuse):
            self._open_contractor("enova_later_form_failing", login="crm_manager")
        self.assertEqual(self.contractor.name, "Renamed")


@tagged("post_install", "-at_install")
class TestLaterFormButtons(TourCase):
    """A desk on which core shows as many buttons as on the widest one."""

    browser_size = "1400x900"

    def test_the_name_is_not_cut(self):
        for name in ROLES:
            self.user_manager.group_ids += self.env.ref(name)
        self._activity(name="Call", partner_id=self.contractor.id)
        self.contractor.name = "Hurtownia Rolna"
        self._open_contractor("enova_later_form_buttons", login="crm_manager")
