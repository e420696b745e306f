"""Merge exported terms into the translations and list what is missing.

Usage: ``python -m devtools.inside.terms EXPORTED POT PO [--check]``. ``EXPORTED``
is what the ERP has just exported, ``POT`` and ``PO`` are the addon's files. With
``--check`` nothing is written, and a ``POT`` that is out of date is a mistake.
Prints the mistakes; exit code 1 when there is one.
"""

import sys
from pathlib import Path

import polib

# These change with every export and say nothing.
DATES = ("POT-Creation-Date", "PO-Revision-Date")
HEADER = {
    "Project-Id-Version": "crm_enova",
    "Language": "pl",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": (
        "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && "
        "(n%100<12 || n%100>=14) ? 1 : n!=1 && (n%10>=0 && n%10<=1) || "
        "(n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);"
    ),
}


def main(exported, pot_path, po_path, check):
    """Merge, or only compare; return the list of mistakes.

    :param exported: path of the template that the ERP exported
    :param pot_path: path of the template in the addon
    :param po_path: path of its Polish translation
    :param bool check: write nothing
    :return: list of str
    """
    template = polib.pofile(exported)
    for name in DATES:
        template.metadata.pop(name, None)
    translations = _translations(po_path)
    mistakes = _outdated(template, pot_path) if check else []
    _merge(translations, template)
    if not check:
        Path(pot_path).parent.mkdir(exist_ok=True)
        template.save(pot_path)
        translations.save(po_path)
    return mistakes + _untranslated(translations)


def _translations(path):
    if Path(path).exists():
        return polib.pofile(path)
    made = polib.POFile()
    made.metadata = dict(HEADER)
    return made


def _merge(translations, template):
    """Take the template's terms and places over; drop what is no more."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in translations}
    translations.clear()
    for entry in template:
        old = known.get((entry.msgctxt, entry.msgid))
        if old:
            entry.msgstr, entry.flags = old.msgstr, list(old.flags)
            entry.tcomment = old.tcomment
        translations.append(_copy(entry))
        entry.msgstr, entry.flags = "", []


def _copy(entry):
    names = ("msgid", "msgstr", "msgctxt", "occurrences", "comment", "tcomment")
    copy = polib.POEntry(**{name: getattr(entry, name) for name in names})
    copy.flags = list(entry.flags)
    return copy


def _outdated(template, pot_path):
    """Return a mistake for each term that the kept template lacks or has left."""
    kept = _terms(polib.pofile(pot_path)) if Path(pot_path).exists() else set()
    now = _terms(template)
    found = [f"not in {pot_path}: {term!r}" for term in sorted(now - kept)]
    return found + [f"no more a term: {term!r}" for term in sorted(kept - now)]


def _terms(entries):
    return {entry.msgid for entry in entries}


def _untranslated(translations):
    missing = [f"missing: {e.msgid!r}" for e in translations if not e.msgstr]
    return missing + [f"fuzzy: {e.msgid!r}" for e in translations if e.fuzzy]


if __name__ == "__main__":
    found = main(*sys.argv[1:4], check="--check" in sys.argv)
    for mistake in found:
        print(mistake)
    raise SystemExit(1 if found else 0)
