"""The README and the page of the addon, and the hooks that check them."""

import re
import subprocess
from pathlib import Path

from devtools import lint, readme
from devtools.paths import ADDON_DIR, ROOT
from devtools.venvs import locked_venv

TOOLS = locked_venv("lint") / "bin"


def _check():
    words = list(map(str, readme.command(TOOLS, check=True)))
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True)


def test_what_is_made_is_fresh_and_what_is_not_is_named():
    assert _check().returncode == 0
    page = ADDON_DIR / "static/description/index.html"
    before = page.read_text()
    page.write_text(before.replace("Contractors", "Customers"))
    try:
        answer = _check()
    finally:
        page.write_text(before)
    assert answer.returncode == 1
    assert "index.html" in answer.stdout + answer.stderr
    assert "README.md" not in answer.stdout + answer.stderr


def test_each_fragment_has_a_section():
    fragments = {path.stem for path in (ADDON_DIR / "readme").glob("*.md")}
    assert fragments == {name for name, _title in readme.SECTIONS}


def test_each_check_has_a_hook():
    hooks = (ROOT / ".pre-commit-config.yaml").read_text()
    named = re.findall(r"entry: ./dev lint (\S+)", hooks)
    titles = [title for title, _check in lint._checks(TOOLS, TOOLS, fix=False)]
    assert sorted(named) == sorted(titles)


def test_the_pictures_are_there():
    """The ERP looks for them beside the page, a README in the folder that it names."""
    folder = ADDON_DIR / "static/description"
    page = (folder / "index.html").read_text()
    named = re.findall(r"\((static/description/[^)]+)\)", readme._text())
    assert named
    for name in named:
        assert (ADDON_DIR / name).is_file()
        assert f'src="{Path(name).name}"' in page
