"""Notes of a partner as lines of text, and lines of text as notes.

Lines that became notes come back as the same lines, so that what was given away as a
file and read again is as it was, and that nothing is noted twice.
"""

import re
from urllib.parse import unquote

from lxml import html
from markupsafe import Markup

from odoo.tools.mail import plaintext2html

BLOCKS = frozenset(
    """
    address article blockquote body div dl dt dd figure footer h1 h2 h3 h4 h5 h6 header
    hr li ol p pre section table tbody td th thead tr ul
    """.split()
)
MARKS = {"b": "*", "strong": "*", "h1": "*", "h2": "*", "h3": "*", "em": "/"}
SILENT = {"script", "style", "template"}
TAG = re.compile(r"<[^>]*>")
NUMBER = re.compile(r"\+?\(?\d(?:[ ()/.-]{0,3}\d){5,}")
EMAIL = re.compile(r"[^\s<>()\",;:]+@[^\s<>()\",;:]+\.\w+")
MAX_DIGITS = 20
# Fewer characters than this find half the base.
MIN_TYPED = 4
BATCH = 5000


def note_lines(notes):
    """Return the lines of notes without their layout; no empty ones.

    :param notes: HTML or a false value
    :return: list of str
    """
    if not notes or not notes.strip():
        return []
    pieces = []
    _collect(html.fragment_fromstring(str(notes), create_parent="div"), pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return [line for line in lines if line]


def _collect(node, pieces):
    """Add the text of an element, a line end where a reader sees one."""
    # a comment's tag is a function
    if not isinstance(node.tag, str) or node.tag in SILENT:
        return
    around = "\n" if node.tag in BLOCKS or node.tag == "br" else ""
    mark = MARKS.get(node.tag, "")
    pieces += [around, "- " if node.tag == "li" else "", mark, _flat(node.text)]
    start = len(pieces)
    for child in node:
        _collect(child, pieces)
        pieces.append(_flat(child.tail))
    link = (node.get("href") or "") if node.tag == "a" else ""
    shown = (node.text or "") + "".join(pieces[start:])
    if link and _address(link) != _address(shown):
        pieces.append(f" ({link})")
    pieces += [mark, around]


def _flat(text):
    return re.sub(r"\s+", " ", text or "")


def _address(link):
    return unquote(re.sub(r"^(mailto|tel):", "", link.strip())).rstrip("/")


def notes_of(lines):
    """Return lines as notes.

    :param lines: iterable of str
    :return: HTML; empty for no lines
    """
    text = "\n".join(lines)
    return plaintext2html(text) if text else Markup()


def notes_with(notes, lines):
    """Return notes with those lines below that they do not have.

    :param notes: HTML or a false value
    :param lines: iterable of str, each one line
    :return: HTML, or ``None`` where there is nothing to add
    """
    known = set(note_lines(notes))
    missing = [line for line in dict.fromkeys(lines) if line and line not in known]
    return Markup(notes or "") + notes_of(missing) if missing else None


def note_keys(notes):
    """Return what of notes is searched as numbers and e-mails.

    :param notes: HTML or a false value
    :return: digits of each number, and each e-mail, with blanks between, or ``False``
    """
    text = TAG.sub(" ", notes or "").replace("&nbsp;", " ")
    numbers = [re.sub(r"\D", "", found) for found in NUMBER.findall(text)]
    numbers = [number for number in numbers if len(number) <= MAX_DIGITS]
    emails = [found.casefold() for found in EMAIL.findall(text)]
    return " ".join(dict.fromkeys(numbers + emails)) or False


def typed_note_key(text):
    """Return a number or an e-mail as it is searched for in the notes.

    :param text: as somebody types it, or a part of it
    :return: str, or ``False`` for what is too short, or neither
    """
    if "@" in text:
        return text.strip().casefold() if len(text.strip()) >= MIN_TYPED else False
    if re.search(r"[^\d\s+()./-]", text):
        return False
    digits = re.sub(r"^\s*(\+|00)\s*48", "", text)
    digits = re.sub(r"\D", "", digits).lstrip("0")
    return digits if len(digits) >= MIN_TYPED else False


def fill_note_keys(cr):
    """Store the keys of all notes that have none, or others.

    :param cr: database cursor
    """
    last = 0
    while last is not None:
        cr.execute(
            """
            SELECT id, comment FROM res_partner
             WHERE id > %s AND comment ~ '[0-9]{2}|@' ORDER BY id LIMIT %s
            """,
            [last, BATCH],
        )
        rows = cr.fetchall()
        keys = [(id_, note_keys(comment)) for id_, comment in rows]
        ids, texts = zip(*[pair for pair in keys if pair[1]] or [(0, "")], strict=True)
        cr.execute(
            """
            UPDATE res_partner AS partner SET enova_note_keys = found.keys
              FROM unnest(%s::int4[], %s::varchar[]) AS found (id, keys)
             WHERE partner.id = found.id
               AND partner.enova_note_keys IS DISTINCT FROM found.keys
            """,
            [list(ids), list(texts)],
        )
        last = rows[-1][0] if len(rows) == BATCH else None
