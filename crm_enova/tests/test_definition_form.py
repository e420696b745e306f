import json

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import CrmEnovaCase

# Where whoever sets the CRM up fills in a form.
MODELS = (
    "enova.activity.type",
    "enova.project.type",
    "enova.playbook",
    "enova.resource",
    "enova.color.rule",
)


@tagged("post_install", "-at_install")
class TestRequiredFirst(CrmEnovaCase):
    """What must be filled in stands together, before anything else."""

    def _fields(self, model):
        """Yield the fields that the form shows, in its order, lines aside."""
        arch = self.env[model].with_user(self.user_manager).get_view(view_type="form")
        [sheet] = etree.fromstring(arch["arch"]).iter("sheet")
        for node in sheet.iter("field"):
            ancestors = [parent.tag for parent in node.iterancestors()]
            if "field" not in ancestors and node.get("invisible") not in ("1", "True"):
                yield node

    def _is_above(self, node):
        for parent in node.iterancestors():
            if parent.get("name") == "required":
                return True
            if "oe_title" in (parent.get("class") or ""):
                return True
        return False

    def test_required_fields_stand_at_the_top(self):
        for model in MODELS:
            fields = self.env[model]._fields
            above, below = [], []
            for node in self._fields(model):
                found = above if self._is_above(node) else below
                found.append(node.get("name"))
            with self.subTest(model=model):
                self.assertIn("name", above)
                self.assertGreater(len(above), 1)
                # what is asked for only in a case stands with that case
                late = {n for n in below if fields[n].required} - {"followup_to"}
                self.assertFalse(late)

    def test_nothing_else_stands_among_them(self):
        for model in MODELS:
            fields = self.env[model]._fields
            seen, names = False, []
            for node in self._fields(model):
                if self._is_above(node) and node.get("name") != "name":
                    names.append(node.get("name"))
            for name in names:
                with self.subTest(model=model, field=name):
                    seen = True
                    self.assertTrue(fields[name].required)
            self.assertTrue(seen)


@tagged("post_install", "-at_install")
class TestIconOfDefinition(CrmEnovaCase):
    def test_one_that_is_not_offered_stays(self):
        self.type_task.icon = "fa-anchor"
        form = Form(self.type_task.with_user(self.user_manager))
        form.name = "Inaczej"
        form.save()
        self.assertEqual(self.type_task.icon, "fa-anchor")


@tagged("post_install", "-at_install")
class TestOwnFieldsOfDefinition(CrmEnovaCase):
    FIELDS = [
        {"name": "wada", "string": "Wada", "type": "char", "default": "rysa"},
        {
            "name": "opiekun",
            "string": "Opiekun",
            "type": "many2one",
            "comodel": "res.users",
        },
    ]

    def _write(self, user, fields):
        """Save as the web client does, which sends a many2one with its name."""
        definition = self.type_task.with_user(user)
        definition.web_save({"properties_definition": fields}, {"name": {}})

    def test_added_where_they_are_defined(self):
        fields = json.loads(json.dumps(self.FIELDS))
        fields[1]["default"] = [self.user_own.id, self.user_own.name]
        self._write(self.user_manager, fields)
        task = self._activity(user_id=self.user_all.id).with_user(self.user_all)
        self.assertEqual(task.properties["wada"], "rysa")
        self.assertEqual(task.properties["opiekun"], self.user_own)
        [read] = self.type_task.with_user(self.user_manager).web_read(
            {"properties_definition": {}}
        )
        names = [field["string"] for field in read["properties_definition"]]
        self.assertEqual(names, ["Wada", "Opiekun"])

    def test_taken_away_again(self):
        self._write(self.user_manager, self.FIELDS)
        task = self._activity()
        self._write(self.user_manager, self.FIELDS[:1])
        task.invalidate_recordset()
        self.assertEqual(list(dict(task.properties)), ["wada"])

    def test_a_new_definition_has_them_at_once(self):
        saved = (
            self.env["enova.activity.type"]
            .with_user(self.user_manager)
            .web_save({"name": "Nowa", "properties_definition": self.FIELDS}, {})
        )
        definition = self.env["enova.activity.type"].browse(saved[0]["id"])
        self.assertEqual(len(definition.properties_definition), 2)

    def test_nobody_else_may(self):
        for role in ("own", "all", "outsider"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._write(self.crm_users[role], self.FIELDS)
        self.assertFalse(self.type_task.properties_definition)

    def test_the_forms_offer_them(self):
        for model in ("enova.activity.type", "enova.project.type"):
            view = self.env[model].with_user(self.user_manager).get_view()
            with self.subTest(model=model):
                self.assertIn('widget="enova_own_fields"', view["arch"])
