from odoo import models
from odoo.exceptions import UserError
from odoo.tests import tagged

from .walk_common import ADDON, WalkCase

WRONG = {
    "char": "zmyślone",
    "text": "zmyślone",
    "integer": 77,
    "float": 77.0,
    "monetary": 77.0,
    "boolean": True,
    "date": "2001-01-01",
    "datetime": "2001-01-01 01:01:01",
}


@tagged("post_install", "-at_install")
class TestWalkSystemFields(WalkCase):
    """What is counted, numbered or kept by the system is not a client's to write."""

    def _kept(self):
        """Yield (model, field, a value that nobody would compute)."""
        for model in self._models():
            for name in sorted(model._guarded_fields()[1]):
                field = model._fields[name]
                value = WRONG.get(field.type)
                if field.type == "selection":
                    value = field.get_values(self.env)[-1]
                elif field.type == "many2one":
                    value = self.env[field.comodel_name].sudo().search([], limit=1).id
                elif field.type in ("many2many", "one2many"):
                    value = [(6, 0, [])]
                if value is not None:
                    yield model, name, value

    def test_every_stored_readonly_field_is_kept(self):
        """No field of ours that is stored and read-only is forgotten by the guard."""
        for model in self._models():
            for name, field in model._fields.items():
                if name in models.MAGIC_COLUMNS:
                    continue
                ours = field._module == ADDON and field.store and field.readonly
                if ours and not field.inherited and not model._transient:
                    with self.subTest(model=model._name, field=name):
                        self.assertFalse(model._has_field_access(field, "write"))

    def test_create(self):
        """A new record has none of it from its maker."""
        walked = 0
        for model, name, value in self._kept():
            with self.subTest(model=model._name, field=name):
                walked += 1
                # a refusal for access is one for users
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    model.create({**self._sample(model), name: value})
        self.assertGreater(walked, 50)

    def test_write(self):
        """Nor has one that is there."""
        for model, name, value in self._kept():
            record = self.own.get(model._name)
            if not record:
                continue
            with self.subTest(model=model._name, field=name):
                before = record[name]
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    record.with_user(self.user).write({name: value})
                self.env.invalidate_all()
                self.assertEqual(record[name], before)

    def test_defaults_of_the_context_are_ignored(self):
        """A default for it changes nothing, and refuses nothing."""
        activity = self.env["enova.activity"].with_user(self.user)
        made = activity.with_context(
            default_reference="MOJE/1",
            default_state="done",
            default_date_due="2001-01-01",
            default_on_behalf_of_id=self.user_all.id,
        ).create({"name": "Nowe"})
        self.assertNotEqual(made.reference, "MOJE/1")
        self.assertTrue(made.reference)
        self.assertEqual(made.state, "planned")
        self.assertFalse(made.on_behalf_of_id)
        self.assertNotEqual(str(made.date_due), "2001-01-01")

    def test_a_stored_default_is_ignored(self):
        """Everybody may write defaults of their own, but not for what is kept."""
        defaults = self.env["ir.default"].with_user(self.user)
        defaults.set("enova.activity", "reference", "MOJE/2", user_id=True)
        made = self.env["enova.activity"].with_user(self.user).create({"name": "Nowe"})
        self.assertNotEqual(made.reference, "MOJE/2")

    def test_a_copy_is_numbered_anew(self):
        """What the system keeps is not copied."""
        own = self.own["enova.activity"].with_user(self.user)
        copy = own.copy()
        self.assertTrue(copy.reference)
        self.assertNotEqual(copy.reference, own.reference)
