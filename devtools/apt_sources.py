"""Read the machine's own Debian sources and derive a private file from them.

The ERP is packaged in Debian's unstable suite only. Installing it from there
would drag a newer Python in, so it is downloaded with package lists of our own
and unpacked. The mirror is the one this machine uses already: no host name
stands in this project.
"""

import re
from pathlib import Path

ETC_APT = Path("/etc/apt")
UNSTABLE = "sid"
ONE_LINE = re.compile(r"^deb\s+(?:\[(?P<options>[^]]*)\]\s+)?(?P<rest>\S.*)$")


def machine_suite():
    """Return the code name of this machine's Debian release, or ''.

    :return: str
    """
    for line in Path("/etc/os-release").read_text().splitlines():
        if line.startswith("VERSION_CODENAME="):
            return line.partition("=")[2].strip('"')
    return ""


def derived_sources(suite, etc=ETC_APT):
    """Return the text of a sources file for ``suite`` and unstable, or None.

    None means that the machine's own sources name no archive with ``suite``.

    :param str suite: code name of a Debian release
    :param Path etc: folder of apt's settings
    :return: str, or None
    """
    for stanza in _stanzas(etc):
        types, suites = stanza.get("types", ""), stanza.get("suites", "")
        components = stanza.get("components", "").split()
        if "deb" in types.split() and suite in suites.split() and "main" in components:
            lines = [
                "Types: deb",
                f"URIs: {stanza['uris']}",
                f"Suites: {' '.join(dict.fromkeys([suite, UNSTABLE]))}",
                "Components: main",
            ]
            kept = [key for key in ("signed-by", "trusted") if key in stanza]
            lines += [f"{key.title()}: {stanza[key]}" for key in kept]
            return "\n".join(lines) + "\n"
    return None


def _stanzas(etc):
    """Yield every source of the machine as a dict of lower-case fields."""
    parts = sorted((etc / "sources.list.d").glob("*"))
    for path in [etc / "sources.list", *parts]:
        if path.suffix == ".list" and path.is_file():
            yield from _one_line_stanzas(path.read_text())
        elif path.suffix == ".sources" and path.is_file():
            for block in re.split(r"\n\s*\n", path.read_text()):
                stanza = _deb822(block)
                if stanza.get("enabled", "yes").lower() != "no" and "uris" in stanza:
                    yield stanza


def _deb822(block):
    """Return the fields of one deb822 stanza; folded lines are kept."""
    fields, name = {}, None
    for line in block.splitlines():
        if line.startswith("#"):
            continue
        if line[:1].isspace() and name:
            fields[name] += "\n" + line
        elif ":" in line:
            name, _sep, value = line.partition(":")
            name = name.strip().lower()
            fields[name] = value.strip()
    return fields


def _one_line_stanzas(text):
    for line in text.splitlines():
        match = ONE_LINE.match(line.split("#")[0].strip())
        if not match:
            continue
        uri, suite, *components = match["rest"].split()
        stanza = {"types": "deb", "uris": uri, "suites": suite}
        stanza["components"] = " ".join(components)
        for option in (match["options"] or "").split():
            name, _sep, value = option.partition("=")
            stanza[name.lower()] = value
        yield stanza
