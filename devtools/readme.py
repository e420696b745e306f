"""Make the addon's README.md and static/description/index.html from readme/*.md.

The fragments are those that the community of Odoo has, one file per section. Markdown
becomes HTML by the pinned library of the lint environment, so the making itself runs
there: ``python -m devtools.readme [--check]``.
"""

import sys

from devtools.console import say
from devtools.erp import foreground
from devtools.manifest import manifest
from devtools.paths import ADDON, ADDON_DIR, ROOT
from devtools.venvs import locked_venv

# File in readme/ and the title of its section; the first has none.
SECTIONS = (
    ("DESCRIPTION", ""),
    ("CONFIGURE", "Configuration"),
    ("USAGE", "Usage"),
    ("ROADMAP", "Known issues and roadmap"),
    ("CONTRIBUTORS", "Contributors"),
)
MADE = "Made by ./dev readme from readme/*.md; change those."
PAGE = """\
<!-- {made} -->
<section class="container py-4">
{body}
</section>
"""


def command(tools, check):
    """Return the command that makes both files, or checks that they are fresh.

    :param Path tools: the folder with the programs of the lint environment
    :param bool check: only compare
    :return: list
    """
    words = [tools / "python", "-m", "devtools.readme"]
    return [*words, *(["--check"] if check else [])]


def run():
    """Make both files; return the exit code.

    :return: int
    """
    return foreground(command(locked_venv("lint") / "bin", check=False), None)


def made():
    """Return what both files have to hold, by path.

    :return: dict of str
    """
    text = _text()
    return {
        ADDON_DIR / "README.md": f"<!-- {MADE} -->\n\n{text}",
        ADDON_DIR / "static/description/index.html": _page(text),
    }


def _text():
    """Return all sections as one Markdown text, with what the manifest says."""
    known = manifest()
    parts = [f"# {known['name']}", f"*{known['summary']}*"]
    for name, title in SECTIONS:
        text = (ADDON_DIR / "readme" / f"{name}.md").read_text().strip()
        parts += [f"## {title}", text] if title else [text]
    parts += ["## Maintainers and licence"]
    parts += [
        f"Maintained by {', '.join(known['maintainers'])}. Licence: {known['license']}."
    ]
    return "\n\n".join(parts) + "\n"


def _page(text):
    """Return the page that the ERP shows among its applications."""
    from markdown import markdown

    body = markdown(text, extensions=["tables"], output_format="html")
    body = body.replace("<table>", '<table class="table table-sm">')
    # the ERP puts the folder before the name of a picture by itself
    body = body.replace('src="static/description/', 'class="img-fluid border" src="')
    return PAGE.format(made=MADE, body=body)


def _main(check):
    stale = [path for path, text in made().items() if _read(path) != text]
    for path in stale:
        what = "is not what readme/ says" if check else "made"
        say(f"{path.relative_to(ROOT)} {what}")
        if not check:
            path.write_text(made()[path])
    if stale and check:
        say(f"remedy: ./dev readme, then commit the changes in {ADDON}/")
    return 1 if stale and check else 0


def _read(path):
    return path.read_text() if path.exists() else None


if __name__ == "__main__":
    raise SystemExit(_main("--check" in sys.argv[1:]))
