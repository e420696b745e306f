"""What we rely on in core beyond its public interface.

`core_contracts*.py` name each private method, template and class of the web client. An
update of core that breaks one fails here, by its name; code of ours that begins to rely
on another one fails here, too, until it is named.
"""

import ast
import importlib
import inspect
import re
from collections import defaultdict
from pathlib import Path

from lxml import etree

from odoo.modules.module import get_module_path, get_modules
from odoo.orm.models import BaseModel
from odoo.tests import TransactionCase, tagged

from .core_contracts import CALLED, OVERRIDDEN
from .core_contracts_client import JAVASCRIPT, JAVASCRIPT_TEXTS, TEMPLATES

ADDON = "crm_enova"
OURS = f"odoo.addons.{ADDON}."
IMPORT = re.compile(r'import\s*\{([^}]*)\}\s*from "@(\w+)/([^"]+)"')
EXTENDED = re.compile(
    r"^(?:export )?(?:class \w+ extends |patch\()(\w+)[^\n]*\{\n(.*?)^\}", re.M | re.S
)
MEMBER = re.compile(r"^    (?:async |get |set |static )*(\w+)(?:\(.*\{| = )", re.M)
XML_ID = re.compile(r"[a-z_0-9]+\.[a-zA-Z_0-9]+")
# Written on records of ours or of Python's library, though no class of ours has them.
# of a connection, which each has for itself, and of a library that reads PDF
# and of a registry while it makes tables, which the tests of installations look at
NOT_OF_CORE = {"_replace", "_cnx", "_data", "_foreign_keys"}


def sources(suffix, *parts):
    """Yield the path and text of our files, without tests."""
    for path in Path(get_module_path(ADDON), *parts).rglob(f"*{suffix}"):
        if "tests" not in path.relative_to(get_module_path(ADDON)).parts:
            yield path, path.read_text()


def parameters(function):
    """Return the names of a function's parameters; a star for those given by name."""
    stars = {
        inspect.Parameter.KEYWORD_ONLY: "*",
        inspect.Parameter.VAR_POSITIONAL: "*",
        inspect.Parameter.VAR_KEYWORD: "**",
    }
    given = inspect.signature(function).parameters.values()
    return ", ".join(stars.get(p.kind, "") + p.name for p in given)


