"""From the bytes of a ``.vcf`` file to cards, and from a card to its lines.

The library vobject does what comes after: it knows what a value means. It is not given
the file itself, because it copies a folded line anew for each piece of it (a photo of
a megabyte is thirteen thousand pieces), its pattern for parameters takes exponential
time on a crafted line, and one wrong byte makes it drop a card.
"""

import codecs
import re
from dataclasses import dataclass, field

from .vcard_names import KNOWN
from .vcard_property import MAX_HEAD

BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
BEGIN, END = rb"BEGIN[ \t]*:[ \t]*VCARD", rb"END[ \t]*:[ \t]*VCARD"
BOUNDARY = re.compile(rb"([ \t]*)(?:(%s)|%s)[ \t]*" % (BEGIN, END), re.I)
# the end of a card whose last line, or the next card, follows without a line end
INNER_END = re.compile(rb"%s[ \t]*(?=(%s)|$)" % (END, BEGIN), re.I)
BEGIN_OF_LINE = re.compile(rb"(?:\xef\xbb\xbf)?[ \t]*%s" % BEGIN, re.I)
# the assistant of 2.1, a card in the card
AGENT = re.compile(
    rb"[ \t]*(?:[\w-]+\.)?AGENT(?:;[^:]*)?:[ \t]*(%s)?[ \t]*$" % BEGIN, re.I
)
NAME = re.compile(rb"[ \t]*(?:[\w-]+\.)?([A-Za-z][\w-]*)[ \t]*[;:]")
FOLD, SPACE = object(), b" "
# A telephone that wraps its lines itself does so at the width of a line, or at words.
WRAPPED, WRAPPED_AT_WIDTH = 60, range(72, 81)


@dataclass
class RawCard:
    """The lines between BEGIN and END of one card."""

    line: int
    indent: bytes = b""
    lines: list = field(default_factory=list)
    closed: bool = False
    # the lines of cards in the card
    agents: list = field(default_factory=list)

    def add(self, line):
        """Take a line, without what the whole card is indented by.

        :param bytes line: of the file
        """
        self.lines.append(line.removeprefix(self.indent))


def split_cards(content):
    """Yield the cards of a file; a card without its end is yielded, too.

    A boundary is found wherever it stands: after the last value, before the next card.

    :param bytes content: any number of cards, in any version and line ending
    :return: iterator of :class:`RawCard`
    """
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        content = content.decode("utf-16", "replace").encode()
    # no text has it, and no database takes it
    content = content.replace(b"\0", b"")
    card, depth = None, 0
    for number, begins, piece in _pieces(content.splitlines()):
        if begins is None:
            if card and depth:
                card.agents[-1].append(piece)
            elif card:
                card.add(piece)
        elif begins:
            if card and card.lines and AGENT.match(card.lines[-1]) or depth:
                depth += 1
                card.agents.append([])
                continue
            if card:
                yield card
            card, depth = RawCard(number, piece), 0
        elif depth:
            depth -= 1
        elif card:
            card.closed = True
            yield card
            card = None
    if card:
        yield card


def _pieces(lines):
    """Yield the lines, cut where a card begins or ends.

    :return: number of the line, whether a card begins (``None`` for text), and the text
        or the indentation of a boundary
    """
    indent = b""
    for number, line in enumerate(lines, 1):
        rest = line.removeprefix(codecs.BOM_UTF8)
        if not rest.strip():
            yield number, None, rest
        while rest.strip():
            found = BOUNDARY.match(rest)
            # a value may be folded before these words
            folded = found and not found[2] and found[1] not in (b"", indent)
            if found and not (folded and not _ends_here(lines, number)):
                indent = found[1] if found[2] else indent
                yield number, bool(found[2]), found[1]
                rest = rest[found.end() :]
                continue
            cut = _inner_boundary(rest, lines, number)
            yield number, None, rest[:cut]
            rest = rest[cut:]


def _inner_boundary(line, lines, number):
    """Return where a boundary begins after the text of a line, else its length."""
    nested = AGENT.match(line)
    if nested and nested[1]:
        return nested.start(1)
    inner = INNER_END.search(line)
    if inner and inner.start() and (inner[1] or _ends_here(lines, number)):
        return inner.start()
    return len(line)


def _ends_here(lines, number):
    """Tell whether the file ends after a line, or the next card begins."""
    following = (line for line in lines[number : number + 20] if line.strip())
    line = next(following, None)
    return line is None or bool(BEGIN_OF_LINE.match(line))


def count_cards(content):
    """Return how many cards a file says that it has, without reading them.

    :param bytes content: any number of cards
    :return: int
    """
    content = content.replace(b"\0", b"")  # UTF-16
    begin = rb"(?im)(?:^[\xef\xbb\xbf\xff\xfe \t]*|%s[ \t]*)%s" % (END, BEGIN)
    return len(re.findall(begin, content))


def unfold(lines):
    """Yield the logical lines of a card, each piece looked at once.

    Continued are lines before one that begins with a blank; in quoted-printable those
    that end with ``=``; in base64, as some telephones write it, all that can be
    base64. Empty lines are nothing: some programs double every line end. What is no
    property continues a note, or a line that was as long as lines are.

    :param lines: list of bytes
    :return: iterator of bytes
    """
    # in 2.1 the blank is a part of the text, later it is not
    keep_blank = any(
        line.replace(b" ", b"").upper() == b"VERSION:2.1" for line in lines
    )
    pieces, kind, length, gap = [], "", 0, False
    for line in lines:
        if not line.strip():
            gap = True
            continue
        soft = "Q" in kind and pieces[-1].rstrip().endswith(b"=")
        glue = _glue(line, kind, length, soft, gap) if pieces else None
        if glue is None:
            if pieces:
                yield b"".join(pieces)
            pieces, kind = [line], _kind(line)
        else:
            if soft:
                pieces[-1] = pieces[-1].rstrip()[:-1]
            elif glue == FOLD:
                glue, line = b"", line if keep_blank else line[1:]
            pieces += [glue, line]
        length, gap = len(line), False
    if pieces:
        yield b"".join(pieces)


def _glue(line, kind, length, soft, gap):
    """Return what joins a line to those before it; ``None`` where it is a new one.

    :param str kind: of :func:`_kind`
    :param int length: of the line before
    :param bool soft: whether that one says itself that it goes on
    :param bool gap: whether there are empty lines between
    """
    new = _is_property(line)
    if soft and not (gap and new):
        return b""
    if line[:1] in (b" ", b"\t"):
        return FOLD
    if "B" in kind and BASE64_LINE.fullmatch(line.strip()):
        return b""
    if new or "B" in kind:
        return None
    if length in WRAPPED_AT_WIDTH:
        return b""
    if "N" in kind:
        return rb"\n"
    return SPACE if length >= WRAPPED else None


def _is_property(line):
    """Tell whether a line begins a property, and is no sentence with a colon."""
    found = NAME.match(line)
    if not found or b":" not in line:
        return False
    name = found[1].decode("latin-1")
    return name.upper() in KNOWN or name[:2].upper() == "X-" or name.isupper()


def _kind(line):
    """Return letters for what a property is: a note, quoted-printable, base64."""
    head, _colon, value = line[:MAX_HEAD].partition(b":")
    head = head.upper()
    kind = "N" if re.match(rb"(?:[\w-]+\.)?NOTE(?:;|$)", head) else ""
    if b"QUOTED-PRINTABLE" in head:
        return f"{kind}Q"
    inline = re.match(rb"(?i)data:[^,]{0,200};base64,", value)
    return "B" if inline or b"BASE64" in head or b"ENCODING=B" in head else kind
