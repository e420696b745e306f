"""What the system alone enters: that a card was converted, that two were merged."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .import_common import ImportCase
from .project_common import ProjectCase

OPEN_QUESTION = "entered by the system alone"


class SystemCase(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ref = cls.env.ref
        cls.converted = ref("crm_enova.enova_activity_type_event_converted")
        cls.merged = ref("crm_enova.enova_activity_type_event_merged")
        cls.both = cls.converted | cls.merged


@tagged("post_install", "-at_install")
class TestSystemDefinition(SystemCase):
    def test_not_offered(self):
        """Neither in the quick log, which asks for what is usable, nor elsewhere."""
        for user in (self.user_own, self.user_all, self.user_manager):
            definitions = self.env["enova.activity.type"].with_user(user)
            usable = definitions.search([("is_usable", "=", True)])
            with self.subTest(user=user.name):
                self.assertFalse(usable & self.both)
                self.assertFalse(any(self.both.with_user(user).mapped("is_usable")))
                self.assertTrue(usable)

    def test_every_choice_of_a_definition_leaves_them_out(self):
        """Fields of later models, too: they are found by walking."""
        walked = 0
        for model in self.env.registry.values():
            for field in model._fields.values():
                chooses = field.comodel_name == "enova.activity.type"
                if not chooses or field.type != "many2one" or field.readonly:
                    continue
                if field.ondelete != "cascade":  # no line of a definition itself
                    walked += 1
                    with self.subTest(field=str(field)):
                        self.assertRegex(str(field.domain), "is_usable|is_system")
        self.assertGreater(walked, 3)

    def test_refused_by_hand(self):
        for user in (self.user_own, self.user_manager):
            activities = self.env["enova.activity"].with_user(user)
            values = {"name": "x", "partner_id": self.contractor.id}
            for definition in self.both:
                with self.subTest(user=user.name, definition=definition.name):
                    with self.assertRaisesRegex(UserError, OPEN_QUESTION):
                        activities.create({**values, "type_id": definition.id})
                    with self.assertRaisesRegex(UserError, OPEN_QUESTION):
                        activities.quick_log({**values, "type_id": definition.id})
                    defaults = activities.with_context(default_type_id=definition.id)
                    with self.assertRaisesRegex(UserError, OPEN_QUESTION):
                        defaults.create(values)
                    key = {"enova_system": True}
                    with self.assertRaisesRegex(UserError, OPEN_QUESTION):
                        activities.with_context(**key).create(
                            {**values, "type_id": definition.id}
                        )

    def test_no_other_becomes_one_and_none_is_doubled(self):
        task = self._activity(user_id=self.user_own.id, partner_id=self.contractor.id)
        with self.assertRaisesRegex(UserError, OPEN_QUESTION):
            task.with_user(self.user_own).type_id = self.merged
        event = self._activity(
            type_id=self.merged.id,
            user_id=self.user_own.id,
            partner_id=self.contractor.id,
        )
        with self.assertRaisesRegex(UserError, OPEN_QUESTION):
            event.with_user(self.user_own).copy()

    def test_import(self):
        rows = [
            ["Subject", "Definition", "Contractor"],
            ["Połączono", self.merged.name, self.contractor.name],
        ]
        [(line, field, message)] = self._refused("enova.activity", rows)
        self.assertEqual((line, field), (2, "type_id"))
        self.assertIn("by the system alone", message)

    def test_nobody_says_what_the_system_enters(self):
        """Not even a manager, who may change definitions."""
        definitions = self.env["enova.activity.type"].with_user(self.user_manager)
        with self.assertRaises(AccessError):
            definitions.create({"name": "x", "kind": "event", "is_system": True})
        with self.assertRaises(AccessError):
            self.merged.with_user(self.user_manager).is_system = False
        copy = self.merged.with_user(self.user_manager).copy()
        self.assertFalse(copy.is_system)

    def test_window_of_a_new_one_proposes_another(self):
        activities = self.env["enova.activity"].with_user(self.user_own)
        form = Form(activities.with_context(default_kind="event"))
        self.assertNotIn(form.type_id, self.both)


@tagged("post_install", "-at_install")
class TestSystemEventsAreNoContacts(ProjectCase):
    def test_figures(self):
        """A merge of mine is nothing that I did today, nor does it reach anybody."""
        merged = self.env.ref("crm_enova.enova_activity_type_event_merged")
        activities = self.env["enova.activity"].with_user(self.user_own)
        before = activities.enova_my_counts()["done"]
        campaign = self._campaign()
        project = self._project(campaign_id=campaign.id)
        event = self._activity(
            type_id=merged.id,
            partner_id=project.partner_id.id,
            project_id=project.id,
            user_id=self.user_own.id,
        )
        self.assertEqual((event.state, event.campaign_id), ("done", campaign))
        self.assertEqual(activities.enova_my_counts()["done"], before)
        self.assertEqual(campaign.member_ids.state, "selected")
        call = self._activity(
            type_id=self.type_call.id,
            partner_id=project.partner_id.id,
            project_id=project.id,
            user_id=self.user_own.id,
        )
        self.assertEqual(activities.enova_my_counts()["done"], before + 1)
        self.assertEqual(campaign.member_ids.state, "reached", call)

    def test_analysis(self):
        action = self.env.ref("crm_enova.enova_activity_action_report")
        self.assertIn("is_system", action.domain)
