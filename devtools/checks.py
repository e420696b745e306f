"""What this project asks of its files beyond what the usual tools check."""

import ast
import collections
import re
import statistics

from devtools import loops, rooms
from devtools.console import say
from devtools.paths import ADDON, ROOT

LINES_OF_METHOD = 60
LINES_OF_MOST_METHODS = 25
EXPLAINED = re.compile(r"_compute_|_inverse_|_search_|_check_|_onchange_|action_")
DECORATED = {"depends", "constrains", "onchange", "ondelete", "autovacuum"}
PINNED = re.compile(r"(#.*|[\w.-]+==[\w.+!-]+( ; .+)?)?$")
HOST_PATH = re.compile(r"(?<![\w.~])/(?:root|work|home/\w+|Users/\w+)/")
TOUR = re.compile(rf"{ADDON}/tests/(test_tour|contrast)_\w+\.py$")
MACHINE_DAY = re.compile(r"\b[dD]ate\.today\(\)")
SUDO_REASON_WITHIN = 4
# Scripts, whose functions nobody calls from elsewhere.
UNCALLED = re.compile(r".*/migrations/|benchmarks/(?!harness\.py)")
PARAMETER = re.compile(r":param(?: \w+)? (\w+):")


def run(files):
    """Check the named files; print what is wrong; return how many mistakes.

    :param files: names as git knows them, from the checkout's root
    :return: int
    """
    say("… own checks")
    sources = {name: _read(name) for name in files if name.endswith(rooms.CODE)}
    mistakes = rooms.check(sources)
    for check in (long_methods, silent_methods, sudo_without_reason):
        mistakes += check(files)
    mistakes += unnamed_arguments(sources)
    mistakes += grown_recordsets(sources)
    mistakes += days_of_the_machine(sources)
    for check in (forgotten_tests, loose_pins, host_paths):
        mistakes += check(files)
    for mistake in mistakes:
        print(mistake)
    for note in vague_names(sources):
        say(f"  note: {note}")
    say(f"  {proportions(files)}")
    return len(mistakes)


def vague_names(sources):
    """Return a note for each file with variables whose names say nothing.

    :param dict sources: texts by name of file
    :return: list of str
    """
    lines = collections.defaultdict(list)
    for name, line, variable in rooms.banned_names(sources):
        lines[name].append(f"{variable} ({line})")
    return [f"{name}: vague names: {', '.join(words)}" for name, words in lines.items()]


def long_methods(files):
    """Return mistakes for a method far too long, or for too many long ones.

    :param files: names of files
    :return: list of str
    """
    found, lengths = [], []
    for name, node in _methods(files):
        lines = _body_lines(node)
        lengths.append(lines)
        if lines > LINES_OF_METHOD:
            found.append(
                f"{name}:{node.lineno}: {node.name} has {lines} lines, "
                f"more than {LINES_OF_METHOD}"
            )
        elif lines > LINES_OF_MOST_METHODS:
            say(f"  note: {name}:{node.lineno}: {node.name} has {lines} lines")
    if len(lengths) > 1:
        most = statistics.quantiles(lengths, n=10)[-1]
        say(f"  methods: median {statistics.median(lengths):g}, p90 {most:g} lines")
        if most > LINES_OF_MOST_METHODS:
            found.append(f"one method in ten is longer than {most:g} lines")
    return found


def silent_methods(files):
    """Return a mistake for each compute, constraint, action, hook without why.

    :param files: names of files
    :return: list of str
    """
    found = []
    for name, node in _methods([n for n in files if n.startswith(f"{ADDON}/")]):
        if _must_explain(name, node) and not ast.get_docstring(node):
            found.append(f"{name}:{node.lineno}: {node.name} has no docstring")
    return found


def unnamed_arguments(sources):
    """Return a mistake for each public function whose docstring leaves arguments out.

    What overrides core's is documented there, as are the hooks of pytest.

    :param dict sources: texts by name of file
    :return: list of str
    """
    found = []
    for name, text in sources.items():
        if name.endswith(".py") and not _test(name) and not UNCALLED.match(name):
            for node in _public_functions(ast.parse(text)):
                told = PARAMETER.findall(ast.get_docstring(node) or "")
                untold = [name for name in _arguments(node) if name not in told]
                if untold:
                    found.append(
                        f"{name}:{node.lineno}: {node.name} does not say what it takes:"
                        f" {', '.join(untold)}"
                    )
    return found


def grown_recordsets(sources):
    """Return a mistake for each recordset of the addon that a loop adds to.

    :param dict sources: texts by name of file
    :return: list of str
    """
    return [
        mistake
        for name, text in sources.items()
        if name.endswith(".py") and name.startswith(f"{ADDON}/") and not _test(name)
        for mistake in loops.grown_recordsets(name, text)
    ]


