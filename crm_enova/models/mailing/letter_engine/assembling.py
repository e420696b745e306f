"""What is done with PDF files once they are drawn: enclosures, and equal pictures."""

import io

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from .content import Refused

# Whatever a broken file makes of a reader.
BROKEN = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError)
WIDTH, HEIGHT = 595.276, 841.89


class Enclosures:
    """PDF files that go with letters, each read once."""

    def __init__(self, files):
        self._files = files
        self._readers = {}

    def pages(self, numbers):
        """Return the pages of some files.

        :param numbers: of the files, in their order
        :return: list of lists of pages
        :raises Refused: when one cannot be read
        """
        return [self._pages(number) for number in numbers]

    def _pages(self, number):
        if number not in self._readers:
            try:
                reader = PdfReader(io.BytesIO(self._files[number]))
                if reader.is_encrypted and not reader.decrypt(""):
                    raise Refused("enclosure", "encrypted")
                self._readers[number] = list(reader.pages)
            except BROKEN as error:
                raise Refused("enclosure", str(error)[:100]) from None
        return self._readers[number]

    def count(self, numbers, duplex):
        """Return how many pages they take behind a letter.

        :param numbers: of the files
        :param bool duplex: each begins on a sheet of its own
        :return: int
        """
        counts = [len(found) for found in self.pages(numbers)]
        return sum(count + (count % 2 if duplex else 0) for count in counts)


def enclosed(drawn, letters, enclosures, duplex):
    """Put enclosures behind the letters that they go with.

    :param bytes drawn: PDF file of the letters alone
    :param letters: dicts of ``first`` (page, from 1), ``count``, ``enclosures``
        (numbers); ``first`` and ``count`` become those of the new file
    :param Enclosures enclosures: the files
    :param bool duplex: every enclosure begins on a sheet of its own
    :return: bytes
    """
    source = PdfReader(io.BytesIO(drawn)).pages
    writer = PdfWriter()
    for letter in letters:
        first = len(writer.pages) + 1
        for number in range(letter["first"] - 1, letter["first"] - 1 + letter["count"]):
            writer.add_page(source[number])
        for part in enclosures.pages(letter["enclosures"]):
            for page in part:
                writer.add_page(page)
            if duplex and len(part) % 2:
                writer.add_page(PageObject.create_blank_page(None, WIDTH, HEIGHT))
        letter["first"] = first
        letter["count"] = len(writer.pages) + 1 - first
    return _written(writer)


def shared(drawn):
    """Keep once what is the same in many letters, such as a picture in their text.

    :param bytes drawn: PDF file
    :return: bytes, of the smaller one
    """
    writer = PdfWriter(clone_from=io.BytesIO(drawn))
    writer.compress_identical_objects()
    smaller = _written(writer)
    return smaller if len(smaller) < len(drawn) else drawn


def extracted(data, first, last):
    """Return some pages of a file.

    :param bytes data: PDF file
    :param int first: the first page, from 1
    :param int last: the last one
    :return: bytes
    """
    writer = PdfWriter()
    writer.append(io.BytesIO(data), pages=(first - 1, last))
    return _written(writer)


def _written(writer):
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()
