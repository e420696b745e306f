"""Files of every kind, on records of every kind."""

import hashlib
import io
import struct

from PIL import Image

from .common import new_user
from .document_common import DocumentCase

# The first bytes of an old Word file; what follows is nothing that Office would open.
OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(range(256)) * 16
XML = '<?xml version="1.0"?>\r\n<faktura nr="1"><b>Żółw</b></faktura>'.encode()
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    b"<script>alert(1)</script></svg>"
)
HTML = b"<html><body><script>alert(1)</script></body></html>"
# Wider than what core leaves as it is.
WIDE = (2600, 40)


def picture(kind, size=WIDE, color="red"):
    """Return the bytes of a picture.

    :param str kind: as Pillow calls it
    """
    stream = io.BytesIO()
    Image.new("RGB", size, color).save(stream, kind)
    return stream.getvalue()


def tiff():
    """Return the bytes of a picture that the ERP stores, and does not open."""
    tags = [
        (256, 4, 2),  # width
        (257, 4, 1),  # height
        (258, 3, 8),  # bits of a dot
        (259, 3, 1),  # not packed
        (262, 3, 1),  # black is nothing
        (273, 4, 8),  # where the dots are
        (278, 4, 1),  # rows there
        (279, 4, 2),  # bytes there
    ]
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, v) for tag, kind, v in tags)
    start = struct.pack("<2sHI2s", b"II", 42, 10, b"\x00\xff")
    return start + struct.pack("<H", len(tags)) + entries + bytes(4)


def pdf(text):
    """Return a PDF file of one page that says something, in plain letters.

    :param str text: of ASCII alone
    """
    drawn = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 6\n0000000000 65535 f \n"
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start
    return content + trailer


def sha256(content):
    """Return the fingerprint of some bytes."""
    return hashlib.sha256(content).hexdigest()


class FileMixin:
    """Files and entries of the register, made as the superuser."""

    @classmethod
    def _file(cls, record, name="umowa.txt", raw=b"Umowa", **values):
        return cls.env["ir.attachment"].create(
            {
                "name": name,
                "raw": raw,
                "res_model": record._name,
                "res_id": record.id,
                **values,
            }
        )

    @classmethod
    def _entry(cls, record=None, **values):
        """Register a file; of the contractor where none is given."""
        if "attachment_id" not in values:
            file = cls._file(record if record is not None else cls.contractor)
            values["attachment_id"] = file.id
        return cls.env["enova.attachment"].create({"name": "Umowa", **values})

    @classmethod
    def _read_texts(cls):
        """Read all that waits, as the scheduled job does."""
        texts = cls.env["enova.attachment.text"]
        while ids := texts._next_batch():
            texts._read_batch(ids)


class FileCase(FileMixin, DocumentCase):
    """``user_trader`` may read all documents; ``user_reader`` the CRM alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_reader = new_user(
            cls.env, "crm_reader", groups="crm_enova.crm_enova_group_all"
        )
