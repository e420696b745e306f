"""Reads scanned pages by ``tesseract``, where that program is installed."""

import importlib.util
import io
import logging
import shutil
import subprocess

from PIL import Image

from odoo.tools.pdf import PdfFileReader

_logger = logging.getLogger(__name__)

PROGRAM = "tesseract"
LANGUAGES = ("pol", "eng")
SECONDS = 60
MOST_PAGES = 20
# A picture that unfolds to more than this is no page.
MOST_PIXELS = 60_000_000
FILTER_OF_PHOTOS = "/DCTDecode"


def has_reader():
    """Tell whether the program is installed.

    :return: bool
    """
    return bool(shutil.which(PROGRAM))


def has_pdf_reader():
    """Tell whether core can read the text of PDF files.

    :return: bool
    """
    return bool(importlib.util.find_spec("pdfminer"))


def read_scan(content, mimetype):
    """Return what a picture, or a PDF file of pictures, says.

    :param bytes content: of the file
    :param str mimetype: of the file
    :return: str, empty where nothing can be read
    """
    pictures = [content] if mimetype.startswith("image/") else _pages(content)
    return "\n".join(filter(None, map(_read_picture, pictures)))


def _pages(content):
    """Return the photographs that stand on the pages of a PDF file."""
    found = []
    try:
        for page in PdfFileReader(io.BytesIO(content), strict=False).pages[:MOST_PAGES]:
            resources = page["/Resources"].get_object()
            objects = resources.get("/XObject", {})
            objects = getattr(objects, "get_object", lambda objects=objects: objects)()
            for name in objects:
                picture = objects[name].get_object()
                kinds = picture.get("/Filter")
                if FILTER_OF_PHOTOS in (kinds if isinstance(kinds, list) else [kinds]):
                    found.append(picture._data)
    except Exception as error:
        # whatever is wrong with a file of a client, others have to be read
        _logger.info("no pages of a scan: %s", error)
    return found


def _read_picture(content):
    """Return the text of one picture, in the languages that are installed."""
    try:
        width, height = Image.open(io.BytesIO(content)).size
        if width * height > MOST_PIXELS:
            return ""
        done = subprocess.run(
            [PROGRAM, "stdin", "stdout", "-l", "+".join(_languages())],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        _logger.info("a scan cannot be read: %s", error)
        return ""
    return done.stdout.decode(errors="replace").replace("\x00", "").strip()


def _languages():
    """Return those of our languages whose data the program has."""
    done = subprocess.run(
        [PROGRAM, "--list-langs"], capture_output=True, text=True, timeout=SECONDS
    )
    known = set(done.stdout.split())
    return [name for name in LANGUAGES if name in known] or ["eng"]
