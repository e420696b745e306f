from contextlib import suppress

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .walk_common import RolledBack, WalkCase

ODD = {
    "date": ("0001-01-01", "1850-06-01", "9999-12-31"),
    "datetime": ("0001-01-01 00:00:00", "1850-06-01 10:00:00", "9999-12-31 23:59:59"),
    "char": ("x" * 5000, "\u200b", "%", "<b>", "0" * 50),
    "text": ("x" * 5000, "\u200b", "%"),
    "json": ([], "x", ["x"], [[1]], {"x": None}, 7, True),
    "integer": (-1, 0, 2**31 - 1),
    "float": (-1.0, 1e15),
}


@tagged("post_install", "-at_install")
class TestWalkValues(WalkCase):
    """Values at the edge of what can be written are stored, or refused in words."""

    def _odd_values(self, model):
        """Yield (name, value) of what the user may write of a model of ours."""
        for name, field in model._fields.items():
            ours = field._module == "crm_enova" or model._is_ours()
            written = not field.readonly and name != "id" and field.type in ODD
            if ours and written and model._has_field_access(field, "write"):
                for value in ODD[field.type]:
                    yield name, value

    def _attempt(self, work):
        """Do it in a savepoint; what the ERP answers in words is no fault."""
        with (
            suppress(RolledBack, UserError, IntegrityError),
            self.env.cr.savepoint(),
            mute_logger("odoo.sql_db"),
        ):
            work()
            self.env.flush_all()
            raise RolledBack
        self.env.invalidate_all()

    def _walk(self, model, road):
        """Take a road for each odd value of a model; return how many there were."""
        walked = 0
        for name, value in self._odd_values(model):
            with self.subTest(model=model._name, field=name, value=str(value)[:20]):
                walked += 1
                self._attempt(lambda n=name, v=value: road(model, {n: v}))
        return walked

    def test_records(self):
        """One's own records are read, written, copied and created."""
        walked = 0

        def write(model, vals):
            record = model.browse(self.own[model._name].id)
            record.write(vals)
            record.read()
            record.copy()

        def create(model, vals):
            model.create({**self._sample(model), **vals}).read()

        for model in self._models():
            if model._name in self.own:
                walked += self._walk(model, write) + self._walk(model, create)
        self.assertGreater(walked, 150)

    def test_windows(self):
        """The buttons of windows are pressed."""
        walked = 0
        for model in self._models():
            if not (model._transient and model.has_access("create")):
                continue
            for button in self._buttons(model):

                def press(model, vals, button=button):
                    window = self._window(model, vals)
                    window.read()
                    getattr(window, button)()

                with self.subTest(button=button):
                    walked += self._walk(model, press)
        self.assertGreater(walked, 100)

    def test_forms(self):
        """A form that opens empty, and computes with what is typed first."""
        walked = 0
        for model in self._models():
            if not model.has_access("create"):
                continue
            spec = {
                name: {}
                for name, field in model._fields.items()
                if model._has_field_access(field, "read") and not field.inherited
            }

            def typed(model, vals, spec=spec):
                first = model.onchange({}, [], spec)["value"]
                values = {k: v for k, v in first.items() if not isinstance(v, dict)}
                model.onchange({**values, **vals}, list(vals), spec)

            walked += self._walk(model, typed)
        self.assertGreater(walked, 200)

    def test_selected_records_of_a_client(self):
        """What the context calls selected may be anything."""
        odd = ("x", ["x"], [[1]], {"x": 1}, [True, None], 7)
        for model in self._models():
            if not (model._transient and model.has_access("create")):
                continue
            for value in odd:
                context = {"active_ids": value, "active_model": "enova.activity"}
                with self.subTest(model=model._name, value=value):
                    self._attempt(
                        lambda m=model, c=context: m.with_context(**c).default_get(
                            list(m._fields)
                        )
                    )

    def _buttons(self, model):
        """Return the names of a window's own buttons."""
        return [
            name
            for name in dir(type(model))
            if name.startswith("action_")
            and ".crm_enova." in (getattr(type(model), name).__module__ or "")
        ]

    def _window(self, model, vals):
        """Return a window as it opens on one's own records, with an odd value."""
        values = self._sample(model)
        for name, field in model._fields.items():
            target = self.own.get(field.comodel_name) if field.relational else None
            if target and not field.readonly and name not in values:
                many = field.type != "many2one"
                values[name] = [(6, 0, target.ids)] if many else target.id
        chosen = self.own["enova.activity"]
        context = {"active_model": chosen._name, "active_ids": chosen.ids}
        return model.with_context(**context).create({**values, **vals})
