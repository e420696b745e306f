from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from odoo.addons.crm_enova.models.home.tiles_of_documents import (
    TILES,
    Offers,
    Projects,
    Turnover,
)

from .common import CrmEnovaCase

LOGGER = "odoo.addons.crm_enova.models.home.res_partner"
TODAY = "2026-06-10"


class SummaryCase(CrmEnovaCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(f"{TODAY} 10:00:00"))
        # what is already there when the user of the test comes
        self.system = self.env(user=SUPERUSER_ID)

    def _summary(self, partner=None):
        return (partner or self.contractor).with_env(self.env).enova_summary()

    def _with_group(self, *names):
        for name in names:
            self.env.user.sudo().group_ids += self.env.ref(name)

    def _order(self, price=100, **values):
        product = self.system["product.product"].create(
            {"name": "Roll", "type": "service", "list_price": price, "taxes_id": False}
        )
        return self.system["sale.order"].create(
            {
                "partner_id": self.contractor.id,
                "order_line": [(0, 0, {"product_id": product.id, "price_unit": price})],
                **values,
            }
        )

    def _invoice(self, day, amount, **values):
        invoice = self.system["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.contractor.id,
                "invoice_date": day,
                "invoice_date_due": day,
                "invoice_line_ids": [
                    (0, 0, {"name": "Roll", "price_unit": amount, "tax_ids": False})
                ],
                **values,
            }
        )
        invoice.action_post()
        return invoice


@tagged("post_install", "-at_install")
class TestSummary(SummaryCase):
    """What stands over a contractor, for whoever may read it."""

    @users("crm_all")
    def test_nothing_to_say_is_absent(self):
        self.assertEqual(self._summary(self.other_contractor), {})

    @users("crm_own")
    def test_next_contact_is_the_earliest_that_is_open(self):
        for subject, day in (("Later", "2026-06-20"), ("Sooner", "2026-06-11")):
            self._activity(
                name=subject, partner_id=self.contractor.id, date_deadline=day
            )
        tile = self._summary()["next_contact"]
        self.assertEqual((tile["value"], tile["hint"]), ("Tomorrow", "Sooner"))
        self.assertEqual(tile["tone"], "")

    @users("crm_own")
    def test_next_contact_that_is_late_is_an_alarm(self):
        task = self._activity(
            name="Late", partner_id=self.contractor.id, date_deadline="2026-06-09"
        )
        tile = self._summary()["next_contact"]
        self.assertEqual((tile["value"], tile["tone"]), ("Yesterday", "alarm"))
        self.assertEqual(tile["action"]["res_id"], task.id)

    @users("crm_own")
    def test_last_contact_by_the_day_of_the_reader(self):
        """Late in the evening it is tomorrow already in Tokyo."""
        self.system["enova.activity"].create(
            {
                "name": "Call",
                "type_id": self.type_call.id,
                "partner_id": self.contractor.id,
                "date_start": "2026-06-09 22:00:00",
                "user_id": self.user_own.id,
            }
        )
        for zone, expected in (("UTC", "Yesterday"), ("Asia/Tokyo", "Today")):
            with self.subTest(zone):
                self.env.user.sudo().tz = zone
                contractor = self.contractor.with_user(self.env.user)
                tile = contractor.with_context(tz=zone).enova_summary()["last_contact"]
                self.assertEqual(tile["value"], expected)
                self.assertIn(self.user_own.name, tile["hint"])

    @users("crm_manager")
    def test_turnover_beside_the_same_days_of_last_year(self):
        self._with_group("account.group_account_invoice")
        for day, amount in (
            (date(2026, 2, 1), 300),
            (date(2026, 5, 1), 150),
            (date(2025, 3, 1), 300),
            # after today's day of last year: no part of the comparison
            (date(2025, 9, 1), 9_000),
            (date(2024, 9, 1), 70_000),
        ):
            self._invoice(day, amount)
        self._invoice(date(2026, 6, 1), 50, move_type="out_refund")
        tile = self._summary()["turnover"]
        self.assertEqual(tile["label"], "Turnover 2026")
        self.assertIn("400", tile["value"])
        self.assertEqual((tile["hint"], tile["tone"]), ("+33 %", "good"))
        # the quarters from July 2025 to June 2026, the highest as 1
        self.assertEqual(tile["bars"], [1.0, 0.0, 0.03, 0.01])

    @users("crm_manager")
    def test_the_list_behind_a_figure_holds_what_was_counted(self):
        self._with_group(
            "account.group_account_invoice", "sales_team.group_sale_salesman_all_leads"
        )
        invoice = self._invoice(date(2026, 5, 1), 150)
        self._invoice(date(2025, 5, 1), 150)
        offer = self._order()
        self._order(state="sale")
        summary = self._summary()
        for name, record in (
            ("turnover", invoice),
            ("overdue", invoice),
            ("offers", offer),
        ):
            action = summary[name]["action"]
            found = self.env[action["res_model"]].search(action["domain"])
            if name == "overdue":
                self.assertIn(record.id, found.ids)
            else:
                self.assertEqual(found.ids, record.ids, name)

    @users("crm_manager")
    def test_offers_and_what_they_are_worth(self):
        self._with_group("sales_team.group_sale_salesman_all_leads")
        self._order(100)
        self._order(250, state="sent")
        self._order(9_000, state="cancel")
        tile = self._summary()["offers"]
        self.assertEqual(tile["value"], "2")
        self.assertIn("350", tile["hint"])

    @users("crm_all")
    def test_projects_that_are_open(self):
        projects = self.system["enova.project"].create(
            [
                {"name": f"Project {n}", "partner_id": self.contractor.id}
                for n in range(3)
            ]
        )
        won = self.system["enova.project.stage"].search(
            [("state", "=", "won")], limit=1
        )
        projects[0].stage_id = won
        tile = self._summary()["projects"]
        self.assertEqual((tile["value"], tile["hint"]), ("2", "Project 2"))

    @users("crm_all")
    def test_a_contact_has_the_tiles_of_the_company(self):
        self._activity(partner_id=self.contractor.id, date_deadline="2026-06-11")
        self.assertEqual(self._summary(self.contact), self._summary())


