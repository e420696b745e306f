"""Letters as the engine takes them, and ways to look at what it draws."""

import io

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer, LTTextLine
from pypdf import PdfReader

from odoo.addons.crm_enova.models.mailing.letter_engine import client
from odoo.addons.crm_enova.models.mailing.letter_engine.geometry import (
    PRESETS,
    Geometry,
)

MM = 72 / 25.4
PARAGRAPH = (
    "<p>Uprzejmie informujemy, że od stycznia zmieniamy cennik wyrobów z papieru i"
    " tektury falistej. Zażółć gęślą jaźń.</p>"
)


def geometry(preset="din_b", **changes):
    """Return the measures of a preset."""
    return Geometry(**{**PRESETS[preset], **changes})


def letter(number=1, **values):
    """Return a letter of one page."""
    return {
        "key": number,
        "subject": f"Nowe ceny {number}",
        "salutation": "Szanowni Państwo",
        "body": PARAGRAPH * 3,
        "closing": "<p>Z poważaniem<br>Hanna Lewicka</p>",
        "address": [f"Młyn nr {number} sp. z o.o.", "ul. Polna 1", "20-001 Lublin"],
        "sender": "Browar · ul. Leśna 2 · 34-300 Żywiec",
        "info": [["Nasz znak:", f"L/{number}"]],
        **values,
    }


def job(letters=(), preset="din_b", layout=None, **values):
    """Return a job for the engine."""
    return {
        "kind": "letters",
        "geometry": geometry(preset).asdict(),
        "layout": layout or {},
        "letters": list(letters),
        **values,
    }


def draw(*letters, blobs=(), **values):
    """Draw letters."""
    return client.draw(job(letters, **values), blobs)


def pages(data):
    """Return the text of each page of a file."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def lines(data, page=0):
    """Return (text, left, top, right, bottom) of each line, in mm from the top left."""
    for number, layout in enumerate(extract_pages(io.BytesIO(data))):
        if number == page:
            return [
                (
                    line.get_text().strip(),
                    line.x0 / MM,
                    (layout.height - line.y1) / MM,
                    line.x1 / MM,
                    (layout.height - line.y0) / MM,
                )
                for box in layout
                if isinstance(box, LTTextContainer)
                for line in box
                if isinstance(line, LTTextLine)
            ]
    return []


def blank_pdf(count):
    """Return a PDF file of so many pages, each with its number on it."""
    drawn = client.run(
        {
            "kind": "table",
            "title": "Załącznik",
            "head": ["A"],
            "rows": [["x"]] * (40 * (count - 1) + 1),
            "widths": [100],
        }
    )
    reader = PdfReader(io.BytesIO(drawn.file))
    assert len(reader.pages) >= count
    return client.run({"kind": "extract", "first": 1, "last": count}, [drawn.file]).file
