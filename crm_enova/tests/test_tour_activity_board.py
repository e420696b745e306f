from odoo.tests import tagged

from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourActivityBoard(TourCase):
    def test_a_column_that_goes_on(self):
        """Three are counted, two are on a page, five are there."""
        view = self.env.ref("crm_enova.enova_activity_view_kanban")
        attributes = {"count_limit": "3", "limit": "2"}
        for name, value in attributes.items():
            view.arch = view.arch.replace("<kanban", f'<kanban {name}="{value}"', 1)
        self.env["enova.activity"].search([("user_id", "=", self.user_own.id)]).unlink()
        stages = {
            name: self.env.ref(f"crm_enova.enova_activity_stage_{name}")
            for name in ("planned", "done")
        }
        for name, label in (("planned", "Open"), ("done", "Closed")):
            for number in range(5):
                activity = self._activity(
                    name=f"{label} {number}",
                    user_id=self.user_own.id,
                    stage_id=stages[name].id,
                )
        self.start_tour(
            "/odoo/enova-activities?view_type=kanban",
            "enova_activity_board",
            login="crm_own",
        )
        moved = activity.search([("name", "=", "Closed 0")])
        self.assertEqual(moved.state, "in_progress")