@tagged("post_install", "-at_install")
class TestSummaryRights(SummaryCase):
    @users("crm_all")
    def test_what_may_not_be_read_is_absent(self):
        self._invoice(date(2026, 5, 1), 150)
        self._order()
        self.assertFalse({"turnover", "overdue", "offers"} & set(self._summary()))

    @users("crm_all")
    def test_a_private_task_of_others_is_not_told(self):
        self._activity(
            partner_id=self.contractor.id,
            date_deadline="2026-06-11",
            private=True,
            user_id=self.user_own.id,
            assigned_by_id=self.user_own.id,
        )
        self.assertEqual(self._summary(), {})

    @users("crm_own")
    def test_a_contractor_of_others_is_refused(self):
        rule = self.env.ref("crm_enova.res_partner_rule_own", raise_if_not_found=False)
        if rule and rule.sudo().active:
            with self.assertRaises(AccessError):
                self._summary(self.other_contractor)
        else:
            self.assertEqual(self._summary(self.other_contractor), {})

    @users("crm_outsider")
    def test_whoever_has_no_part_in_the_crm(self):
        self._order()
        self.assertEqual(self._summary(), {})

    @users("crm_manager")
    @mute_logger(LOGGER)
    def test_a_tile_that_raises_is_left_out(self):
        self._with_group("sales_team.group_sale_salesman_all_leads")
        self._order()
        self._activity(partner_id=self.contractor.id, date_deadline="2026-06-11")
        with patch.object(Offers, "content", side_effect=ValueError("broken")):
            self.assertEqual(set(self._summary()), {"next_contact"})
        self.assertEqual(set(self._summary()), {"next_contact", "offers"})

    @users("crm_manager")
    def test_few_queries_however_much_there_is(self):
        self._with_group(
            "account.group_account_invoice", "sales_team.group_sale_salesman_all_leads"
        )

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._summary()
            return self.env.cr.sql_log_count - before

        def fill(times):
            for number in range(times):
                self._order()
                day = date(2026, 1, 1) + timedelta(days=number)
                self._invoice(day, 100)
                self._activity(partner_id=self.contractor.id, date_deadline=TODAY)

        fill(1)
        count()
        few = count()
        fill(5)
        count()  # what rules and groups are is read anew after an invoice is posted
        self.assertEqual(count(), few)
        self.assertLessEqual(few, 11)


@tagged("post_install", "-at_install")
class TestSummaryTiles(SummaryCase):
    @users("crm_manager")
    def test_every_tile_has_a_name_of_its_own_and_at_most_eight_there_are(self):
        kinds = self.env["res.partner"]._enova_tiles()
        self.assertEqual(len({kind.name for kind in kinds}), len(kinds))
        self.assertLessEqual(len(kinds), 8)
        for kind in kinds:
            self.assertIn(kind.model, self.env)

    def test_no_turnover_no_bars(self):
        turnover = Turnover(self.env, self.contractor.id)
        self.assertEqual(turnover._bars([], date(2026, 6, 10)), [])
        self.assertEqual(turnover._change(100, 0), "")
        self.assertEqual(turnover._change(0, 100), "-100 %")

    @users("crm_all")
    def test_another_addon_adds_its_own(self):
        class Number(Projects):
            name = "number"

            def content(self):
                return {"label": "Number", "value": "7"}

        with patch.object(
            type(self.env["res.partner"]),
            "_enova_tiles",
            lambda _self: [*TILES, Number],
        ):
            self.assertEqual(self._summary()["number"]["value"], "7")
