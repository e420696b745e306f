"""The text of letters, as HTML that is ready to be laid out.

A page is drawn in layers: the text flows on its own, with its own margins, and what
has its place in millimetres lies over it (see :mod:`.places`). So whatever the text
does, the address stays inside its window.
"""

from html import escape

from .content import markup
from .geometry import PAGE_HEIGHT, PAGE_WIDTH, family

# The paragraph that the signature must not be parted from, in characters, and those
# that are not torn apart at the end of a page.
LONGEST_LAST, LONGEST_KEPT = 1500, 500


def text_style(geometry):
    """Return the style sheet of the text of letters.

    Nothing in it may be wider than the page, for what is makes all of it smaller.

    :param Geometry geometry: the measures
    :return: str
    """
    g = geometry
    # the spacer begins below the margin of the page; it is zero for a first page that
    # begins where all others do
    spacer = max(g.text_top - g.margin_top, 0)
    return (
        f"@page{{size:{PAGE_WIDTH}mm {PAGE_HEIGHT}mm;margin:{g.margin_top}mm"
        f" {g.margin_right}mm {g.margin_bottom}mm {g.margin_left}mm}}"
        f"body{{margin:0;font:{g.font_size}pt/1.4 {family(g.font)};"
        "overflow-wrap:break-word}"
        "*{max-width:100%!important;box-sizing:border-box}"
        "p{margin:0 0 2.5mm}.letter-kept,.letter-end{break-inside:avoid}"
        ".letter-subject{font-weight:bold;margin-bottom:5mm}"
        ".letter-salutation{margin-bottom:2.5mm}.letter-closing{margin-top:2.5mm}"
        f".letter-spacer{{height:{spacer}mm}}"
    )


# A style sheet is read for every letter: what few letters need stands apart, behind
# what their text has to hold.
FURTHER_STYLES = (
    (
        "<table",
        "table{border-collapse:collapse;table-layout:fixed;width:100%;"
        "margin:0 0 2.5mm}td,th{padding:.6mm 1.5mm;vertical-align:top;text-align:left}"
        "tr{break-inside:avoid}.letter-amount{text-align:right}"
        # what the ERP's editor says by names
        ".table-bordered td,.table-bordered th{border:.2mm solid #999}",
    ),
    (
        "<h",
        "h1,h2,h3,h4{margin:4mm 0 2mm;break-after:avoid;line-height:1.2}"
        "h1{font-size:1.4em}h2{font-size:1.2em}h3,h4{font-size:1.05em}",
    ),
    ("<img", "img{height:auto;break-inside:avoid}"),
    ("<pre", "pre{white-space:pre-wrap!important;font:inherit;margin:0 0 2.5mm}"),
    ("<li", "ul,ol{margin:0 0 2.5mm}"),
    ("text-", ".text-center{text-align:center}.text-end{text-align:right}"),
    ("letter-enclosures", ".letter-enclosures{margin-top:5mm;font-size:.85em}"),
)


def _document(style, body):
    """Return a page of a text, with as much style as it needs."""
    further = "".join(rules for mark, rules in FURTHER_STYLES if mark in body)
    return (
        f"<html><head><style>{style}{further}</style></head><body>{body}</body></html>"
    )


def text_page(letter, body, closing, style, enclosures_word):
    """Return the text of a letter, from its subject to the list of enclosures.

    The last paragraph, the signature and that list stay together: a page that shows
    a signature alone is worth nothing.

    :param dict letter: ``subject``, ``salutation``, ``enclosure_names``
    :param body: pair of the text without its last paragraph, and that paragraph; see
        :func:`divided`
    :param str closing: cleaned HTML of the signature
    :param str style: of :func:`text_style`
    :param str enclosures_word: what is above the list
    :return: str
    """
    text, last = body
    end = f'<div class="letter-closing" dir="auto">{closing}</div>' if closing else ""
    names = letter.get("enclosure_names") or ()
    if names:
        rows = "".join(f"<div>{escape(name)}</div>" for name in names)
        end += f'<div class="letter-enclosures">{escape(enclosures_word)}{rows}</div>'
    parts = [
        '<div class="letter-spacer"></div>',
        _line("subject", letter.get("subject")),
        _line("salutation", letter.get("salutation")),
        text,
        f'<div class="letter-end">{last}{end}</div>',
    ]
    return _document(style, "".join(parts))


def divided(body):
    """Return a text without its last paragraph, and that paragraph.

    :param body: element of the cleaned text; it is taken apart
    :return: pair of str
    """
    last = _last_paragraph(body)
    for paragraph in body.iter("p", "li"):
        if len(paragraph.text_content()) <= LONGEST_KEPT:
            paragraph.set("class", f"letter-kept {paragraph.get('class', '')}".strip())
    return markup(body), markup(last) if last is not None else ""


def annex_page(content, style):
    """Return what is drawn behind a letter, such as a statement.

    :param str content: cleaned HTML
    :param str style: of :func:`text_style`
    :return: str
    """
    return _document(style, content)


def _line(name, text):
    if not text:
        return ""
    return f'<div class="letter-{name}" dir="auto">{escape(text)}</div>'


def _last_paragraph(body):
    """Take the last paragraph out of a text, and return it; empty ones go with it."""
    children = list(body)
    while children:
        last = children.pop()
        if (last.tail or "").strip():
            return None
        whole = last.tag in ("p", "div", "ul", "ol", "table")
        content = last.text_content().strip() or last.find(".//img") is not None
        if not content and whole:
            body.remove(last)
            continue
        short = len(last.text_content()) <= LONGEST_LAST
        # a block of the editor that holds everything is no paragraph
        if last.tag == "div" and len(last) > 1 and not children:
            return _last_paragraph(last)
        if whole and short:
            body.remove(last)
            return last
        return None
    return None