def sudo_without_reason(files):
    """Return a mistake for each sudo() with no comment saying why it is safe.

    :param files: names of files
    :return: list of str
    """
    found = []
    for name in files:
        if name.endswith(".py") and name.startswith(f"{ADDON}/") and not _test(name):
            lines = _read(name).splitlines()
            for number, line in enumerate(lines):
                near = lines[max(0, number - SUDO_REASON_WITHIN) : number + 1]
                if ".sudo()" in line and not any("#" in text for text in near):
                    found.append(f"{name}:{number + 1}: sudo() without its reason")
    return found


def forgotten_tests(files):
    """Return a mistake for each test file that the ERP's own runner misses.

    :param files: names of files
    :return: list of str
    """
    folder = f"{ADDON}/tests/"
    imports = _read(f"{folder}__init__.py") if f"{folder}__init__.py" in files else ""
    found = []
    for name in files:
        module = name.removeprefix(folder).removesuffix(".py")
        known = re.search(rf"\b{re.escape(module)}\b", imports)
        if name.startswith(f"{folder}test_") and not known:
            found.append(f"{name}: not imported in {folder}__init__.py")
    return found


def loose_pins(files):
    """Return a mistake for each requirement that is not pinned, or names a host.

    :param files: names of files
    :return: list of str
    """
    found = []
    for name in files:
        if name.startswith("requirements/") and name.endswith(".txt"):
            for number, line in enumerate(_read(name).splitlines(), 1):
                if not PINNED.match(line):
                    found.append(f"{name}:{number}: not pinned: {line}")
        if name.endswith("package-lock.json") and '"resolved"' in _read(name):
            found.append(f"{name}: names the registry it was made with")
    return found


def days_of_the_machine(sources):
    """Return a mistake for each tour that takes its day from the machine's clock.

    The screen's day is its user's, for an hour or two of each night the next.

    :param dict sources: texts by name of file
    :return: list of str
    """
    return [
        f"{name}:{number}: use self._today(), the day of those who look"
        for name, text in sources.items()
        if TOUR.match(name)
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_DAY.search(line)
    ]


def host_paths(files):
    """Return a mistake for each path of one particular machine.

    :param files: names of files
    :return: list of str
    """
    found = []
    for name in files:
        if name.endswith(
            (*rooms.CODE, ".md", ".toml", ".yaml", ".json", ".txt", ".conf")
        ):
            for number, line in enumerate(_read(name).splitlines(), 1):
                if HOST_PATH.search(line) and name != "devtools/checks.py":
                    found.append(f"{name}:{number}: a path of one machine")
    return found


def proportions(files):
    """Return how many lines of tests there are to a line of the addon's code.

    :param files: names of files
    :return: str
    """
    code = tests = 0
    for name in files:
        if name.endswith((".py", ".js")):
            lines = sum(bool(line.strip()) for line in _read(name).splitlines())
            if _test(name):
                tests += lines
            elif name.startswith(f"{ADDON}/"):
                code += lines
    return f"tests: {tests} lines, code: {code} lines, ratio {tests / max(code, 1):.2f}"


def _read(name):
    return (ROOT / name).read_text(errors="replace")


def _test(name):
    return name.startswith("tests/") or "/tests/" in name


def _methods(files):
    """Yield (file, node) of every function in the named files that is no test."""
    for name in files:
        if name.endswith(".py") and not _test(name):
            for node in ast.walk(ast.parse(_read(name))):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    yield name, node


def _public_functions(tree):
    """Yield what others may call: no inner function, no override, no hook of pytest."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _public_functions(node)
        elif not node.name.startswith(("_", "pytest_")) and not _overrides(node):
            yield node


def _overrides(node):
    """Tell whether a method is core's, or goes on to that of its name."""
    return node.name in rooms.CRUD or any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == node.name
        and isinstance(call.func.value, ast.Call)
        and getattr(call.func.value.func, "id", "") == "super"
        for call in ast.walk(node)
    )


def _arguments(node):
    """Return the names of what a function takes, without ``self`` and ``cls``."""
    given = node.args
    named = [*given.posonlyargs, *given.args, given.vararg, *given.kwonlyargs]
    names = [argument.arg for argument in (*named, given.kwarg) if argument]
    return [name for name in names if name not in ("self", "cls")]


def _body_lines(node):
    """Return a function's lines from its name on, without its docstring."""
    lines = node.end_lineno - node.lineno + 1
    if ast.get_docstring(node):
        lines -= node.body[0].end_lineno - node.body[0].lineno + 1
    return lines


def _must_explain(name, node):
    """Tell whether this function has to say why it is there."""
    marks = {getattr(d.func, "attr", "") for d in node.decorator_list if _call(d)}
    is_hook = name.endswith("/hooks.py") and not node.name.startswith("__")
    return bool(EXPLAINED.match(node.name) or marks & DECORATED or is_hook)


def _call(node):
    return isinstance(node, ast.Call)
