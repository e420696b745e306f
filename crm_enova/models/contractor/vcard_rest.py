"""What a vCard says beyond the fields of a partner: kept, decoded, as named values."""

import binascii
import functools
import re
from urllib.parse import unquote

import vobject
from vobject.base import ContentLine
from vobject.vcard import splitFields

from .vcard_names import (
    ANDROID,
    ANDROID_EVENTS,
    ANDROID_RELATIVES,
    SERVICES,
    TOLD_AS,
)
from .vcard_property import MAX_TEXT, decode

MAX_EXTRAS = 1000
MAX_WARNINGS = 50
MAX_PHOTO = 5 * 1024 * 1024
# What is longer, and no text, is a sound or a key that nobody reads in a note.
MAX_BINARY = 4096
DATA_URI = re.compile(rb"data:[^,]{0,200};base64,", re.I)
UNESCAPED_COMMA = re.compile(r"(\\.)|,", re.DOTALL)
ANDROID_VALUE = re.compile(r"vnd\.android\.cursor\.item/([\w-]+);(.*)", re.DOTALL)


class CardRest:
    """The values of a card by name, and how each property is read."""

    def __init__(self):
        self.warnings, self.extras = [], []

    @functools.cached_property
    def component(self):
        """The card of vobject that knows how values are written."""
        return vobject.vCard()

    def warn(self, code, detail=""):
        """Note something that the user should know about the card.

        :param str code: which the wizard words
        :param str detail: what it is about
        """
        if len(self.warnings) < MAX_WARNINGS and [code, detail] not in self.warnings:
            self.warnings.append([code, detail])

    def extra(self, code, text, words=()):
        """Keep a value that has no field.

        :param str code: of `TOLD_AS`, or the name of the property
        :param str text: the value
        :param words: what the value is labelled by
        """
        text = one_line(text)
        if not text:
            return
        item = [code, text, list(words)] if words else [code, text]
        if len(self.extras) >= MAX_EXTRAS:
            self.warn("many")
        elif item not in self.extras:
            self.extras.append(item)

    def senseless(self, line):
        """Keep a line that is no property, and say so.

        :param bytes line: unfolded
        """
        text = one_line(decode(line[:MAX_TEXT], "", self.warnings))
        self.warn("line", text[:60])
        self.extra("line", "".join(filter(str.isprintable, text)))

    def value(self, prop):
        """Return a value as text, unescaped.

        vobject takes a comma for the end of a text unless it is escaped, which 2.1 does
        not do and others forget.

        :param prop: :class:`Property`
        :return: str
        """
        text = prop.text(self.warnings)
        if "\\" not in text:
            return text  # nothing is escaped
        text = UNESCAPED_COMMA.sub(lambda m: m[1] or "\\,", text)
        # every text is read alike, also one whose name vobject knows as another thing
        line = ContentLine("NOTE", [], text, encoded=True)
        return self.component.add(line).transformToNative().value

    def fields(self, prop):
        """Return the parts of a structured value; a list of what has several.

        :param prop: :class:`Property`
        :return: list of str, or of lists
        """
        return splitFields(prop.text(self.warnings))

    def is_binary(self, prop):
        """Tell whether a value is bytes that stand in the card.

        :param prop: :class:`Property`
        :return: bool
        """
        return bool(prop.encoded or DATA_URI.match(prop.raw))

    def binary(self, prop):
        """Return the bytes of a picture.

        :param prop: :class:`Property`
        :return: bytes, or ``None`` where it is of no use
        """
        key, raw = prop.name.lower(), prop.raw
        inline = DATA_URI.match(raw)
        raw = raw[inline.end() :] if inline else raw
        if len(raw) > MAX_PHOTO * 4 // 3:
            self.warn("photo_size", key)
            return None
        try:
            # vobject decodes base64 likewise, but of all lines at once or of none
            return binascii.a2b_base64(raw) or None
        except binascii.Error:
            self.warn("photo_broken", key)
            return None

    def rest(self, prop):
        """Keep a property that has no field: decoded, with its label.

        :param prop: :class:`Property`
        """
        name = prop.name
        words = prop.label_words()
        code = TOLD_AS.get(name, name)
        if self.is_binary(prop):
            self._rest_of_bytes(prop, code, words)
            return
        text = self.value(prop)
        android = name == "X-ANDROID-CUSTOM" and ANDROID_VALUE.match(text)
        if android:
            self._android(android[1], android[2])
        elif name == "AGENT" and text.upper().startswith("BEGIN:VCARD"):
            self.card_in_card(code, self.properties(text.encode().splitlines()))
        else:
            if name in SERVICES:
                code, words = "messenger", [SERVICES[name], *words]
            if code in ("messenger", "social") and "%" in text:
                text = unquote(text)
            self.extra(code, text.strip().strip(";"), words)

    def parameters(self, prop):
        """Keep the parameters of a property that hold values themselves.

        :param prop: :class:`Property`
        """
        further = prop.further_values()
        known = self.value(prop) if further and not self.is_binary(prop) else ""
        for name, value in further.items():
            if value and not same_words(value, known):
                code = "address_label" if name == "LABEL" else f"{prop.name} {name}"
                self.extra(TOLD_AS.get(code, code), value)

    def _rest_of_bytes(self, prop, code, words):
        inline = DATA_URI.match(prop.raw)
        raw = prop.raw[inline.end() :] if inline else prop.raw
        try:
            text = binascii.a2b_base64(raw[: MAX_TEXT * 2]).decode()
            readable = all(c.isprintable() or c.isspace() for c in text)
        except (binascii.Error, UnicodeDecodeError):
            readable = False
        if readable:
            self.extra(code, text, words)
        elif len(raw) <= MAX_BINARY:
            self.extra(code, raw.decode("ascii", "replace"), words)
        else:
            self.warn("binary", prop.name)

    def _android(self, kind, text):
        """Keep what Android has of its own: ``relation;Anna;14;;``."""
        code = ANDROID.get(kind, kind.replace("_", " "))
        value, number, *further = [*text.split(";"), "", ""]
        words = [word for word in further if word]
        if kind == "contact_event":
            code = ANDROID_EVENTS.get(number, code)
        elif kind == "relation" and number in ANDROID_RELATIVES:
            words.insert(0, ANDROID_RELATIVES[number])
        elif not number.isdigit():
            words.insert(0, number)
        self.extra(code, value or ", ".join(words), words if value else ())

    def card_in_card(self, code, properties):
        """Keep the card of somebody else that stands in this one, as one value.

        :param str code: what the person is to whom the card is of
        :param list properties: of :class:`Property`
        """
        values = [
            f"{prop.name}: {one_line(self.value(prop))}"
            for prop in properties
            if prop.name not in ("BEGIN", "END", "VERSION") and not self.is_binary(prop)
        ]
        self.warn("agent")
        self.extra(code, "; ".join(values))


def joined(part, glue=", "):
    """Return a part that vobject has split at commas as the text that it was.

    :param part: str or list of str
    :param str glue: what stood between
    :return: str
    """
    if isinstance(part, str):
        return one_line(part)
    return glue.join(filter(None, map(one_line, part)))


def one_line(text):
    """Return a text without line ends, and with single blanks.

    :param str text: of any lines
    :return: str
    """
    return " ".join(text.split())


def same_words(text, other):
    """Tell whether all words of a text stand in another one.

    :param str text: whose words are looked for
    :param str other: in which they are
    :return: bool
    """
    words = re.findall(r"[^\W_]+", text.casefold())
    known = set(re.findall(r"[^\W_]+", other.casefold()))
    return known.issuperset(words) and (bool(words) or not text.strip())
