from odoo.exceptions import AccessError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import Form, tagged

from .walk_common import ADDON, WalkCase

# Whose links are set by administrators of the stock, of companies and of access rights,
# and the tables that nobody has access to.
SET_UP = (
    "digest.digest",
    "enova.attachment.text",
    "enova.partner.phone",
    "enova.pin",
    "res.company",
    "stock.location",
    "stock.warehouse",
)


@tagged("post_install", "-at_install")
class TestWalkLinks(WalkCase):
    """No link of ours, by whichever road, leads to what the user may not read."""

    def _refused(self, call, said):
        """Tell whether a road was refused by us, and hold its words to the secret."""
        refused = []
        with self._nothing_told(said):
            try:
                call()
            except AccessError:
                refused.append(True)
                raise
        return bool(refused)

    def _holds(self, records, name, target):
        # sudo: what was stored, whoever may see it
        return bool(records) and target in records.sudo()[name]

    def test_what_is_hidden_is_hidden(self):
        """The targets of the walk are what the user may not read."""
        for targets in self.hidden.values():
            for target in targets:
                readable = target.with_user(self.user)._filtered_access("read")
                self.assertFalse(readable, target)

    def test_guard_stands_wherever_there_is_a_link(self):
        """Of core's models, too; what administrators alone set up needs none."""
        for name, model in self.env.registry.items():
            if model._abstract or hasattr(model, "_guarded_fields"):
                continue
            links = [
                field.name
                for field in self.env[name]._fields.values()
                if field._module == ADDON
                and field.store
                and field.type in ("many2one", "many2many")
                and field.name not in MAGIC_COLUMNS
            ]
            with self.subTest(model=name):
                self.assertFalse(links if name not in SET_UP else ())

    def test_create(self):
        """Values of a new record."""
        walked = refused = 0
        for model in self._models():
            for name, target in self._links(model, "create"):
                with self.subTest(model=model._name, link=name, to=target._name):
                    vals = self._sample(model)
                    vals[name] = self._value(model, name, target)
                    made, said = [], []

                    def call(model=model, vals=vals, made=made):
                        made.append(model.create(vals))

                    walked += 1
                    refused += self._refused(call, said)
                    for record in made:
                        self.assertFalse(record.exists())
        self.assertGreater(walked, 80)
        self.assertGreater(refused / walked, 0.9)

    def test_context_defaults(self):
        """Defaults of the context are ignored, not refused."""
        for model in self._models():
            for name, target in self._links(model, "default"):
                value = self._value(model, name, target)
                with self.subTest(model=model._name, link=name, to=target._name):
                    said = []
                    records = model.with_context(**{f"default_{name}": value})
                    with self._nothing_told(said):
                        said.append(records.default_get([name]))
                        self.assertNotIn(target.id, _ids(said[0].get(name)))
                        made = records.create(self._sample(model))
                        self.assertFalse(self._holds(made, name, target))

    def test_stored_defaults(self):
        """Whoever writes a default for themselves shows themselves nothing."""
        defaults = self.env["ir.default"].with_user(self.user)
        for model in self._models():
            for name, target in self._links(model, "default"):
                if model._fields[name].type != "many2one":
                    continue
                with self.subTest(model=model._name, link=name, to=target._name):
                    said = []
                    with self._nothing_told(said):
                        defaults.set(model._name, name, target.id, user_id=True)
                        said.append(model.default_get([name]))
                        self.assertNotEqual(said[0].get(name), target.id)
                        spec = {name: {"fields": {"display_name": {}}}}
                        said.append(model.onchange({}, [], spec))

    def test_write(self):
        """Values of a record that the user may write."""
        walked = 0
        for model in self._models():
            record = self.own.get(model._name)
            for name, target in self._links(model, "write") if record else ():
                with self.subTest(model=model._name, link=name, to=target._name):
                    own = record.with_user(self.user)
                    value = self._value(model, name, target)
                    said = []
                    walked += 1
                    self.assertTrue(
                        self._refused(
                            lambda o=own, n=name, v=value: o.write({n: v}), said
                        )
                        or said,
                        "the write went through",
                    )
                    self.assertFalse(self._holds(record, name, target))
        self.assertGreater(walked, 15)

    def test_onchange(self):
        """A form shows nothing of what is put into it, typed or as it opens."""
        walked = 0
        for model in self._models():
            spec = self._spec(model)
            for name, target in self._links(model, "onchange"):
                value = self._value(model, name, target)
                for typed in ([name], []):
                    with self.subTest(
                        model=model._name, link=name, to=target._name, typed=typed
                    ):
                        said = []
                        walked += 1
                        with self._nothing_told(said):
                            said.append(model.onchange({name: value}, typed, spec))
        self.assertGreater(walked, 200)

    def test_selected_records(self):
        """A window opens without what is hidden, whatever the client calls selected."""
        walked = 0
        for model in self._models():
            if not model._transient or not model.has_access("create"):
                continue
            for comodel, targets in self.hidden.items():
                ids = [target.id for target in targets]
                selected = model.with_context(
                    active_model=comodel,
                    active_id=ids[0],
                    active_ids=ids,
                    enova_model=comodel,
                    enova_id=ids[0],
                )
                with self.subTest(model=model._name, selected=comodel):
                    said = []
                    walked += 1
                    with self._nothing_told(said):
                        defaults = selected.default_get(list(model._fields))
                        for name in model._guarded_fields()[0]:
                            if model._fields[name].comodel_name == comodel:
                                found = set(_ids(defaults.get(name))) & set(ids)
                                self.assertFalse(found, name)
                        said.append(selected.onchange({}, [], self._spec(model)))
        self.assertGreater(walked, 200)

    def _spec(self, model):
        """Return what a form with every field that the user may read asks for."""
        return {
            name: {"fields": {"display_name": {}}} if field.relational else {}
            for name, field in model._fields.items()
            if field.type not in ("one2many", "binary")
            and model._has_field_access(field, "read")
        }

    def test_import(self):
        """A file names what is hidden by its id in the database."""
        for model in self._models():
            if model._transient:
                continue
            for name, target in self._links(model, "import"):
                if model._fields[name].type != "many2one":
                    continue
                with self.subTest(model=model._name, link=name, to=target._name):
                    said, vals = [], self._sample(model)
                    columns = [n for n in vals if n != name and n[-3:] != "_id"]
                    row = [str(vals[n]) for n in columns] + [str(target.id)]
                    with self._nothing_told(said):
                        result = model.load([*columns, f"{name}/.id"], [row])
                        said.append(result["messages"])
                        made = model.browse(result["ids"] or ())
                        self.assertFalse(self._holds(made, name, target))

    def test_what_is_held_stays(self):
        """What a record holds, and what one beside it shows, is no news."""
        partner = self.hidden["res.partner"][0]
        task = self._activity(
            name="Zlecone", user_id=self.user.id, partner_id=partner.id
        ).with_user(self.user)
        task.write({"partner_id": partner.id, "name": "Dalej"})
        follow = task.create(
            {"name": "Po tym", "parent_id": task.id, "partner_id": partner.id}
        )
        self.assertEqual(follow.sudo().partner_id, partner)
        with self.assertRaises(AccessError):
            task.create({"name": "Z niczego", "partner_id": partner.id})

    def test_copy_leaves_out(self):
        """A copy has no link that its maker could not have set."""
        partner = self.hidden["res.partner"][0]
        task = self._activity(
            name="Zlecone", user_id=self.user.id, partner_id=partner.id
        ).with_user(self.user)
        self.assertFalse(task.copy().sudo().partner_id)

    def test_form_of_what_is_held(self):
        """Whoever is given a task of a contractor they may not read can work on it."""
        partner = self.hidden["res.partner"][0]
        task = self._activity(
            name="Zlecone", user_id=self.user.id, partner_id=partner.id
        ).with_user(self.user)
        with Form(task) as form:
            form.result = "Zrobione"
        self.assertEqual(task.result, "Zrobione")


def _ids(value):
    """Return the ids in a default, of one or of many."""
    if not value:
        return []
    if isinstance(value, int):
        return [value]
    return [id_ for command in value for id_ in _command_ids(command)]


def _command_ids(command):
    return command[2] or [] if command[0] == 6 else [command[1]]
