import io
import zipfile
from email.message import EmailMessage

from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from .enova_demo_tables import Tables

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main"
START = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
)


class Files(Tables):
    """Twenty papers and pictures, some of them in the register."""

    def _load_files(self, users, contractors):
        """Attach the demo files, and register those that have a title."""
        orders = self._existing("sale.order", "order").values()
        by_partner = {order.partner_id: order for order in orders}
        prepared = {}
        for row in self._rows("files"):
            partner = contractors[row["contractor"]]
            record = by_partner[partner] if row["record"] == "order" else partner
            prepared[row["key"]] = {
                "name": row["name"],
                "raw": _content(row["name"], row["text"]),
                "res_model": record._name,
                "res_id": record.id,
            }
        known = self._existing("ir.attachment", "file")
        files = self._create_missing("ir.attachment", "file", prepared)
        for row in self._rows("files"):
            if row["key"] not in known:
                self._date_back(files[row["key"]], row, users)
        self.env.invalidate_all()
        self._load_register(users, files)
        texts = self.env["enova.attachment.text"]
        while waiting := texts._next_batch():
            texts._read_batch(waiting)

    def _date_back(self, file, row, users):
        """Let a file have been stored on its day, by somebody; core keeps today."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = %s, create_uid = %s WHERE id = %s",
            [self._moment(row["signed"], 200), users[row["user"]].id, file.id],
        )

    def _load_register(self, users, files):
        """Enter the papers that have a title."""
        prepared = {}
        for row in self._rows("files"):
            if not row["title"]:
                continue
            category = f"crm_enova.enova_attachment_category_{row['category']}"
            prepared[row["key"]] = {
                "attachment_id": files[row["key"]].id,
                "name": row["title"],
                "category_id": self.env.ref(category).id,
                "number": row["number"],
                "date": self._day(row["signed"]),
                "valid_from": self._day(row["signed"]),
                "valid_until": row["valid"] and self._day(row["valid"]),
                "state": row["state"],
                "user_id": users[row["user"]].id,
            }
        self._create_missing("enova.attachment", "paper", prepared)


def _content(name, text):
    """Return the bytes of a file of the kind that its name says."""
    makers = {"docx": _word, "pdf": _pdf, "png": _picture, "eml": _mail}
    maker = makers.get(name.rpartition(".")[2])
    if maker:
        return maker(text)
    if name.endswith(".xml"):
        return f'<?xml version="1.0"?>\n<lista opis="{text}"/>\n'.encode()
    return text.encode()


def _word(text):
    """Return a Word file of one paragraph."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{OFFICE}+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship'
        f' Id="r1" Type="{START}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r>'
        f"<w:t>{text}</w:t></w:r></w:p></w:body></w:document>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0"?>{content}')
    return stream.getvalue()


def _pdf(text):
    """Return a PDF file of one page; its plain font has no Polish letters."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    lines = canvas.beginText(60, 760)
    for sentence in text.split(". "):
        lines.textLine(sentence)
    canvas.drawText(lines)
    canvas.save()
    return stream.getvalue()


def _picture(text):
    """Return a picture that says what it stands for."""
    picture = Image.new("RGB", (640, 420), "#d8dee6")
    draw = ImageDraw.Draw(picture)
    for place in range(6):
        draw.rectangle((40 + place * 95, 120, 110 + place * 95, 380), fill="#7a8ba0")
    draw.text((40, 40), text.encode("ascii", "replace").decode(), fill="#203040")
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def _mail(text):
    """Return an e-mail that somebody has saved."""
    message = EmailMessage()
    message["From"] = "Zakupy <zakupy@meble-kepno.example.com>"
    message["To"] = "biuro@example.com"
    message["Subject"] = "Zapytanie o ofertę"
    message.set_content(text)
    return bytes(message)
