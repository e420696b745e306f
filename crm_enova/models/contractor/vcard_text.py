"""From the bytes of a ``.vcf`` file to cards, and from a card to its lines.

The library vobject does what comes after: it knows what a value means. It is not given
the file itself, because it copies a folded line anew for each piece of it (a photo of
a megabyte is thirteen thousand pieces), its pattern for parameters takes exponential
time on a crafted line, and one wrong byte makes it drop a card.
"""

import codecs
import quopri
import re
from dataclasses import dataclass, field

MAX_HEAD = 1000
MAX_TEXT = 20_000
SHORT_LINE = 40
FALLBACK = "cp1250"
# No other: Python has codecs that are no character sets, or take quadratic time.
CHARSETS = re.compile(r"utf-?8|utf-?16(-?[bl]e)?|ascii|iso8859-\d+|cp\d+|koi8-[ru]")
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
PARAMETERS = re.compile(r'(?:[^;"]|"[^"]*")+')
VALUES = re.compile(r'"([^"]*)"|([^,"]+)')


@dataclass
class RawCard:
    """The lines between BEGIN and END of one card."""

    line: int
    lines: list = field(default_factory=list)
    closed: bool = False
    agent: bool = False


@dataclass
class Property:
    """One line of a card: ``TEL;TYPE=cell:+48 600 100 200``."""

    name: str
    group: str
    # as vobject wants them: [["TYPE", "cell"], ["BASE64"]]
    parameters: list
    raw: bytes

    @property
    def words(self):
        """All values of parameters, upper case: ``{"CELL", "PREF"}``."""
        return {value.upper() for part in self.parameters for value in part[-1:]} | {
            value.upper() for part in self.parameters for value in part[1:]
        }

    def parameter(self, name):
        """Return the first value of a parameter, or an empty text.

        :param str name: upper case
        :return: str
        """
        for part in self.parameters:
            if len(part) > 1 and part[0].upper() == name:
                return part[1]
        return ""

    def text(self, warnings):
        """Return the value as text, whatever its encoding; note what was guessed.

        :param list warnings: pairs of a code and a detail; it is added to
        :return: str without control characters, cut where it is too long
        """
        raw = self.raw[: MAX_TEXT * 3]
        if "QUOTED-PRINTABLE" in self.words:
            raw = quopri.decodestring(raw)
        text = decode(raw, self.parameter("CHARSET"), warnings)
        if len(text) > MAX_TEXT or len(self.raw) > MAX_TEXT * 3:
            warnings.append(["cut", self.name])
        return text[:MAX_TEXT].translate(CONTROLS).replace("\r", "")


def decode(raw, charset, warnings):
    """Return bytes as text: in the given character set, else UTF-8, else Windows-1250.

    :param bytes raw: without transfer encoding
    :param str charset: name of a character set, or ``""``
    :param warnings: list that a code is added to where the text was guessed
    :return: str
    """
    for name in (charset, "utf-8"):
        try:
            codec = codecs.lookup(name).name if name else ""
            if CHARSETS.fullmatch(codec):
                return raw.decode(codec)
        except (LookupError, ValueError):
            continue
    if ["charset", ""] not in warnings:
        warnings.append(["charset", ""])
    return raw.decode(FALLBACK, "replace")


def split_cards(content):
    """Yield the cards of a file; a card without its end is yielded, too.

    A card inside a card (the assistant of 2.1, AGENT) is left out and marked.

    :param bytes content: any number of cards, in any version and line ending
    :return: iterator of :class:`RawCard`
    """
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        content = content.decode("utf-16", "replace").encode()
    card, depth = None, 0
    for number, line in enumerate(content.splitlines(), 1):
        word = _delimiter(line)
        if word == b"BEGIN:VCARD":
            if card and _awaits_agent(card):
                depth, card.agent = depth + 1, True
                continue
            if card:
                yield card
            card, depth = RawCard(number), 0
        elif word == b"END:VCARD" and card:
            if depth:
                depth -= 1
                continue
            card.closed = True
            yield card
            card = None
        elif card and not depth:
            card.lines.append(line)
    if card:
        yield card


def _delimiter(line):
    """Return a line as the begin or end of a card would be written."""
    if len(line) > SHORT_LINE:
        return b""
    return line.removeprefix(codecs.BOM_UTF8).replace(b" ", b"").strip().upper()


def _awaits_agent(card):
    last = card.lines[-1].strip().upper() if card.lines else b""
    return last.startswith(b"AGENT") and last.endswith(b":")


def count_cards(content):
    """Return how many cards a file says that it has, without reading them.

    :param bytes content: any number of cards
    :return: int
    """
    content = content.replace(b"\0", b"")  # UTF-16
    return len(re.findall(rb"(?im)^[\xef\xbb\xbf\xff\xfe]*BEGIN *: *VCARD", content))


def unfold(lines):
    """Yield the logical lines of a card, each piece looked at once.

    Continued are lines before one that begins with a blank; in quoted-printable those
    that end with ``=``; in base64, as some telephones write it, all until an empty
    one.

    :param lines: list of bytes
    :return: iterator of bytes
    """
    # in 2.1 the blank is a part of the text, later it is not
    keep_blank = any(
        line.replace(b" ", b"").upper() == b"VERSION:2.1" for line in lines
    )
    pieces, kind = [], b""
    for line in lines:
        if pieces and line[:1] in (b" ", b"\t"):
            pieces.append(line if keep_blank else line[1:])
        elif pieces and kind == b"Q" and pieces[-1].endswith(b"="):
            pieces[-1] = pieces[-1][:-1]
            pieces.append(line)
        elif pieces and kind == b"B" and BASE64_LINE.fullmatch(line.strip()):
            pieces.append(line)
        else:
            if pieces:
                yield b"".join(pieces)
            pieces = [line] if line.strip() else []
            kind = _encoding(line)
    if pieces:
        yield b"".join(pieces)


def _encoding(line):
    head = line[:MAX_HEAD].partition(b":")[0].upper()
    if b"QUOTED-PRINTABLE" in head:
        return b"Q"
    base64 = b"BASE64" in head or b"ENCODING=B" in head
    return b"B" if base64 else b""


def parse(line):
    """Return a logical line as a :class:`Property`.

    :param bytes line: unfolded
    :return: the property, or ``None``
    """
    head, value = _split_head(line)
    if value is None or not head:
        return None
    name, *parameters = PARAMETERS.findall(head) or [""]
    group, _dot, name = name.strip().rpartition(".")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        return None
    return Property(
        name.upper().replace("_", "-"),
        group,
        [_parameter(text) for text in parameters],
        value,
    )


def _split_head(line):
    """Return what stands before the colon, and after it; no colon is in quotes."""
    if b'"' not in line[:MAX_HEAD]:
        head, colon, value = line.partition(b":")
    else:
        parts = re.match(rb'((?:[^":]|"[^"]*")*)(:?)', line[:MAX_HEAD])
        head, colon = parts.groups()
        value = line[parts.end() :]
    if not colon or len(head) > MAX_HEAD:
        return "", None
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1"), value


def _parameter(text):
    name, equals, values = text.strip().partition("=")
    if not equals:
        return [name]
    found = [quoted or plain for quoted, plain in VALUES.findall(values)]
    return [name, *(part for value in found for part in value.split(","))]
