"""Texts with placeholders: names of a whitelist in braces, never an expression.

HTML is worked on as a tree: a value is set as the text of a node, so nothing that a
name holds can become markup, or a placeholder.
"""

import copy
import re
from urllib.parse import quote

from lxml import etree, html
from markupsafe import Markup

# A name in braces. What holds blanks or a colon is prose, or a rule of a style sheet.
PLACEHOLDER = re.compile(r"\{([^\W\d][\w.]*)\}")
# What core's engines would evaluate.
EXPRESSION = re.compile(r"\{\{|\}\}")
# What no text of XML may hold.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
LINE_BREAKS = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]+")
# Where a placeholder is looked for beside the text: in the address of a link.
LINK = "href"
UNREAD = ("style", "script")


def names_in(text):
    """Return the placeholders of a plain text, in their order.

    :param str text: may be a false value
    :return: list of names
    """
    return PLACEHOLDER.findall(text or "")


def has_expression(text):
    """Tell whether core would evaluate something of a plain text.

    :param str text: may be a false value
    :return: bool
    """
    return bool(EXPRESSION.search(text or ""))


def fill_line(text, values):
    """Return one line of text with its placeholders filled in.

    :param str text: may be a false value
    :param dict values: texts by name; one that is missing becomes an empty text
    :return: str without line breaks, as a header of an e-mail has to be
    """
    filled = PLACEHOLDER.sub(lambda match: values.get(match[1]) or "", text or "")
    return " ".join(LINE_BREAKS.sub(" ", printable(filled)).split())


def printable(text):
    """Return a text without what no document may hold.

    :param str text: may be a false value
    :return: str
    """
    return UNPRINTABLE.sub("", text or "")


class BodyTemplate:
    """A body that is parsed once, and filled in for each addressee.

    ::

        template = BodyTemplate(body)
        template.names
        template.fill({"contractor": "Browar & Syn"})
    """

    def __init__(self, body):
        self._root = html.fragment_fromstring(
            printable(str(body or "")), create_parent="div"
        )
        self._slots = list(self._find_slots())

    @property
    def names(self):
        """Return the placeholders, in their order, each once."""
        found = (name for _place, _kind, text in self._slots for name in names_in(text))
        return list(dict.fromkeys(found))

    @property
    def has_expression(self):
        """Tell whether core would evaluate something of it."""
        for node in self._root.iter():
            if not isinstance(node.tag, str):
                continue
            if node.tag == "t" or any(name.startswith("t-") for name in node.attrib):
                return True
            if node.tag not in UNREAD and has_expression(node.text):
                return True
            if has_expression(node.tail) or any(map(has_expression, node.values())):
                return True
        return False

    def fill(self, values):
        """Return the body with its placeholders filled in.

        :param dict values: texts by name; one that is missing becomes an empty text
        :return: Markup
        """
        root = copy.deepcopy(self._root)
        nodes = list(root.iter())
        for place, kind, text in self._slots:
            node = nodes[place]
            if kind == "text":
                node.text = _filled(text, values)
            elif kind == "tail":
                node.tail = _filled(text, values)
            else:
                node.set(LINK, _filled_link(text, values))
        return _inner(root)

    def _find_slots(self):
        """Yield (place of the node, kind, text) of whatever holds a placeholder."""
        for place, node in enumerate(self._root.iter()):
            read = isinstance(node.tag, str)
            if read and node.tag not in UNREAD and names_in(node.text):
                yield place, "text", node.text
            if names_in(node.tail):
                yield place, "tail", node.tail
            if read and names_in(node.get(LINK)):
                yield place, LINK, node.get(LINK)


def _filled(text, values):
    """Return the text of a node; what a value holds is never read again."""
    return PLACEHOLDER.sub(lambda match: printable(values.get(match[1])), text)


def _filled_link(link, values):
    """Return a link whose values can neither leave its path nor change its scheme.

    A link that is a placeholder as a whole is one that we have made ourselves.
    """
    whole = PLACEHOLDER.fullmatch(link.strip())
    if whole:
        value = printable(values.get(whole[1])).strip()
        return value if value.startswith(("http://", "https://", "/")) else ""
    return PLACEHOLDER.sub(
        lambda match: quote(printable(values.get(match[1])), safe=""), link
    )


def _inner(root):
    """Return what a tree holds, without the element that holds it."""
    parts = [Markup.escape(root.text or "")]
    for child in root:
        parts.append(Markup(etree.tostring(child, encoding="unicode", method="html")))
    return Markup().join(parts)
