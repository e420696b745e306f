from odoo.tests import Form, freeze_time, tagged

from .common import new_user
from .project_common import ProjectMixin
from .resource_common import ResourceCase, at


@tagged("post_install", "-at_install")
class TestReservationLinks(ProjectMixin, ResourceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_projects()
        cls.van.hourly_cost = 50

    def _reserve(self, action, user, hour=0):
        reservations = self.env[action["res_model"]].with_user(user)
        form = Form(reservations.with_context(**action["context"]))
        form.resource_id = self.van
        form.start, form.stop = at(hour), at(hour + 2)
        return form.save()

    def test_for_a_project(self):
        project = self._project(name="Wdrożenie", user_id=self.user_all.id)
        one = self._reserve(
            project.with_user(self.user_all).action_reserve(), self.user_all
        )
        self.assertEqual((one.project_id, one.partner_id), (project, self.contractor))
        self.assertTrue(one.calendar_event_id, "it stands in the calendar")
        self.assertEqual(project.reservation_count, 1)
        self.assertEqual(project.actual_cost, 0, "what is not over costs nothing yet")
        self.assertEqual(project.expected_cost, 100)
        with freeze_time(at(3)):
            one.action_over()
        self.assertEqual((project.resource_cost, project.actual_cost), (100, 100))
        action = project.action_open_reservations()
        found = self.env["enova.reservation"].search(action["domain"])
        self.assertEqual(found, one)

    def test_for_a_task_of_a_project(self):
        """What its tasks reserve is the project's, also when they change it."""
        project, other = self._project(), self._project(name="Inny")
        task = self._activity(partner_id=self.contractor.id, project_id=project.id)
        one = self._book(0, 2, activity_id=task.id)
        self.assertEqual(one.project_id, project)
        with freeze_time(at(3)):
            one.action_over()
        task.project_id = other
        self.assertEqual(one.project_id, other)
        self.assertEqual((project.resource_cost, other.resource_cost), (0, 100))

    def test_closing_a_project_asks_about_what_it_has_reserved(self):
        for choice, state, moved in (
            ("cancel", "cancelled", False),
            ("keep", "confirmed", False),
            ("move", "confirmed", True),
        ):
            project, target = self._project(), self._project(name="Dalszy")
            one = self._book(0, 2, project_id=project.id)
            closing = self.env["enova.project.close"].with_user(self.user_all)
            window = closing.create(
                {
                    "project_ids": project.ids,
                    "outcome": "won",
                    "open_tasks": choice,
                    "target_id": target.id,
                }
            )
            self.assertEqual(window.booked_count, 1)
            self.assertTrue(project.action_ask_stage(self.project_stage_won.id))
            window.action_confirm()
            with self.subTest(choice=choice):
                self.assertEqual(one.state, state)
                self.assertEqual(one.project_id, target if moved else project)
            one.action_cancel()

    def test_costs_of_many_projects_in_one_query(self):
        projects = self._project()
        for number in range(20):
            projects |= self._project(name=str(number))
        self.env.flush_all()
        self.env.invalidate_all()
        projects.mapped("name")
        with self.assertQueryCount(1):
            projects.mapped("reservation_count")

    def test_for_a_service_order(self):
        user = new_user(
            self.env,
            "crm_service",
            groups="stock.group_stock_user,crm_enova.crm_enova_group_all",
            tz="Europe/Warsaw",
        )
        order = self.env["repair.order"].create({"partner_id": self.contact.id})
        one = self._reserve(order.with_user(user).action_enova_reserve(), user)
        self.assertEqual(one.service_order_id, order)
        self.assertEqual(one.partner_id, self.contractor)
        order.invalidate_recordset()
        order = order.with_user(user)
        self.assertEqual(order.enova_reservation_count, 1)
        self.assertEqual(order.enova_resource_cost, 100)

    def test_an_order_that_is_off_frees_what_it_has(self):
        clerk = new_user(self.env, "clerk", groups="stock.group_stock_user")
        order = self.env["repair.order"].create({"partner_id": self.contact.id})
        one = self._book(0, 2)
        one.sudo().service_order_id = order
        order.with_user(clerk).action_repair_cancel()
        self.assertEqual(one.state, "cancelled")

    def test_an_order_that_is_done_gives_back_what_it_has(self):
        order = self.env["repair.order"].create({"partner_id": self.contact.id})
        one = self._book(0, 2)
        one.sudo().service_order_id = order
        order.action_validate()
        order.action_repair_start()
        with freeze_time(at(1)):
            order.action_repair_end()
        self.assertEqual((one.state, one.stop), ("done", at(1)))

    def test_people_without_stock_read_reservations(self):
        order = self.env["repair.order"].create({"partner_id": self.contact.id})
        one = self._book(0, 2)
        one.sudo().service_order_id = order
        values = one.with_user(self.user_all).read([])[0]
        self.assertNotIn("service_order_id", values)
        self.assertEqual(values["state"], "confirmed")
