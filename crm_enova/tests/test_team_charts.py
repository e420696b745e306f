from datetime import datetime

from odoo.tests import freeze_time, tagged

from .resource_common import ResourceMixin
from .service_common import ServiceMixin
from .test_target import NOW
from .test_team import TeamCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestTeamCharts(ServiceMixin, ResourceMixin, TeamCase):
    """The charts below the table of the team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_service()
        cls._set_up_resources()
        cls.campaign = cls._campaign(date_start="2026-10-15", date_stop="2026-11-05")
        cls.user_manager.group_ids += cls.env.ref("stock.group_stock_user")

    def _charts(self, period="month", **context):
        return {
            chart["name"]: chart for chart in self._team(period, **context)["charts"]
        }

    def _rows(self, chart, groups, aggregate="__count"):
        """Return what a chart draws, as the client asks for it."""
        records = self.env[chart["model"]].with_user(self.user_manager)
        rows = records.formatted_read_group(
            chart["domain"], groupby=groups, aggregates=[aggregate]
        )
        return [(*(row[group] for group in groups), row[aggregate]) for row in rows]

    def _join(self, campaign):
        return self.env["enova.campaign.member"].create(
            {"campaign_id": campaign.id, "partner_id": self.contractor.id}
        )

    def _reserve(self, day, hours=4, **values):
        return self._book(
            datetime.fromisoformat(f"{day} 08:00:00"),
            datetime.fromisoformat(f"{day} {8 + hours:02}:00:00"),
            **values,
        )

    def test_each_is_a_graph_of_what_there_is(self):
        self._project(user_id=self.user_own.id, date_expected="2026-12-10")
        self._project(user_id=self.user_own.id)._close("lost", self.reason)
        self._talk("2026-11-10")
        self._join(self.campaign)
        self._reserve("2026-11-10")
        self._service_order(schedule_date="2026-11-10 08:00:00")
        charts = self._charts()
        drawn = {
            "forecast": (["date_expected:month", "stage_id"], "forecast:sum"),
            "contacts": (["date:week", "channel"], "__count"),
            "reason": (["reason_id"], "__count"),
            "campaigns": (["campaign_id", "state"], "__count"),
            "occupancy": (["resource_id"], "hours:sum"),
            "service": (["schedule_date:week", "enova_stage_id"], "__count"),
        }
        self.assertEqual(list(charts), list(drawn))
        for name, (groups, aggregate) in drawn.items():
            chart = charts[name]
            view = self.env["ir.ui.view"].browse(chart["view"])
            fields = view._get_combined_arch().findall("field")
            spec = [
                ":".join(filter(None, (field.get("name"), field.get("interval"))))
                for field in fields
                if field.get("type") != "measure"
            ]
            with self.subTest(chart=name):
                self.assertEqual((view.type, view.model), ("graph", chart["model"]))
                self.assertEqual(spec, groups)
                self.assertTrue(chart["label"] and chart["empty"])
                self.assertEqual(len(self._rows(chart, groups, aggregate)), 1)

    def test_campaigns_that_run_in_the_period(self):
        coming = self._campaign(title="Later", date_start="2026-12-01")
        endless = self._campaign(title="Endless", date_start="2026-11-30")
        shelved = self._campaign(title="Shelved", date_start="2026-11-01", active=False)
        for campaign in (self.campaign, coming, endless, shelved):
            self._join(campaign)

        def shown(period):
            rows = self._rows(self._charts(period)["campaigns"], ["campaign_id"])
            return {campaign[0] for campaign, _count in rows}

        self.assertEqual(shown("month"), {self.campaign.id, endless.id})
        self.assertEqual(shown("previous"), {self.campaign.id})
        self.assertEqual(shown("quarter"), {self.campaign.id, endless.id, coming.id})

    def test_hours_of_what_is_booked(self):
        self._reserve("2026-11-10")
        self._reserve("2026-11-12", hours=2)
        self._reserve("2026-10-12")
        self._reserve("2026-11-13", state="requested")
        self._reserve("2026-11-17").action_cancel()
        chart = self._charts()["occupancy"]
        [(van, hours)] = self._rows(chart, ["resource_id"], "hours:sum")
        self.assertEqual((van[0], hours), (self.van.id, 6))

    def test_service_orders_of_the_period(self):
        order = self._service_order(schedule_date="2026-10-31 23:30:00")
        self._service_order(schedule_date="2026-11-30 23:30:00")
        cancelled = self._service_order(schedule_date="2026-11-10 08:00:00")
        cancelled.action_repair_cancel()
        chart = self._charts()["service"]
        self.assertEqual(self.env["repair.order"].search(chart["domain"]), order)
        kinds = [
            (self.env["ir.ui.view"].browse(view).model, kind)
            for view, kind in chart["views"]
        ]
        self.assertEqual(kinds, [("repair.order", "list"), ("repair.order", "form")])

    def test_without_the_right_to_service_orders(self):
        self._service_order(schedule_date="2026-11-10 08:00:00")
        self.user_manager.group_ids -= self.env.ref("stock.group_stock_user")
        self.assertNotIn("service", self._charts())

    def test_what_the_company_does_not_use(self):
        self._service_order()
        self.user_manager.company_ids += self.other_company
        charts = self._charts(allowed_company_ids=self.other_company.ids)
        self.assertEqual(list(charts), ["forecast", "contacts", "reason"])

    def test_an_addon_appends_its_own(self):
        users = type(self.env["res.users"])
        charts = self.env["res.users"]._enova_team_charts()
        more = type("More", (charts[0],), {"name": "more"})
        self.patch(users, "_enova_team_charts", lambda _self: [*charts, more])
        self.assertEqual(list(self._charts())[-1], "more")
