"""Draws letters onto the pages of one PDF file."""

import io
from dataclasses import dataclass

import plutoprint

from . import pages, places
from .content import Refused, cleaned, markup

SIZE = plutoprint.PAGE_SIZE_A4
NO_MARGINS = plutoprint.PAGE_MARGINS_NONE
# What rounding makes of the width of A4.
SLACK = 2
NO_SHIFT = (0.0, 0.0)
PIXELS_OF_INCH = 96


def picture(layers, shift=NO_SHIFT, dots=PIXELS_OF_INCH):
    """Draw a page as a picture.

    :param layers: pairs of a book and the number of its page, from 0
    :param shift: by how many millimetres all of it moves, right and down
    :param int dots: per inch
    :return: bytes of a PNG file
    """
    scale = dots / PIXELS_OF_INCH
    width, height = (round(side * dots / 72) for side in (SIZE.width, SIZE.height))
    canvas = plutoprint.ImageCanvas(width, height)
    canvas.clear_surface(1, 1, 1)
    _draw(canvas, layers, [mm * dots / 25.4 for mm in shift], scale)
    stream = io.BytesIO()
    canvas.write_to_png_stream(stream)
    return stream.getvalue()


def _draw(canvas, layers, offset, scale):
    for book, number in layers:
        canvas.save_state()
        canvas.translate(*offset)
        canvas.scale(scale, scale)
        book.render_page(canvas, number)
        canvas.restore_state()


class Fetcher(plutoprint.ResourceFetcher):
    """Gives the pictures that were handed over, and reaches for nothing else."""

    def __init__(self, pictures):
        super().__init__()
        self.pictures = pictures

    def fetch_url(self, url):
        """Return a picture.

        :param str url: its name
        :return: ResourceData
        :raises LookupError: for all that leads out of the letter
        """
        found = self.pictures.find(url)
        if found is None:
            raise LookupError(url[:100])
        return plutoprint.ResourceData(*found)


class Press:
    """One PDF file that is being drawn.

    :param Pictures pictures: what may be shown
    """

    def __init__(self, pictures):
        self.pictures = pictures
        self.pages = 0
        self._fetcher = Fetcher(pictures)
        self._stream = io.BytesIO()
        self._canvas = plutoprint.PDFCanvas.create_for_stream(self._stream, SIZE)
        self._canvas.set_metadata(plutoprint.PDF_METADATA_CREATOR, "CRM enova")

    def book(self, text):
        """Lay out a document.

        :param str text: HTML
        :return: Book
        :raises Refused: when it holds what no text holds
        """
        if "\0" in text:
            raise Refused("nul")
        book = plutoprint.Book(SIZE, NO_MARGINS)
        book.custom_resource_fetcher = self._fetcher
        book.load_html(text)
        return book

    def page(self, layers, shift=NO_SHIFT):
        """Draw a page.

        :param layers: pairs of a book and the number of its page, from 0
        :param shift: by how many millimetres all of it moves, right and down
        """
        offset = [mm * plutoprint.UNITS_MM for mm in shift]
        _draw(self._canvas, layers, offset, plutoprint.UNITS_PX)
        self._canvas.show_page()
        self.pages += 1

    def finish(self):
        """Return the file.

        :return: bytes
        """
        self._canvas.finish()
        return self._stream.getvalue()


@dataclass
class Laid:
    """A letter that is laid out: its text, and what is drawn behind it."""

    books: list
    missing: list
    duplex: bool

    @property
    def count(self):
        """How many pages it takes, the blank backs of its sheets included."""
        counts = [book.get_page_count() for book in self.books]
        return sum(count + (count % 2 if self.duplex else 0) for count in counts)


