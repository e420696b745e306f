"""How the addon's models are laid out: a room per model, floors that know no higher.

Every check takes {name of a file: its text} and returns a list of mistakes.
"""

import ast
import collections
import re
from dataclasses import dataclass, field

from devtools.paths import ADDON

MODELS, WIZARDS = f"{ADDON}/models/", f"{ADDON}/wizards/"
LINES_OF_MAIN, LINES_OF_TOPIC, LINES_OF_FILE = 600, 400, 300
CODE = (".py", ".js", ".xml", ".scss", ".css", ".sh", ".mjs")
CRUD = ("create", "write", "unlink", "copy_data")
OURS = "enova."
# Everything hangs on a partner, so what happens to one is read in one place.
IN_ONE_FOLDER = {"res.partner": "contractor"}
# They say neither what comes out nor how many.
BANNED_NAMES = {"one", "some", "there", "every", "own", "gone", "anew", "elsewhere"}


@dataclass
class Model:
    """A class that declares or extends a model."""

    file: str
    line: int
    name: str
    declared: bool
    methods: dict = field(default_factory=dict)

    @property
    def file_stem(self):
        return self.file.rpartition("/")[2].removesuffix(".py")

    @property
    def in_own_file(self):
        return self.file_stem == _stem(self.name)


def check(sources):
    """Return every mistake in the layout of these files.

    :param dict sources: texts by name of file
    :return: list of str
    """
    code = {n: t for n, t in sources.items() if n.endswith(".py") and _of_models(n)}
    trees = {name: ast.parse(text) for name, text in code.items()}
    models = [model for item in trees.items() for model in _models(*item)]
    floors = _floors(trees)
    return [
        *long_files(sources, models),
        *strayed_crud(models),
        *repeated_crud(models),
        *names_of_higher_floors(trees, models, floors),
        *imports_upwards(trees, floors),
    ]


def long_files(sources, models):
    """Return a mistake for each code file that is too long; demo data may be.

    :param sources: texts by name of file
    :param models: list of :class:`Model`
    """
    limits = _limits(models)
    found = []
    for name, text in sources.items():
        if name.endswith(CODE) and "/demo/" not in name:
            lines, limit = len(text.splitlines()), limits.get(name, LINES_OF_FILE)
            if lines > limit:
                found.append(f"{name}: {lines} lines, more than {limit}")
    return found


def strayed_crud(models):
    """Return a mistake for each create, write, … outside the file of its model.

    :param models: list of :class:`Model`
    """
    return [
        f"{model.file}:{line}: {method} of {model.name} belongs into"
        f" {_stem(model.name)}.py"
        for model in models
        for method, line in model.methods.items()
        if method in CRUD and not model.in_own_file
    ]


def repeated_crud(models):
    """Return a mistake for each create, write, … that is overridden again.

    That of our own models once in all, that of core's once in a folder.

    :param models: list of :class:`Model`
    """
    places = collections.defaultdict(list)
    for model in models:
        alone = model.name.startswith(OURS) or model.name in IN_ONE_FOLDER
        for method, line in model.methods.items():
            if method in CRUD:
                scope = "" if alone else _folder(model.file)
                # the first of them is where it belongs
                stray = (not model.declared, not model.in_own_file)
                spot = (stray, model.file, line)
                places[model.name, method, scope].append(spot)
    found = []
    for (name, method, _scope), spots in sorted(places.items()):
        folder = IN_ONE_FOLDER.get(name)
        (_stray, first, _line), *others = sorted(spots)
        for _stray, file, line in spots:
            if folder and _folder(file) != folder:
                found.append(f"{file}:{line}: {method} of {name} belongs into {folder}")
        for _stray, file, line in others:
            found.append(f"{file}:{line}: {method} of {name} again, see {first}")
    return found


def names_of_higher_floors(trees, models, floors):
    """Return a mistake for each name of a model that a floor above declares.

    :param trees: syntax trees by name of file
    :param models: list of :class:`Model`
    :param floors: heights by folder
    """
    home = {m.name: floors.get(_folder(m.file)) for m in models if m.declared}
    home = {name: floor for name, floor in home.items() if floor is not None}
    if not home:
        return []
    names = "|".join(re.escape(name) for name in sorted(home, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w.])({names})(?![\w.])")
    found = []
    for file, tree in trees.items():
        floor = floors.get(_folder(file))
        if floor is None:
            continue
        for node in _texts(tree):
            for name in dict.fromkeys(pattern.findall(node.value)):
                if home[name] > floor:
                    found.append(f"{file}:{node.lineno}: {name} is of a higher floor")
    return found


