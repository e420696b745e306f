from datetime import datetime, timedelta

from odoo import fields

from ..demo.enova_demo import Demo


class DemoStory:
    """What somebody is shown in five minutes is there on whatever day.

    For a test case that has loaded the demo data.
    """

    @property
    def users(self):
        return Demo(self.env)._existing("res.users", "user")

    @property
    def browar(self):
        return self.env.ref("crm_enova.demo_contractor_browar_zywiec")

    @property
    def today(self):
        return fields.Date.context_today(self.users["handlowiec"])

    def _as(self, login):
        return self.env["res.users"].with_user(self.users[login])

    def test_a_day_with_hours_and_a_gap(self):
        blocks = {
            block["name"]: block for block in self._as("handlowiec").enova_my_day()
        }
        rows = [row for row in blocks["today"]["rows"] if row.get("start")]
        self.assertGreaterEqual(len(rows), 5)
        times = sorted((row["start"], row["stop"]) for row in rows)
        gaps = [
            datetime.fromisoformat(start) - datetime.fromisoformat(stop)
            for (_begin, stop), (start, _end) in zip(times, times[1:], strict=False)
        ]
        self.assertGreaterEqual(max(gaps), timedelta(hours=1))
        self.assertLessEqual({"late", "substitution", "ending"}, set(blocks))

    def test_since_yesterday_something_has_come(self):
        """An answer, and an order; a payment where the company has accounts."""
        blocks = {
            block["name"]: block for block in self._as("handlowiec").enova_my_day()
        }
        models = {row["model"] for row in blocks["news"]["rows"]}
        self.assertLessEqual({"res.partner", "sale.order"}, models)

    def test_the_colleague_who_is_ill_has_a_deputy(self):
        own = self.env["res.partner"].search(
            [("user_id", "=", self.users["doradca"].id)]
        )
        contractors = own.filtered(lambda p: p.contractor_status == "contractor")
        self.assertGreater(len(contractors), 5)
        substitutes = set(contractors.mapped("acting_user_id"))
        self.assertEqual(substitutes, {self.users["handlowiec"]})

    def test_the_client_on_the_telephone(self):
        """Spoken with lately, an offer open, a project won, one lost, two devices."""
        orders = self.env["sale.order"].search([("partner_id", "=", self.browar.id)])
        self.assertLessEqual({"draft", "sale"}, set(orders.mapped("state")))
        rolls = orders.order_line.filtered(lambda line: "Rolka" in line.name)
        self.assertEqual(set(rolls.mapped("price_unit")), {48})
        projects = self.env["enova.project"].search(
            [("partner_id", "=", self.browar.id)]
        )
        self.assertLessEqual({"won", "lost"}, set(projects.mapped("state")))
        devices = self.env["enova.device"].search([("partner_id", "=", self.browar.id)])
        self.assertEqual(len(devices), 2)
        self.assertTrue(devices.order_ids.issue_ids)
        last = self.env["res.partner"]._last_contacts(self.browar.ids)
        moment = fields.Datetime.to_datetime(last[self.browar.id]["date"])
        # a weekend may lie between
        self.assertLessEqual((self.today - moment.date()).days, 4)

    def test_letters_come_back_and_forth(self):
        page = self.browar.with_user(self.users["handlowiec"]).enova_timeline(
            groups=["message"]
        )
        titles = [entry["title"] for entry in page["entries"]]
        self.assertGreaterEqual(len(titles), 12)

    def test_two_years_of_orders(self):
        orders = self._demo("sale.order", "order")
        days = [(self.today - date.date()).days for date in orders.mapped("date_order")]
        self.assertGreater(max(days), 700)
        months = {day // 31 for day in days}
        self.assertGreaterEqual(len(months), 22)

    def test_where_there_are_accounts_clients_pay(self):
        if not self.env.ref("base.main_company").chart_template:
            self.assertFalse(self._demo("sale.order", "order").invoice_ids)
            return
        invoices = self._demo("sale.order", "order").invoice_ids
        paid = invoices.filtered(lambda m: m.payment_state in ("paid", "in_payment"))
        self.assertGreaterEqual(len(paid), 40)
        late = (invoices - paid).filtered(lambda m: m.partner_id == self.browar)
        self.assertIn((self.today - late.invoice_date_due).days, range(17, 22))

    def test_a_campaign_that_is_over(self):
        campaign = self._demo("enova.campaign", "finished")
        figures = (
            campaign.member_count,
            campaign.reached_count,
            campaign.interested_count,
            campaign.bought_count,
        )
        self.assertEqual(figures, (24, 18, 9, 5))
        self.assertEqual((campaign.ordered_revenue, campaign.cost), (61400, 9800))

    def test_lost_projects_tell_four_reasons(self):
        lost = self._demo("enova.project", "project").filtered(
            lambda project: project.state == "lost"
        )
        self.assertEqual(len(lost.reason_id), 4)