class LetterPress(Press):
    """Letters of one layout, one after the other.

    :param Pictures pictures: what they may show
    :param Geometry geometry: the measures
    :param dict layout: ``words``, ``letterhead``, ``marks``, ``duplex``
    :param int most_pages: what is longer is refused
    """

    def __init__(self, pictures, geometry, layout, most_pages):
        super().__init__(pictures)
        self.geometry = geometry
        self.layout = layout
        self.most_pages = most_pages
        self.shift = (geometry.shift_right, geometry.shift_down)
        self._style = pages.text_style(geometry)
        self._numbers = {}
        self._closings = {}
        self._last_body = None
        self._first, self._next = self._stationery()

    def _stationery(self):
        """Return the layers that the first, and that the following pages share."""
        letterhead = self.layout.get("letterhead") or {}
        sheets = []
        for name, height in (
            ("first", self.geometry.address_top),
            ("next", self.geometry.margin_top),
        ):
            parts = letterhead.get(name) or {}
            head, foot = (
                markup(cleaned(parts[part], self.pictures)[0])
                if parts.get(part)
                else ""
                for part in ("head", "foot")
            )
            page = places.letterhead_page(head, foot, self.geometry, height)
            sheets.append([(self.book(page), 0)] if head or foot else [])
        if self.layout.get("marks"):
            sheets[0].append((self.book(places.marks_page(self.geometry)), 0))
        return sheets

    def lay_out(self, letter):
        """Lay out a letter, with what is drawn behind it.

        :param dict letter: see :mod:`.client`
        :return: Laid
        :raises Refused: when it cannot be printed as it is
        """
        body, missing = self._body(letter.get("body") or "")
        closing, lost = self._closing(letter.get("closing") or "")
        words = self.layout.get("words") or {}
        text = pages.text_page(
            letter, body, closing, self._style, words.get("enclosures", "")
        )
        missing = [*missing, *lost]
        books = [self._checked(text)]
        for annex in letter.get("annexes") or ():
            content = markup(cleaned(annex, self.pictures)[0])
            books.append(self._checked(pages.annex_page(content, self._style)))
        laid = Laid(books, missing, bool(self.layout.get("duplex")))
        if laid.count > self.most_pages:
            raise Refused("long", laid.count)
        return laid

    def _body(self, text):
        """Return a text in two parts, and which pictures it lacks."""
        # many have the same as the letter before
        if self._last_body is None or self._last_body[0] != text:
            element, missing = cleaned(text, self.pictures)
            self._last_body = (text, (pages.divided(element), missing))
        return self._last_body[1]

    def _closing(self, text):
        """Return a signature, which most letters share, and which pictures it lacks."""
        if text not in self._closings:
            if len(self._closings) > 100:
                self._closings.clear()
            element, missing = cleaned(text, self.pictures)
            self._closings[text] = (markup(element) if text else "", missing)
        return self._closings[text]

    def _checked(self, text):
        book = self.book(text)
        # what is wider would be made smaller, all of it
        if book.get_document_width() > book.get_viewport_width() + SLACK:
            raise Refused("wide")
        if book.get_page_count() > self.most_pages:
            raise Refused("long", book.get_page_count())
        return book

    def layers(self, letter, laid):
        """Return what lies on each page of a letter that is laid out.

        :param dict letter: see :mod:`.client`
        :param Laid laid: as :meth:`lay_out` has returned it
        :return: list of lists of pairs of a book and the number of its page; an empty
            list is a blank page
        """
        field = self.book(places.address_page(letter, self.geometry))
        sheets = []
        for place, book in enumerate(laid.books):
            count = book.get_page_count()
            for number in range(count):
                first = not (place or number)
                sheet = [(book, number), *(self._first if first else self._next)]
                if first:
                    sheet.append((field, 0))
                if count > 1:
                    sheet.append((self._number(number + 1, count), 0))
                sheets.append(sheet)
            if laid.duplex and count % 2:
                sheets.append([])
        return sheets

    def draw(self, letter, laid):
        """Draw a letter that is laid out.

        :param dict letter: see :mod:`.client`
        :param Laid laid: as :meth:`lay_out` has returned it
        """
        for sheet in self.layers(letter, laid):
            self.page(sheet, self.shift)

    def _number(self, number, count):
        """Return the page number, which many letters share."""
        if (number, count) not in self._numbers:
            pattern = (self.layout.get("words") or {}).get("page") or "{page}/{pages}"
            text = pattern.replace("{page}", str(number))
            text = text.replace("{pages}", str(count))
            sheet = places.number_page(text, self.geometry)
            self._numbers[number, count] = self.book(sheet)
        return self._numbers[number, count]
