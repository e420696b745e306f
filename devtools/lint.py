"""Check style, size and mistakes of everything in the checkout, or correct it."""

import subprocess
from functools import partial

from devtools import checks, node, readme
from devtools.console import StepFailed, say
from devtools.erp import foreground
from devtools.paths import ADDON, ROOT
from devtools.venvs import locked_venv

PYLINT_ODOO = ("odoolint", "duplicate-key")
# Mistakes that ruff's rules do not look for. What calls give has to be inferred, which
# takes most of pylint's time; a test that calls wrongly says so itself.
PYLINT_INFERENCE = (
    "assignment-from-none",
    "redundant-keyword-arg",
    "unexpected-keyword-arg",
    "unreachable",
)
PYLINT_OFF = (
    # A capability keeps its own extension of res.partner and enova.activity, in
    # its own folder, so that one opens one folder per question.
    "consider-merging-classes-inherited",
    # The addon is not the OCA's, and its site is the page that comes with it: an
    # address without host, which is right on every server.
    "manifest-required-author",
    "website-manifest-key-not-valid-uri",
)
PRETTY = (".xml", ".js", ".mjs", ".css", ".scss", ".json", ".yaml")


def run(fix, names=()):
    """Run the named checks, or all, correcting first where ``fix``.

    :param bool fix: correct what the tools can correct
    :param names: of checks; none means all
    :return: the exit code
    :raises StepFailed: when there is no such check
    """
    tools = locked_venv("lint") / "bin"
    checks_there = _checks(tools, node.packages(), fix)
    unknown = set(names) - {title for title, _check in checks_there}
    if unknown:
        known = ", ".join(title for title, _check in checks_there)
        reason = f"no {', '.join(sorted(unknown))}"
        raise StepFailed("lint", f"choose of: {known}", reason=reason)
    failed = [t for t, check in checks_there if t in (names or [t]) and check()]
    for title in failed:
        say(f"✗ {title}")
    say(f"lint: {'failed, see above' if failed else 'all well'}")
    return 1 if failed else 0


def _checks(tools, packages, fix):
    """Return (title, function) pairs; a function returns a code, 0 when well."""
    ruff, pylint = tools / "ruff", tools / "pylint"
    files = tracked()
    scripts = [name for name in files if name.endswith((".js", ".mjs"))]
    commands = [
        ("ruff", [ruff, "check", *(["--fix"] if fix else []), "."]),
        ("ruff-format", [ruff, "format", *([] if fix else ["--check"]), "."]),
        ("pylint-odoo", _pylint(pylint, PYLINT_ODOO)),
        ("pylint-inference", [*_pylint(pylint, PYLINT_INFERENCE), "--ignore=tests"]),
        ("prettier", _prettier(packages, fix, files)),
        ("eslint", _eslint(packages, fix, scripts)),
        ("shell", ["sh", "-n", "dev"]),
        ("readme", readme.command(tools, check=not fix)),
    ]
    found = [
        (title, partial(_tool, title, words)) for title, words in commands if words
    ]
    return [*found, ("own-checks", partial(checks.run, files))]


def tracked():
    """Return the names of the files that are, or are about to be, in git.

    :return: sorted list of names from the checkout's root
    :raises StepFailed: outside of a git checkout
    """
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise StepFailed("lint", "use a git checkout", reason=str(error)) from error
    names = answer.stdout.decode().splitlines()
    return sorted(name for name in names if (ROOT / name).is_file())


def _tool(title, command):
    say(f"… {title}")
    return foreground(command, None)


def _pylint(program, on):
    """Return the command; a second process would read half of the addon once more."""
    options = ["--load-plugins=pylint_odoo", "--disable=all", "--score=n", ADDON]
    on, off = ",".join(on), ",".join(PYLINT_OFF)
    return [program, f"--enable={on}", f"--disable={off}", *options]


def _prettier(packages, fix, files):
    pretty = [name for name in files if name.endswith(PRETTY)]
    pretty = [name for name in pretty if not name.endswith("package-lock.json")]
    plugin = packages / "node_modules/@prettier/plugin-xml/src/plugin.js"
    script = packages / "node_modules/prettier/bin/prettier.cjs"
    mode = "--write" if fix else "--check"
    options = ["--plugin", plugin, "--log-level=warn", mode]
    return pretty and [node.program(), script, *options, *pretty]


def _eslint(packages, fix, scripts):
    script = packages / "node_modules/eslint/bin/eslint.js"
    options = ["--config", packages / "eslint.config.mjs", *(["--fix"] if fix else [])]
    scripts = [name for name in scripts if not name.endswith(".mjs")]
    return scripts and [node.program(), script, *options, *scripts]