def imports_upwards(trees, floors):
    """Return a mistake for each import from a floor above, or of a wizard.

    :param trees: syntax trees by name of file
    :param floors: heights by folder
    """
    found = []
    for file, tree in trees.items():
        floor = floors.get(_folder(file))
        if floor is None:
            continue
        for node in ast.walk(tree):
            for target in _imported(file, node):
                folder = target.removeprefix(MODELS).partition("/")[0]
                above = floors.get(folder, floor) > floor
                if target.startswith(f"{ADDON}/demo/"):
                    continue  # read when demo data is loaded, and not before
                if above or not target.startswith((MODELS, f"{ADDON}/tools/")):
                    if target != f"{ADDON}/" and target.startswith(f"{ADDON}/"):
                        name = target.removeprefix(f"{ADDON}/").rstrip("/")
                        found.append(f"{file}:{node.lineno}: imports {name}")
    return found


def banned_names(sources):
    """Return (file, line, name) of each variable whose name says nothing.

    :param sources: texts by name of file
    """
    found = []
    for file, text in sources.items():
        if file.endswith(".py") and file.startswith(f"{ADDON}/"):
            for node in ast.walk(ast.parse(text)):
                name, line = _bound(node)
                if name in BANNED_NAMES:
                    found.append((file, line, name))
    return found


def _of_models(name):
    return name.startswith((MODELS, WIZARDS))


def _stem(model):
    return model.replace(".", "_")


def _folder(file):
    """Return the floor that a file is on, or ``wizards``."""
    if file.startswith(MODELS):
        return file.removeprefix(MODELS).partition("/")[0]
    return "wizards"


def _floors(trees):
    """Return {folder: height} in the order of ``models/__init__.py``."""
    tree = trees.get(f"{MODELS}__init__.py", ast.parse(""))
    names = [
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    return {name: height for height, name in enumerate(names)}


def _models(file, tree):
    """Yield the models that the classes of a file declare or extend."""
    for node in tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        values = {
            target.id: _literal(statement.value)
            for statement in node.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }
        inherited = values.get("_inherit") or []
        inherited = [inherited] if isinstance(inherited, str) else inherited
        name = values.get("_name") or (inherited[0] if inherited else None)
        if name:
            methods = {
                item.name: item.lineno
                for item in node.body
                if isinstance(item, ast.FunctionDef)
            }
            declared = "_name" in values and name not in inherited
            yield Model(file, node.lineno, name, declared, methods)


def _literal(node):
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def _limits(models):
    """Return {file: most lines} of the files of models."""
    limits = {}
    for model in models:
        limit = LINES_OF_FILE
        if model.in_own_file:
            limit = LINES_OF_MAIN
        elif model.file_stem.startswith(f"{_stem(model.name)}_"):
            limit = LINES_OF_TOPIC
        limits[model.file] = max(limit, limits.get(model.file, 0))
    return limits


def _texts(tree):
    """Yield the strings of a file that are no docstrings."""
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in prose:
                yield node


def _imported(file, node):
    """Return the paths of what an import names, as far as it is of this addon."""
    if isinstance(node, ast.Import):
        modules = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and not node.level:
        modules = [f"{node.module}.{alias.name}" for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        base = file.split("/")[: -node.level]
        base += node.module.split(".") if node.module else []
        return ["/".join([*base, alias.name]) + "/" for alias in node.names]
    else:
        return []
    prefix = f"odoo.addons.{ADDON}."
    ours = [name.removeprefix(prefix) for name in modules if name.startswith(prefix)]
    return [f"{ADDON}/{name.replace('.', '/')}/" for name in ours]


def _bound(node):
    """Return (name, line) of what a node gives a name to, or (None, 0)."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return node.id, node.lineno
    if isinstance(node, ast.arg):
        return node.arg, node.lineno
    return None, 0
