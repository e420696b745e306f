"""Write docs/performance.md: every figure of the last runs beside its target."""

import json
import re
import time

from devtools.console import say
from devtools.paths import ROOT, state_dir

TARGET = ROOT / "docs" / "performance.md"
HEAD = """\
# Performance

Every figure that a benchmark holds against a target, as it came out last. This page is
written by `./dev bench table` from the results of `./dev bench`. How each is measured,
what stands beside it and what was measured before is in [benchmarks](benchmarks.md);
what to do about size, in [scaling](scaling.md). A target that names core, a peer or
another size is a ratio of the same run and holds on any machine; milliseconds are those
of the machine named.
"""
MACHINE = "not noted"


def write(folder=None, target=TARGET):
    """Write the page from the results that are there; the others stay as they were.

    :param folder: of the results; those of this checkout by default
    :param target: the page
    :return: the exit code
    """
    folder = folder or state_dir() / "benchmarks"
    sections = _sections(target)
    for path in sorted(folder.glob("*.json")):
        result = json.loads(path.read_text())
        if result["limits"]:
            measured = result.get("measured") or time.strftime(
                "%Y-%m-%d", time.localtime(path.stat().st_mtime)
            )
            sections[path.stem] = _section(path.stem, result, measured)
    target.write_text("\n".join([HEAD, *(sections[name] for name in sorted(sections))]))
    say(f"✓ {target.name}: {len(sections)} benchmarks")
    return 0


def _sections(target):
    """Return what the page says already of benchmarks that there still are, by name."""
    text = target.read_text() if target.exists() else ""
    found = {}
    for section in re.split(r"^(?=## )", text, flags=re.M)[1:]:
        name = re.match(r"## .*\(`(\w+)\.py`\)", section)
        if name and (ROOT / "benchmarks" / f"{name[1]}.py").exists():
            found[name[1]] = section.rstrip("\n") + "\n"
    return found


def _section(name, result, measured):
    """Return the heading, the table and the notes of one benchmark."""
    machine = result.get("machine", MACHINE)
    lines = [
        f"## {result['title']} (`{name}.py`)",
        "",
        f"{measured}, version {result.get('version', MACHINE)}, machine: {machine}.",
        "",
        "| figure | measured | target | kept |",
        "| --- | --- | --- | --- |",
    ]
    for limit in result["limits"]:
        kept = "yes" if limit["kept"] else "**no**"
        target = f"{limit['bound']} {limit['limit']:,g}"
        figure = limit["label"].replace("|", "/")
        lines.append(f"| {figure} | {_number(limit['value'])} | {target} | {kept} |")
    notes = [f"- {' '.join(note.split())}" for note in result.get("notes", ())]
    return "\n".join([*lines, *([""] if notes else []), *notes, ""])


def _number(value):
    """Return a figure with as many digits as mean something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"
