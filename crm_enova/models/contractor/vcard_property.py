"""One line of a vCard: its name, parameters and value, decoded."""

import codecs
import quopri
import re
from dataclasses import dataclass, field

from .vcard_names import APPLE_END, APPLE_START, LABELLING, SILENT_WORDS, TECHNICAL

MAX_HEAD = 1000
MAX_TEXT = 20_000
FALLBACK = "cp1250"
# No other: Python has codecs that are no character sets, or take quadratic time.
CHARSETS = re.compile(r"utf-?8|utf-?16(-?[bl]e)?|ascii|iso8859-\d+|cp\d+|koi8-[ru]")
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
PARAMETERS = re.compile(r'(?:[^;"]|"[^"]*")+')
VALUES = re.compile(r'"([^"]*)"|([^,"]+)')
# RFC 6868
CARETS = {"^n": "\n", "^'": '"', "^^": "^"}
# Android 2.1: TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=52=65):22…
CUSTOM = re.compile(r"X-CUSTOM\((?:[^,)]*,)*([^,)]*)\)?$", re.I)


@dataclass
class Property:
    """One line of a card: ``TEL;TYPE=cell:+48 600 100 200``."""

    name: str
    group: str
    # as vobject wants them: [["TYPE", "cell"], ["BASE64"]]
    parameters: list
    raw: bytes
    # what lines of the same group call it: X-ABLABEL
    labels: list = field(default_factory=list)

    @property
    def words(self):
        """All values of parameters, upper case: ``{"CELL", "PREF"}``."""
        return {value.upper() for part in self.parameters for value in part[-1:]} | {
            value.upper() for part in self.parameters for value in part[1:]
        }

    @property
    def preferred(self):
        """Whether the card prefers the value, as 2.1, 3.0 or 4.0 says it."""
        return "PREF" in self.words or self.parameter("PREF") == "1"

    @property
    def encoded(self):
        """Whether the value is bytes in base64."""
        return bool(self.words & {"BASE64", "B"})

    def parameter(self, name):
        """Return the first value of a parameter, or an empty text.

        :param str name: upper case
        :return: str
        """
        for part in self.parameters:
            if len(part) > 1 and part[0].upper() == name:
                return part[1]
        return ""

    def apple_labels(self):
        """Return the labels of the group, without what Apple puts around its own.

        :return: list of str
        """
        return [
            text.strip().removeprefix(APPLE_START).removesuffix(APPLE_END).strip()
            for text in self.labels
        ]

    def label_words(self):
        """Return what the value is called: types, services, labels somebody wrote.

        :return: list of str, each word once
        """
        found = self.apple_labels()
        for name, *values in self.parameters:
            if not values:
                found.append(_bare_word(name))
            elif name.upper() in LABELLING:
                found += values
        words = [re.sub(r"(?i)^X-(?=.)", "", word).strip() for word in found]
        spoken = {
            word.casefold(): word
            for word in reversed(words)
            if word and word.upper() not in SILENT_WORDS
        }
        return list(spoken.values())[::-1]

    def further_values(self):
        """Return the parameters that hold values themselves, by name.

        :return: dict of str
        """
        return {
            name.upper(): ", ".join(values)
            for name, *values in self.parameters
            if values and name.upper() not in TECHNICAL
        }

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


def _bare_word(text):
    """Return a parameter of 2.1, which is but a word, as it was meant."""
    custom = CUSTOM.match(text)
    if not custom:
        return text
    return decode(quopri.decodestring(custom[1].encode()), "", []).translate(CONTROLS)


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
        group.upper(),
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
    return decode(head.removeprefix(codecs.BOM_UTF8), "", []), value


def _parameter(text):
    if CUSTOM.match(text.strip()):
        return [text.strip()]
    name, equals, values = text.strip().partition("=")
    if not equals:
        return [name]
    values = re.sub(r"\^[n'^]", lambda m: CARETS[m[0]], values)
    found = [quoted or plain for quoted, plain in VALUES.findall(values)]
    if name.strip().upper() in TECHNICAL:
        # TYPE="voice,cell" is two words
        found = [part for value in found for part in value.split(",")]
    return [name, *found]