def names_defined(tree):
    """Return the names of functions, classes and attributes that a file defines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                for part in getattr(target, "elts", [target]):
                    yield getattr(part, "id", getattr(part, "attr", ""))


@tagged("post_install", "-at_install")
class TestPythonContracts(TransactionCase):
    """Private methods of core that are overridden or called."""

    maxDiff = None

    def _overrides(self):
        """Yield (owner in core, method, core's function, ours)."""
        for model in self.env.registry.values():
            lineage = [c for c in model.__mro__ if issubclass(c, BaseModel)]
            own = [c for c in lineage if c.__module__.startswith(OURS)]
            others = [c for c in lineage if c not in own and c is not model]
            for cls in own:
                for name, function in vars(cls).items():
                    if not (name.startswith("_") and inspect.isfunction(function)):
                        continue
                    owners = [
                        c for c in others if inspect.isfunction(vars(c).get(name))
                    ]
                    if owners and not name.startswith("__"):
                        owner = owners[-1]
                        label = getattr(owner, "_name", None) or "base"
                        yield label, name, vars(owner)[name], function

    def test_what_is_overridden_is_named_and_has_its_signature(self):
        found = defaultdict(dict)
        for label, name, theirs, ours in self._overrides():
            found[label][name] = parameters(theirs)
            with self.subTest(model=label, method=name):
                self.assertTrue(self._takes(ours, theirs), inspect.signature(ours))
        for label in found.keys() | OVERRIDDEN.keys():
            with self.subTest(model=label):
                self.assertEqual(found.get(label, {}), OVERRIDDEN.get(label, {}))

    def _takes(self, ours, theirs):
        """Tell whether whatever core passes to its method may be passed to ours."""
        own = inspect.signature(ours).parameters
        kinds = {parameter.kind for parameter in own.values()}
        if inspect.Parameter.VAR_KEYWORD in kinds:
            return True
        return all(
            name in own or parameter.kind is inspect.Parameter.VAR_KEYWORD
            for name, parameter in inspect.signature(theirs).parameters.items()
        )

    def test_what_is_called_is_named(self):
        trees = [(path, ast.parse(text)) for path, text in sources(".py")]
        defined = {name for _path, tree in trees for name in names_defined(tree)}
        named = {name for names in CALLED.values() for name in names} | NOT_OF_CORE
        for path, tree in trees:
            for node in ast.walk(tree):
                name = getattr(node, "attr", "")
                if name.startswith("_") and not name.startswith("__"):
                    if name not in defined and isinstance(node, ast.Attribute):
                        place = f"{path.name}:{node.lineno}"
                        self.assertIn(name, named, place)

    def test_what_is_called_is_there(self):
        for owner, names in CALLED.items():
            module, _colon, cls = owner.partition(":")
            target = (
                getattr(importlib.import_module(module), cls)
                if cls
                else self.env.registry[owner]
            )
            for name in names:
                with self.subTest(owner=owner, name=name):
                    self.assertTrue(hasattr(target, name))


@tagged("post_install", "-at_install")
class TestDependencies(TransactionCase):
    """The manifest names every addon whose models and records the code names."""

    def setUp(self):
        super().setUp()
        module = self.env["ir.module.module"].search([("name", "=", ADDON)])
        self.named = {*module.dependencies_id.mapped("name"), "base", ADDON}

    def test_models_that_we_extend_or_point_to(self):
        for model in self.env.registry.values():
            # by itself, or by a mixin of ours; not by one of core that we extend
            ours = [
                c
                for c in model.__mro__
                if c.__module__.startswith(OURS)
                and (c._name == model._name or c._name.startswith("enova."))
            ]
            if ours and not model._name.startswith("enova."):
                self._check_model(model._name)
            for field in model._fields.values():
                if field._module == ADDON and field.comodel_name:
                    self._check_model(field.comodel_name)

    def _check_model(self, name):
        module = self.env.registry[name]._original_module
        self.assertIn(module, self.named, f"{name} is of {module}")

    def test_records_that_we_name(self):
        modules, models = set(get_modules()), set(self.env.registry)
        for path, text in [*sources(".py"), *sources(".xml")]:
            for name in self._literals(path, text):
                module = name.partition(".")[0]
                # no addon begins like a field; those that do have no such record
                if module in modules and name not in models and self._is_record(name):
                    self.assertIn(module, self.named, f"{path.name}: {name}")

    def _literals(self, path, text):
        """Return the texts of a file that look like the id of a record."""
        if path.suffix == ".xml":
            values = re.findall(r"""["'(,]([\w.]+)["'),]""", text)
        else:
            nodes = ast.walk(ast.parse(text))
            values = [n.value for n in nodes if isinstance(n, ast.Constant)]
        return {v for v in values if isinstance(v, str) and XML_ID.fullmatch(v)}

    def _is_record(self, name):
        return bool(self.env.ref(name, raise_if_not_found=False))


@tagged("post_install", "-at_install")
class TestClientContracts(TransactionCase):
    """Modules, classes and templates of the web client."""

    def _core_file(self, addon, module):
        path = Path(get_module_path(addon), "static/src", f"{module}.js")
        self.assertTrue(path.exists(), f"@{addon}/{module}")
        return path.read_text()

    def _imports(self):
        """Yield (our file, name, addon, module) of all that is imported of core."""
        for path, text in sources(".js", "static/src"):
            for names, addon, module in IMPORT.findall(text):
                if addon != "odoo":  # @odoo/owl is a library
                    for name in filter(None, map(str.strip, names.split(","))):
                        yield path, name.split(" as ")[0], addon, module

    def test_what_is_imported_is_exported(self):
        for path, name, addon, module in self._imports():
            with self.subTest(file=path.name, name=name):
                self.assertRegex(
                    self._core_file(addon, module),
                    rf"export (?:default )?(?:async )?[\w*]+ {name}\b"
                    rf"|export \{{[^}}]*\b{name}\b",
                )

    def test_what_is_extended_is_named(self):
        modules = {name: f"@{a}/{m}" for _path, name, a, m in self._imports()}
        for path, text in sources(".js", "static/src"):
            for name, body in EXTENDED.findall(text):
                if name in modules:
                    addon, _slash, module = modules[name][1:].partition("/")
                    theirs = set(MEMBER.findall(self._core_file(addon, module)))
                    used = theirs & set(MEMBER.findall(body))
                    used |= set(re.findall(r"super\.(\w+)", body))
                    named = JAVASCRIPT.get(modules[name], {}).get(name, ())
                    self.assertLessEqual(used, set(named), f"{path.name}: {name}")

    def test_what_is_named_is_there(self):
        for place, classes in JAVASCRIPT.items():
            addon, _slash, module = place[1:].partition("/")
            text = self._core_file(addon, module)
            for name, members in classes.items():
                with self.subTest(module=place, name=name):
                    self.assertRegex(text, rf"export (?:const|class|function) {name}\b")
                    self.assertLessEqual(set(members), set(MEMBER.findall(text)))

    def test_what_no_class_declares_is_there(self):
        for place, texts in JAVASCRIPT_TEXTS.items():
            addon, _slash, module = place[1:].partition("/")
            for text in texts:
                self.assertIn(text, self._core_file(addon, module))

    def test_templates(self):
        used = set()
        for _path, text in sources(".xml", "static/src"):
            for node in etree.fromstring(text.encode()).iter("*"):
                used |= {node.get("t-inherit"), node.get("t-call")} - {None}
        ours = {name for name in used if name.startswith(f"{ADDON}.")}
        self.assertEqual(used - ours, set(TEMPLATES))
        for name, file in TEMPLATES.items():
            path = Path(get_module_path(file.partition("/")[0]), file.partition("/")[2])
            with self.subTest(template=name):
                self.assertIn(f't-name="{name}"', path.read_text())
