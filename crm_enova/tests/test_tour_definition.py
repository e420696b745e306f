from odoo.tests import tagged

from .test_tour_timeline import TourCase


@tagged("post_install", "-at_install")
class TestTourDefinition(TourCase):
    def test_make_a_definition_and_use_it(self):
        """The manager sets it up; on the board a forbidden drop says why."""
        self.user_manager.lang = "en_US"
        url = "/odoo/action-crm_enova.enova_activity_type_action"
        self.start_tour(url, "enova_definition", login="crm_manager")
        definition = self.env["enova.activity.type"].search(
            [("name", "=", "Complaint")]
        )
        self.assertEqual(definition.transition_ids.stage_id, self.stage_planned)
        self.assertEqual(definition.requirement_ids.field_name, "time_spent")
        [task] = self.env["enova.activity"].search([("type_id", "=", definition.id)])
        self.assertRegex(task.reference, r"^C/\d{4}/00001$")
        self.assertEqual((task.state, task.time_spent), ("done", 1.5))

    def test_icon_number_and_fields_without_code(self):
        definition = self.env["enova.activity.type"].create(
            {"name": "Delivery of goods", "icon": "fa-anchor"}
        )
        self.user_manager.lang = "en_US"
        url = f"/odoo/action-crm_enova.enova_activity_type_action/{definition.id}"
        self.start_tour(url, "enova_definition_pickers", login="crm_manager")
        self.assertEqual(definition.icon, "fa-truck")
        task = self._activity(type_id=definition.id)
        self.assertRegex(task.reference, r"^DOS/\d{4}-001$")
        [field] = definition.properties_definition
        self.assertEqual((field["string"], field["default"]), ("Pallets", "EUR"))
        self.assertEqual(task.properties[field["name"]], "EUR")
