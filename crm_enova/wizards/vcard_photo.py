"""Photos of business cards: made small, or refused before they are unpacked."""

import io

from PIL import Image

from odoo.exceptions import UserError
from odoo.tools.image import IMAGE_MAX_RESOLUTION, image_process

SIZE = (1920, 1920)
FORMATS = {"JPEG": "JPEG", "PNG": "PNG", "GIF": "PNG"}
# A file of 20 MB has room for hundreds of small images that unpack to gigabytes.
BUDGET = 10 * IMAGE_MAX_RESOLUTION


class PhotoShop:
    """Checks the photos of one import; keeps account of what unpacking has cost."""

    def __init__(self):
        self.pixels = 0

    def process(self, raw):
        """Return an image that core can store, and a code why not.

        Core reads the orientation, and turns the image, before it looks at the size;
        and it does not catch what a broken file raises. So both are done here.

        :param bytes raw: the image of a card
        :return: pair of bytes or ``None``, and ``None`` or a code
        """
        try:
            with Image.open(io.BytesIO(raw)) as image:
                width, height = image.size
                target = FORMATS.get(image.format)
        except Image.DecompressionBombError:
            return None, "photo_size"
        except (OSError, ValueError, SyntaxError):
            return None, "photo_broken"
        self.pixels += width * height
        if not target:
            return None, "photo_broken"
        if width * height > IMAGE_MAX_RESOLUTION or self.pixels > BUDGET:
            return None, "photo_size"
        try:
            return image_process(raw, size=SIZE, output_format=target), None
        except (UserError, OSError, ValueError, SyntaxError, ArithmeticError):
            return None, "photo_broken"
