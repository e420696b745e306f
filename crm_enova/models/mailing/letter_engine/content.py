"""What a letter may contain: checked and cleaned before anything is laid out.

The ERP has sanitised the text already. What is left to do is what harms a machine that
draws: depth, size, and whatever leads out of the letter.
"""

import base64
import binascii
import hashlib
import io
import re

from lxml import etree, html

DEEPEST = 500
DEEPEST_TABLE = 12
LARGEST_TEXT = 20 * 1024 * 1024
MOST_PIXELS = 25_000_000
# Wider than what a printer shows across a page: pictures are reduced to it, once.
WIDEST = 1700
# Letters hold text and pictures; none of these prints, and some load or run things.
DROPPED = {
    "applet",
    "audio",
    "canvas",
    "frameset",
    "head",
    "iframe",
    "math",
    "object",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
}
# Neither do these, but what a parser takes for their content is text of the letter.
UNWRAPPED = {
    "base",
    "button",
    "embed",
    "form",
    "frame",
    "input",
    "link",
    "meta",
    "noscript",
    "param",
    "source",
    "track",
}
# They have meaning for the engine, or lead somewhere.
LEADING = {"src", "srcset", "background", "data", "poster", "action", "formaction"}
LINKS = ("http://", "https://", "mailto:", "tel:")
# Out of its place, or from elsewhere: what a declaration of a style must not say.
UNFIT = re.compile(r"url\s*\(|@|\\|expression|(^|[\s;-])position\s*:|z-index", re.I)
# Pixels of a unit; the text of a letter is 165 mm wide, or a bit less.
UNITS = {"px": 1, "": 1, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
UNITS |= {"em": 14, "rem": 16, "vw": 8, "pc": 16, "ch": 8}
MOST_PIXELS_WIDE = 600
WIDTH = re.compile(r"^\s*(min-)?width\s*:\s*(\d*\.?\d+(?:e\+?\d+)?)\s*([a-z]*)", re.I)
IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
DATA_URL = re.compile(r"data:image/[\w.+-]+;base64,", re.I)


class Refused(Exception):
    """A letter that is not drawn, and why.

    :param str reason: name of the reason, which the ERP words
    :param detail: number or name that belongs to it
    """

    def __init__(self, reason, detail=None):
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class Pictures:
    """The pictures of a job by their addresses, each looked at once."""

    def __init__(self, originals):
        self._originals = originals
        self._names = {}
        self._found = {}

    def prepare(self, address):
        """Return the name under which the engine gets a picture, or ``None``.

        :param str address: as the letter names it
        :return: str, or ``None`` for what nobody has handed over
        :raises Refused: when it is too large
        """
        inside = DATA_URL.match(address)
        key = hashlib.sha256(address.encode()).digest() if inside else address
        if key not in self._names:
            data = _decoded(address) if inside else self._originals.get(address)
            picture = _reduced(data) if data else None
            self._names[key] = picture and f"letter:{len(self._found)}"
            if picture:
                self._found[self._names[key]] = picture
        return self._names[key]

    def find(self, name):
        """Return bytes and type of a picture that has been prepared.

        :param str name: as :meth:`prepare` has returned it
        :return: pair of bytes and str, or ``None``
        """
        return self._found.get(name)


def cleaned(text, pictures):
    """Return the elements of a text that may be drawn.

    :param str text: HTML
    :param Pictures pictures: what it may show
    :return: pair of an element that holds them, and a list of addresses of pictures
        that nobody has handed over
    :raises Refused: when it would harm whoever draws it
    """
    _check(text)
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    root = html.fragment_fromstring(text or "", create_parent="div", parser=parser)
    missing = []
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in DROPPED:
            _drop(element)
        elif element.tag in UNWRAPPED:
            element.drop_tag()
        elif element.tag == "img":
            _clean_picture(element, pictures, missing)
            _clean_attributes(element, {"src"})
        else:
            _clean_attributes(element, ())
    return root, missing


def markup(element):
    """Return an element as HTML.

    :param element: of lxml
    :return: str
    """
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def _check(text):
    if "\0" in text:
        raise Refused("nul")
    if len(text) > LARGEST_TEXT:
        raise Refused("large", len(text) // 1024 // 1024)
    # few elements cannot be nested deeply, so most letters need no second look
    tables = text.lower().count("<table")
    if text.count("<") > DEEPEST or tables > DEEPEST_TABLE:
        etree.parse(
            io.StringIO(text), etree.HTMLParser(target=_Depth(), huge_tree=True)
        )


class _Depth:
    """Counts how deep a text is nested, without building it; a target of lxml."""

    def __init__(self):
        self.depth = self.tables = 0

    def start(self, tag, _attributes):
        """Enter an element.

        :param str tag: of it
        :param _attributes: of it
        """
        self.depth += 1
        self.tables += tag == "table"
        if self.depth > DEEPEST:
            raise Refused("deep", DEEPEST)
        if self.tables > DEEPEST_TABLE:
            raise Refused("tables", DEEPEST_TABLE)

    def end(self, tag):
        """Leave an element.

        :param str tag: of it
        """
        self.depth -= 1
        self.tables -= tag == "table"

    def close(self):
        """End; there is nothing to return."""


def _drop(element):
    """Take out an element with what is in it; what follows it stays."""
    if element.getparent() is not None:
        if isinstance(element.tag, str):
            element.drop_tree()
        else:
            element.getparent().remove(element)


def _clean_picture(element, pictures, missing):
    address = element.get("src", "")
    name = pictures.prepare(address)
    if name:
        element.set("src", name)
    else:
        missing.append(address[:200])
        element.drop_tree()


def _clean_attributes(element, kept):
    for name, value in element.items():
        if name.startswith("on") or (name in LEADING and name not in kept):
            del element.attrib[name]
        elif name == "href" and not value.lower().startswith(LINKS):
            del element.attrib[name]
        elif name == "style":
            parts = [part for part in value.split(";") if not UNFIT.search(part)]
            element.set("style", ";".join(map(_narrowed, parts)))
        elif name == "width" and _narrowed(f"width:{value}") != f"width:{value}":
            element.set("width", "100%")


def _narrowed(declaration):
    """Return a declaration of a style; what is wider than a page is as wide as it."""
    found = WIDTH.match(declaration)
    if not found:
        return declaration
    least, number, unit = found.groups()
    pixels = float(number) * UNITS.get(unit.lower(), 1)
    if least:
        return ""
    return declaration if pixels <= MOST_PIXELS_WIDE else "width:100%"


def _decoded(address):
    try:
        return base64.b64decode(address.partition(",")[2])
    except binascii.Error:
        return b""


def _reduced(data):
    """Return bytes and type of a picture as it is drawn, or ``None`` for no picture."""
    from PIL import Image  # few letters have pictures, and all would wait for it

    Image.MAX_IMAGE_PIXELS = None
    try:
        picture = Image.open(io.BytesIO(data))
    except (OSError, ValueError, SyntaxError):
        return None
    pixels = picture.width * picture.height
    if pixels > MOST_PIXELS:
        raise Refused("pixels", pixels // 1_000_000)
    if max(picture.size) <= WIDEST and picture.format in IMAGES:
        return data, IMAGES[picture.format]
    try:
        return _converted(picture)
    except (OSError, ValueError, SyntaxError):
        return None


def _converted(picture):
    opaque = picture.format == "JPEG"
    picture = picture.convert("RGB" if opaque else "RGBA")
    picture.thumbnail((WIDEST, WIDEST))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG" if opaque else "PNG", quality=90)
    return buffer.getvalue(), "image/jpeg" if opaque else "image/png"
