"""What is no letter: labels, the sheet to calibrate a printer with, tables."""

import io
from dataclasses import dataclass
from html import escape

import plutoprint

from . import places
from .content import Pictures, Refused
from .drawing import Press
from .geometry import PAGE_HEIGHT, PAGE_WIDTH, Geometry
from .joining import joined

# Nearer to the edge of a label nothing is printed.
INSET = 3.0
LONGEST_TABLE = 10_000


@dataclass(frozen=True)
class LabelSheet:
    """Labels on a sheet of A4, in millimetres."""

    columns: int
    rows: int
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    gap: float = 0.0

    @property
    def count(self):
        """How many a sheet has."""
        return self.columns * self.rows

    def place(self, number):
        """Return left and top of a label.

        :param int number: from 0, row by row
        :return: pair of millimetres
        """
        row, column = divmod(number, self.columns)
        return self.left + column * (
            self.width + self.gap
        ), self.top + row * self.height


LABEL_SHEETS = {
    "52x30": LabelSheet(4, 10, 52.5, 29.7),
    "63x38": LabelSheet(3, 7, 63.5, 38.1, 7.2, 15.1, 2.5),
    "70x36": LabelSheet(3, 8, 70.0, 36.0, 0.0, 4.5),
    "70x37": LabelSheet(3, 8, 70.0, 37.0, 0.0, 0.5),
    "70x42": LabelSheet(3, 7, 70.0, 42.3, 0.0, 0.4),
    "99x38": LabelSheet(2, 7, 99.1, 38.1, 4.7, 15.1, 2.5),
    "105x37": LabelSheet(2, 8, 105.0, 37.0, 0.0, 0.5),
    "105x48": LabelSheet(2, 6, 105.0, 48.0, 0.0, 4.5),
    "105x57": LabelSheet(2, 5, 105.0, 57.0, 0.0, 6.0),
    "105x74": LabelSheet(2, 4, 105.0, 74.0, 0.0, 0.5),
}


def draw_labels(job, _blobs, watch):
    """Draw address labels.

    :param dict job: ``sheet`` (name of a size), ``labels`` (lists of lines),
        ``skipped`` (how many of the first sheet are used up), ``font``
    :param _blobs: none
    :param Watch watch: over each sheet
    :return: pair of dict and list of one PDF file
    """
    size = LABEL_SHEETS[job["sheet"]]
    font = job.get("font") or Geometry.font
    press = Press(Pictures({}))
    waiting = [None] * (job.get("skipped") or 0) + list(job["labels"])
    for first in range(0, len(waiting), size.count):
        with watch.over(first):
            parts = [
                _label(size, number, lines)
                for number, lines in enumerate(waiting[first : first + size.count])
                if lines
            ]
            press.page([(press.book(places.placed(parts, font)), 0)])
    return {"pages": press.pages}, [press.finish()]


def _label(size, number, lines):
    left, top = size.place(number)
    width, height = size.width - 2 * INSET, size.height - 2 * INSET
    points, lines = places.fitted(lines, width, height)
    rows = "".join(f'<div dir="auto">{escape(line)}</div>' for line in lines)
    style = f"font-size:{points}pt;line-height:1.2"
    return left + INSET, top + INSET, width, height, style, rows


def draw_calibration(job, _blobs, _watch):
    """Draw the sheet that tells by how much a printer is off.

    :param dict job: ``geometry``, ``words``
    :param _blobs: none
    :param _watch: nothing of it can take long
    :return: pair of dict and list of one PDF file
    """
    geometry = Geometry.of(job["geometry"])
    press = Press(Pictures({}))
    shift = (geometry.shift_right, geometry.shift_down)
    press.page([(press.book(_calibration(geometry, job.get("words") or {})), 0)], shift)
    return {"pages": press.pages}, [press.finish()]


