from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .test_target import TargetMixin
from .test_tour_timeline import TourCase


class TeamTourCase(TargetMixin, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_targets()
        cls.user_manager.group_ids += cls.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )

    def _fill(self):
        """Eleven people; one is away, has sold, and has two tasks that are late."""
        today = self._today()
        for name in ("Call the mill", "Ask"):
            self._activity(
                name=name,
                user_id=self.user_own.id,
                partner_id=self.contractor.id,
                date_deadline=today - timedelta(days=2),
            )
        lost = self.env["enova.project"].create(
            {"name": "Roof", "partner_id": self.contractor.id}
        )
        lost._close("lost", self.env.ref("crm_enova.enova_project_reason_price"))
        self._target(month=today)
        self._sold(620, fields.Datetime.now())
        group = self.env.ref("crm_enova.crm_enova_group_own")
        members = group.all_user_ids.filtered("active")
        self.env["res.users"].with_context(no_reset_password=True).create(
            [
                {
                    "name": f"Person {number:02}",
                    "login": f"tour_person_{number}",
                    "group_ids": [Command.link(group.id)],
                }
                for number in range(max(11 - len(members), 3) + 2)
            ]
        )
        self.env["enova.caretaker"].create(
            {
                "partner_id": self.contractor.id,
                "user_id": self.user_all.id,
                "role": "deputy",
                "date_from": "2026-01-01",
            }
        )
        now = fields.Datetime.now()
        self.user_own.write(
            {
                "out_of_office_from": now - timedelta(days=1),
                "out_of_office_to": now + timedelta(days=3),
            }
        )


@tagged("post_install", "-at_install")
class TestTourTeam(TeamTourCase):
    def test_team(self):
        self._fill()
        self.start_tour("/odoo/team", "enova_team", login="crm_manager")

    def test_targets(self):
        target = self._target(month=self._today())
        self.start_tour("/odoo/enova-targets", "enova_targets", login="crm_manager")
        self.assertEqual(target.amount, 1500)

    def test_nothing_yet(self):
        self.env["enova.project"].search([("active", "in", (True, False))]).unlink()
        self.env["enova.campaign"].create({"title": "Spring"})
        self.start_tour("/odoo/team", "enova_team_empty", login="crm_manager")


@tagged("post_install", "-at_install")
class TestTourTeamPhone(TeamTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_team(self):
        self._fill()
        self.start_tour("/odoo/team", "enova_team_phone", login="crm_manager")
