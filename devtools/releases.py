"""The addon as it was last released: its code, and a database of it in use."""

import dataclasses
import hashlib
import re
import subprocess

from devtools import databases
from devtools.console import StepFailed
from devtools.erp import configuration
from devtools.manifest import dependencies
from devtools.once import build_folder
from devtools.paths import ADDON, ROOT, cache_dir

RELEASES = ROOT / "RELEASES.md"
VERSION = re.compile(r"^## (?P<version>[\d.]+)$(?P<text>.*?)(?=^## |\Z)", re.M | re.S)
COMMIT = re.compile(r"^Commit (?P<commit>[0-9a-f]{40})\.$", re.M)
# Raise it when the recipe of the database makes something else of the same input.
RECIPE = "1"


def last_release(text=None):
    """Return (version, commit) of the newest version whose commit is written down.

    :param text: of the release notes; those of the checkout by default
    :return: tuple of str
    :raises StepFailed: when it is no ancestor of what is checked out
    """
    for section in VERSION.finditer(RELEASES.read_text() if text is None else text):
        found = COMMIT.search(section["text"])
        if found:
            _check_ancestor(found["commit"])
            return section["version"], found["commit"]
    raise StepFailed("last release", "write its commit down", reason=f"see {RELEASES}")


def source(commit):
    """Return a folder with the addon of a commit.

    :param str commit: as git knows it
    :return: Path
    """

    def build(folder):
        archive = folder / "addon.tar"
        _git("archive", "-o", str(archive), commit, ADDON)
        subprocess.run(["tar", "-xf", archive, "-C", folder], check=True)
        archive.unlink()

    return build_folder(cache_dir() / "releases" / commit, build)


def template(erp, commit, seed):
    """Return a template database of a released commit that has been used.

    :param erp: the ERP to build it with
    :param str commit: of the release
    :param seed: Python that makes use of it, with ``env`` at hand
    :return: str, name of the database
    """
    folder = source(commit)
    old = dataclasses.replace(erp, env=erp.env | {"ODOO_RC": configuration(folder)})
    modules = dependencies(folder / ADDON)
    base = databases.dependency_template(erp, polish=True, modules=modules)

    def build(name):
        databases.copy(erp, base, name)
        databases.install(old, name, f"install {ADDON} ({commit[:8]})", ADDON)
        old.script("demo data", "demo", name, ADDON, "init", log="released-demo")
        script = folder / f"seed-{_hash(seed)}.py"
        script.write_text(seed)
        old.script("use it", "seed", name, script, log="released-seed")

    return databases.template(erp, "released", (RECIPE, base, commit, seed), build)


def _hash(text):
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _check_ancestor(commit):
    step, shallow = "last release", _git("rev-parse", "--is-shallow-repository")
    if not _known(commit):
        remedy = "git fetch --unshallow" if shallow == "true" else "git fetch"
        reason = f"commit {commit[:8]} of RELEASES.md is not in this clone"
        raise StepFailed(step, remedy, reason=reason)
    check = ["git", "merge-base", "--is-ancestor", commit, "HEAD"]
    if subprocess.run(check, cwd=ROOT, capture_output=True).returncode:
        deepen = "git fetch --unshallow" if shallow == "true" else ""
        raise StepFailed(
            step,
            deepen or "name a commit that this branch contains in RELEASES.md",
            reason=f"commit {commit[:8]} is no ancestor of what is checked out",
        )


def _known(commit):
    check = ["git", "cat-file", "-e", f"{commit}^{{commit}}"]
    return not subprocess.run(check, cwd=ROOT, capture_output=True).returncode


def _git(*words):
    result = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    if result.returncode:
        raise StepFailed(f"git {words[0]}", "use a git checkout", reason=result.stderr)
    return result.stdout.strip()
