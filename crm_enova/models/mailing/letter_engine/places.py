"""What has its place on a page in millimetres: address, date, letterhead, marks."""

from html import escape

from .geometry import PAGE_HEIGHT, PAGE_WIDTH, family

LARGEST_FONT, SMALLEST_FONT = 10.0, 6.5
MM_OF_POINT = 25.4 / 72
# Of DejaVu Sans, the widest of the usual fonts.
SPACE = 0.35
LINE = 1.2

SHEET = (
    f"@page{{size:{PAGE_WIDTH}mm {PAGE_HEIGHT}mm;margin:0}}"
    "body{margin:0}div{box-sizing:border-box}"
)


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