def _calibration(geometry, words):
    g = geometry
    line = "background:#000"
    parts = []
    # rulers along two lines that a ruler of steel is laid on, clear of the window
    upright = 60 if g.address_left + g.address_width > 145 else 150
    for mm in range(0, 181):
        long = 6 if mm % 10 == 0 else 4 if mm % 5 == 0 else 2.5
        parts.append((15 + mm - 0.05, 150, 0.1, long, line, ""))
        parts.append((upright, 15 + mm - 0.05, long, 0.1, line, ""))
        if mm % 10 == 0:
            small = "font-size:6pt"
            parts.append(
                (13 + mm, 157, 6, 3, small + ";text-align:center", str(15 + mm))
            )
            parts.append((upright + 7, 13.5 + mm, 8, 3, small, str(15 + mm)))
    parts.append(
        (
            g.address_left,
            g.address_top,
            g.address_width,
            g.address_height,
            "border:.2mm solid #000;padding:2mm;font-size:7pt",
            escape(words.get("window", "")),
        )
    )
    inside = g.address_height - g.sender_height
    parts.append(
        (
            g.address_left + g.address_inset,
            g.address_top + g.sender_height,
            g.address_width - g.address_inset,
            inside,
            "border:.1mm dashed #000",
            "",
        )
    )
    for top in (g.fold_first, g.fold_second, g.hole_mark):
        if top:
            parts.append((0, top - 0.1, 12, 0.2, line, ""))
            text = f"{top:g} mm"
            parts.append((13, top - 1.5, 15, 3, "font-size:6pt", text))
    parts.append((20, 240, 120, 40, "font-size:9pt", escape(words.get("help", ""))))
    return places.placed(parts, g.font)


def draw_table(job, _blobs, watch):
    """Draw a table over as many pages as it takes, such as a posting book.

    :param dict job: ``title``, ``lines`` (above the table), ``head``, ``rows``,
        ``widths`` (in millimetres), ``page`` (pattern of the page number),
        ``after`` (lines below it), ``font``
    :param _blobs: none
    :param Watch watch: over all of it
    :return: pair of dict and list of one PDF file
    :raises Refused: when it is too long
    """
    if len(job["rows"]) > LONGEST_TABLE:
        raise Refused("long", len(job["rows"]))
    with watch.over(0):
        book = plutoprint.Book(
            plutoprint.PAGE_SIZE_A4.landscape(), plutoprint.PAGE_MARGINS_NONE
        )
        book.load_html(_table(job).replace("\0", ""))
        stream = io.BytesIO()
        book.write_to_pdf_stream(stream)
    return {"pages": book.get_page_count()}, [stream.getvalue()]


def _table(job):
    number = job.get("page") or "{page}/{pages}"
    before, _page, rest = number.partition("{page}")
    between, _pages, behind = rest.partition("{pages}")
    quoted = [f'"{part}"' for part in map(_css_text, (before, between, behind))]
    counter = f"{quoted[0]} counter(page) {quoted[1]} counter(pages) {quoted[2]}"
    font = f"8pt/1.25 '{job.get('font') or Geometry.font}'"
    style = (
        f"@page{{size:{PAGE_HEIGHT}mm {PAGE_WIDTH}mm;margin:15mm 12mm 18mm 18mm;"
        f"@bottom-right{{content:{counter};font:{font}}}}}"
        f"body{{margin:0;font:{font}}}"
        "h1{font-size:13pt;margin:0 0 2mm}div{margin:0 0 1mm}"
        "table{width:100%;border-collapse:collapse;table-layout:fixed;margin-top:3mm}"
        "td,th{border:.2mm solid #000;padding:.8mm 1.2mm;text-align:left;"
        "vertical-align:top;overflow-wrap:break-word;font-weight:normal}"
        "th{background:#eee}tr{break-inside:avoid}thead{display:table-header-group}"
    )
    columns = "".join(f'<col style="width:{width}mm">' for width in job["widths"])
    head = "".join(f"<th>{escape(word)}</th>" for word in job["head"])
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in job["rows"]
    )
    above = "".join(f"<div>{escape(text)}</div>" for text in job.get("lines") or ())
    below = "".join(f"<div>{escape(text)}</div>" for text in job.get("after") or ())
    return (
        f"<html><head><style>{style}</style></head><body>"
        f"<h1>{escape(job['title'])}</h1>{above}<table><colgroup>{columns}</colgroup>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f'<div style="margin-top:8mm;break-inside:avoid">{below}</div></body></html>'
    )


def _css_text(text):
    return text.replace("\\", "").replace('"', "").replace("\n", " ")


def join_files(_job, blobs, _watch):
    """Join PDF files.

    :param _job: nothing of it
    :param blobs: the files
    :param _watch: the client has an eye on the whole
    :return: pair of dict and list of one PDF file
    """
    return {}, [joined(blobs)]


def extract_pages(job, blobs, _watch):
    """Return some pages of a file.

    :param dict job: ``first`` and ``last``, from 1
    :param blobs: the file
    :param _watch: the client has an eye on the whole
    :return: pair of dict and list of one PDF file
    """
    from .assembling import extracted  # pypdf takes long to load

    return {}, [extracted(blobs[0], job["first"], job["last"])]
