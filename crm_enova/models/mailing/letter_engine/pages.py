"""Letters and what belongs to them, as HTML that is ready to be laid out.

A page is drawn in layers: the text flows on its own, with its own margins, and what
has its place in millimetres (letterhead, address, date, marks, page numbers) lies over
it. So whatever the text does, the address stays inside its window.
"""

from html import escape

from .content import markup
from .geometry import PAGE_HEIGHT, PAGE_WIDTH

# The paragraph that the signature must not be parted from, in characters, and those
# that are not torn apart at the end of a page.
LONGEST_LAST, LONGEST_KEPT = 1500, 500
LARGEST_FONT, SMALLEST_FONT = 10.0, 6.5
MM_OF_POINT = 25.4 / 72
# Of DejaVu Sans, the widest of the usual fonts.
SPACE = 0.35
LINE = 1.2

SHEET = (
    f"@page{{size:{PAGE_WIDTH}mm {PAGE_HEIGHT}mm;margin:0}}"
    "body{margin:0}div{box-sizing:border-box}"
)


def family(font):
    """Return a font as a style names it, with what stands in for it.

    :param str font: its name
    :return: str
    """
    return f"'{font}'" if font == "DejaVu Sans" else f"'{font}',sans-serif"


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


def placed(parts, font, drawn=""):
    """Return a page on which everything has its place.

    :param parts: tuples of left, top, width, height or ``None``, style, HTML; in
        millimetres
    :param str font: name of the font
    :param str drawn: further style
    :return: str
    """
    boxes = []
    for left, top, width, height, style, content in parts:
        tall = "" if height is None else f"height:{height:.2f}mm;overflow:hidden;"
        boxes.append(
            f'<div style="position:absolute;left:{left:.2f}mm;top:{top:.2f}mm;'
            f'width:{width:.2f}mm;{tall}{style}">{content}</div>'
        )
    return (
        f"<html><head><style>{SHEET}body{{font:10pt/1.2 {family(font)};"
        f"overflow-wrap:break-word}}{drawn}</style></head>"
        f"<body>{''.join(boxes)}</body></html>"
    )


def address_page(letter, geometry):
    """Return what the first page of a letter has of its own: address, date, references.

    :param dict letter: ``sender`` (one line), ``address`` (lines), ``info`` (pairs of
        a word and a value, or a value alone)
    :param Geometry geometry: the measures
    :return: str
    """
    g = geometry
    left = g.address_left + g.address_inset
    width = g.address_width - g.address_inset
    height = g.address_height - g.sender_height
    size, lines = fitted(letter.get("address") or (), width, height)
    rows = "".join(f'<div dir="auto">{escape(line)}</div>' for line in lines)
    parts = [
        (
            left,
            g.address_top + g.sender_height,
            width,
            height,
            f"font-size:{size}pt;line-height:1.2",
            rows,
        )
    ]
    if letter.get("sender"):
        tall = min(g.sender_height, 4.5)
        parts.append(
            (
                left,
                g.address_top + g.sender_height - tall,
                width,
                tall - 0.5,
                "font-size:6pt;white-space:nowrap;border-bottom:.2mm solid #000",
                escape(letter["sender"]),
            )
        )
    info = "".join(_info_row(word, value) for word, value in letter.get("info") or ())
    if info:
        parts.append(
            (
                g.info_left,
                g.info_top,
                g.info_width,
                None,
                "font-size:9pt;line-height:1.4",
                info,
            )
        )
    return placed(parts, g.font)


def _info_row(word, value):
    label = f'<span style="color:#555">{escape(word)} </span>' if word else ""
    return f'<div dir="auto">{label}{escape(value)}</div>'


def fitted(lines, width, height):
    """Return the size of the font and the lines, so that all fit into a field.

    The font grows smaller first. What is still too long is a name: the street and the
    town stay, or the letter never arrives.

    :param lines: of an address
    :param float width: of the field, in millimetres
    :param float height: of the field
    :return: pair of points and list of str
    """
    lines = [line for line in lines if line and line.strip()]
    size = LARGEST_FONT
    if max(map(len, lines), default=0) <= width / (size * MM_OF_POINT):
        # no line can be broken, as no letter is wider than high
        if len(lines) <= int(height / (size * MM_OF_POINT * LINE) + 0.01):
            return size, lines
    while size > SMALLEST_FONT and _overflow(lines, size, width, height) > 0:
        size -= 0.5
    while lines and len(lines[0]) > 1 and _overflow(lines, size, width, height) > 0:
        lines = [lines[0][: len(lines[0]) * 9 // 10].rstrip(" …") + "…", *lines[1:]]
    return size, lines


def _overflow(lines, size, width, height):
    """Return by how many rows lines are too many for a field."""
    room = int(height / (size * MM_OF_POINT * LINE) + 0.01)
    columns = width / (size * MM_OF_POINT)
    return sum(_rows(line, columns) for line in lines) - room


def _rows(line, columns):
    """Return how many rows a line takes, of so many times the size of its font."""
    rows, used = 1, 0.0
    for word in line.split():
        wide = sum(map(_width, word))
        if used and used + SPACE + wide > columns:
            rows, used = rows + 1, 0.0
        used += wide + (SPACE if used else 0)
        rows += int(used // columns)
        used %= columns
    return rows


def _width(letter):
    if letter in "WMŚ@%—…m":
        return 1.0
    return 0.8 if letter.isupper() else 0.64


def marks_page(geometry):
    """Return the marks where to fold and where to punch.

    :param Geometry geometry: the measures
    :return: str
    """
    long, short = 5, 3
    marks = [
        (g, length)
        for g, length in (
            (geometry.fold_first, long),
            (geometry.fold_second, long),
            (geometry.hole_mark, short),
        )
        if g
    ]
    parts = [(4, top, length, 0.2, "background:#555", "") for top, length in marks]
    return placed(parts, geometry.font)


def number_page(text, geometry):
    """Return the page number, in the lower right corner.

    :param str text: such as *Page 2 of 3*
    :param Geometry geometry: the measures
    :return: str
    """
    part = (
        geometry.margin_left,
        PAGE_HEIGHT - 9,
        geometry.text_width,
        4,
        "text-align:right;font-size:8pt;color:#555",
        escape(text),
    )
    return placed([part], geometry.font)


def letterhead_page(head, foot, geometry, height):
    """Return the letterhead of a page.

    :param str head: cleaned HTML above the text
    :param str foot: cleaned HTML below it
    :param Geometry geometry: the measures
    :param float height: of the part above, which is cut off below
    :return: str
    """
    g = geometry
    parts = []
    if head:
        parts.append(
            (
                g.margin_left,
                8,
                g.text_width,
                height - 8,
                "font-size:8pt;line-height:1.3",
                head,
            )
        )
    if foot:
        top = PAGE_HEIGHT - g.margin_bottom + 4
        parts.append(
            (
                g.margin_left,
                top,
                g.text_width,
                g.margin_bottom - 14,
                "font-size:7pt;line-height:1.3;border-top:.2mm solid #999;"
                "padding-top:1.5mm;color:#333",
                foot,
            )
        )
    return placed(parts, g.font, "p{margin:0}img{max-height:22mm;max-width:70mm}")
