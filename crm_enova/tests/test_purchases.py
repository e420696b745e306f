from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from odoo.addons.crm_enova.models.home.res_partner_purchases import (
    PRODUCTS,
    PRODUCTS_ON_CALL,
)

from .purchase_common import PurchaseCase

SELLER = "sales_team.group_sale_salesman"
ALL_SALES = "sales_team.group_sale_salesman_all_leads"
NOTHING = {"rows": [], "count": 0, "action": False}


@tagged("post_install", "-at_install")
class TestPurchases(PurchaseCase):
    """What they buy, from the orders that were confirmed."""

    @users("crm_manager")
    def test_the_newest_order_says_quantity_and_price(self):
        self._with_group(ALL_SALES)
        self._buy(self.rolls, "2026-03-10", 50, 4, line={"discount": 10})
        self._buy(self.rolls, "2026-01-10", 40, 9)
        self._buy(self.rolls, "2026-02-10", 44, 1, partner=self.contact)
        self._buy(self.grease, "2026-04-01", 12.5, 1)
        grease, rolls = self._purchases()["rows"]
        self.assertEqual((grease["name"], grease["times"]), ("Grease", 1))
        self.assertEqual(
            rolls,
            {
                "product_id": self.rolls.id,
                "name": "Rolls",
                "date": "2026-03-10 09:00:00",
                "quantity": 4,
                "unit": self.rolls.uom_id.name,
                "price": 45,
                "currency_id": self.company.currency_id.id,
                "times": 3,
                "stopped": False,
            },
        )
        self.assertEqual(self._names(self.contact), ["Grease", "Rolls"])
        self.assertEqual(self._purchases(self.other_contractor), NOTHING)

    @users("crm_manager")
    def test_what_is_no_purchase(self):
        self._with_group(ALL_SALES)
        self._order(100)
        self._buy(self.rolls, "2026-03-10").action_cancel()
        self._buy(self.rolls, "2026-03-10", line={"is_downpayment": True})
        self._buy(self.rolls, "2026-03-10", quantity=-3)
        order = self._buy(self.rolls, "2026-03-10", partner=self.other_contractor)
        order.order_line = [
            Command.create({"display_type": "line_section", "name": "Extras"}),
            Command.create({"display_type": "line_note", "name": "By train"}),
        ]
        self.assertEqual(self._purchases(), NOTHING)
        self.assertEqual(self._names(self.other_contractor), ["Rolls"])

    @users("crm_manager")
    def test_two_lines_of_one_order_are_one_time(self):
        self._with_group(ALL_SALES)
        order = self._buy(self.rolls, "2026-03-10", 50, 4)
        order.order_line.copy({"order_id": order.id, "product_uom_qty": 7})
        [row] = self._purchases()["rows"]
        self.assertEqual((row["times"], row["quantity"]), (1, 7))

    @users("crm_manager")
    def test_bought_every_quarter_and_no_more(self):
        """The last order is of the fourth quarter, and 91 days are a pause."""
        self._with_group(ALL_SALES)
        quarterly = ("2026-03-01", "2025-12-01", "2025-09-01", "2025-06-01")
        for day in quarterly:
            self._buy(self.rolls, day)
        for day in quarterly[:3]:
            self._buy(self.grease, day)
        rows = {row["name"]: row["stopped"] for row in self._purchases()["rows"]}
        self.assertEqual(rows, {"Rolls": True, "Grease": False})
        # what is stopped stands first, though something else was bought since
        self._buy(self.grease, "2026-06-01")
        self.assertEqual(self._names(), ["Rolls", "Grease"])
        self._buy(self.rolls, "2026-03-12")
        self.assertFalse(self._purchases()["rows"][1]["stopped"], "90 days ago")

    @users("crm_manager")
    def test_a_gap_is_no_habit(self):
        self._with_group(ALL_SALES)
        for day in ("2026-03-01", "2026-02-01", "2025-09-01", "2025-06-01"):
            self._buy(self.rolls, day)
        self.assertFalse(self._purchases()["rows"][0]["stopped"])

    @users("crm_manager")
    def test_long_ago_is_still_stopped(self):
        self._with_group(ALL_SALES)
        for day in ("2023-12-20", "2023-09-20", "2023-06-21", "2023-03-25"):
            self._buy(self.rolls, day)
        self.assertTrue(self._purchases()["rows"][0]["stopped"])

    @users("crm_manager")
    def test_the_lines_behind_it(self):
        self._with_group(ALL_SALES)
        self._buy(self.rolls, "2026-03-10")
        self._buy(self.grease, "2026-03-10")
        self._buy(self.rolls, "2026-03-10", partner=self.other_contractor)
        action = self._purchases()["action"]
        lines = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(lines.product_id, self.rolls | self.grease)
        self.assertEqual(lines.order_partner_id, self.contractor)

    # -- for whom ------------------------------------------------------------------

    @users("crm_all")
    def test_without_rights_on_sales_there_is_nothing(self):
        self._buy(self.rolls, "2026-03-10")
        self.assertEqual(self._purchases(), NOTHING)
        sheet = self.contractor.with_env(self.env).enova_call_sheet()
        self.assertEqual(sheet["purchases"], [])

        def has_page():
            view = self.env.ref("crm_enova.res_partner_view_form_contractor")
            arch = self.env["res.partner"].get_view(view.id, "form")["arch"]
            return "enova_purchases" in arch

        self.assertFalse(has_page())
        self._with_group(SELLER)
        self.assertTrue(has_page())

    @users("crm_all")
    def test_a_salesperson_sees_the_orders_that_are_theirs(self):
        self._with_group(SELLER)
        self._buy(self.rolls, "2026-03-10")
        own = self._buy(self.rolls, "2026-02-10", 30, user_id=self.user_all.id)
        [row] = self._purchases()["rows"]
        self.assertEqual((row["times"], row["price"]), (1, 30))
        self.assertEqual(row["date"], "2026-02-10 09:00:00")
        own.user_id = self.user_manager
        self.assertEqual(self._purchases(), NOTHING)

    @users("crm_manager")
    def test_companies_that_are_switched_on(self):
        self._with_group(ALL_SALES)
        self.env.user.sudo().company_ids += self.other_company
        self._buy(self.grease, "2026-03-10", company_id=self.other_company.id)
        own = self.contractor.with_env(self.env)
        own = own.with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(own.enova_purchases(), NOTHING)
        both = (self.company | self.other_company).ids
        partner = self.contractor.with_env(self.env)
        partner = partner.with_context(allowed_company_ids=both)
        [row] = partner.enova_purchases()["rows"]
        self.assertEqual(row["name"], "Grease")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_strangers(self):
        self._buy(self.rolls, "2026-03-10")
        with self.assertRaises(AccessError):
            self.contractor.with_user(self.user_portal).enova_purchases()
        outsider = self.contractor.with_user(self.user_outsider)
        self.user_outsider.group_ids += self.env.ref(ALL_SALES)
        self.assertEqual(outsider.enova_purchases(), NOTHING)

    @users("crm_manager")
    def test_archived_products_have_their_names(self):
        self._with_group(ALL_SALES)
        self._buy(self.rolls, "2026-03-10")
        self.rolls.active = False
        self.assertEqual(self._names(), ["Rolls"])

    # -- how much it costs ---------------------------------------------------------

    @users("crm_manager")
    def test_bounded_rows_and_queries(self):
        self._with_group(ALL_SALES)
        self._buy(self.rolls, "2026-03-10")

        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.contractor.with_env(self.env).enova_purchases()
            return self.env.cr.sql_log_count - before, found

        cost()
        few, _found = cost()
        products = self.env(su=True)["product.product"].create(
            [{"name": f"P {i}", "type": "service"} for i in range(PRODUCTS + 9)]
        )
        order = self._buy(self.grease, "2026-04-10")
        order.order_line = [
            Command.create({"product_id": product.id}) for product in products
        ]
        # rules and access are asked anew, once, after products were made
        cost()
        many, found = cost()
        self.assertEqual((len(found["rows"]), found["count"]), (100, PRODUCTS + 11))
        self.assertLessEqual(many, few)
        self.assertLessEqual(few, 20)
        sheet = self.contractor.with_env(self.env).enova_call_sheet()
        self.assertEqual(len(sheet["purchases"]), PRODUCTS_ON_CALL)
