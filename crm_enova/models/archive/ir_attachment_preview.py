import email
import email.policy

from odoo import api, models
from odoo.tools import html2plaintext

from ..base.arguments import read_arguments, record_id
from .ir_attachment import ACTIVE_TYPES

# Letters of a text that are shown, and bytes of an e-mail that are read for them.
MOST_LETTERS, MOST_BYTES = 50_000, 5_000_000
MAIL = "message/rfc822"
PDF = "application/pdf"
HEADERS = ("From", "To", "Cc", "Date", "Subject")


class IrAttachment(models.Model):
    """How a file is shown without being downloaded."""

    _inherit = "ir.attachment"

    @api.model
    @read_arguments(file_id=record_id)
    def enova_preview(self, file_id):
        """Return how a file can be shown.

        :param int file_id: id of an attachment
        :return: dict of ``kind`` (``image``, ``pdf``, ``text`` or nothing), ``text``
            and ``name``
        :raises AccessError: where it may not be read
        """
        file = self.browse(file_id).exists()
        file.check_access("read")
        kind, text = file._enova_shown() if file else ("", "")
        return {"kind": kind, "text": text, "name": file.name or ""}

    def _enova_shown(self):
        """Return the kind of preview, and its text."""
        mimetype = self.mimetype or ""
        if mimetype.startswith("image/") and not any(
            word in mimetype for word in ACTIVE_TYPES
        ):
            return "image", ""
        if mimetype == PDF:
            return "pdf", ""
        if mimetype == MAIL or (self.name or "").lower().endswith(".eml"):
            return "text", self._enova_mail_text()
        if mimetype.startswith("text/"):
            return "text", (self.raw or b"")[:MOST_LETTERS].decode(errors="replace")
        text = (self.index_content or "")[:MOST_LETTERS]
        return ("text", text) if text.strip() else ("", "")

    def _enova_mail_text(self):
        """Return what an e-mail says, with the names of its files."""
        content = (self.raw or b"")[:MOST_BYTES]
        message = email.message_from_bytes(content, policy=email.policy.default)
        lines = [f"{name}: {message[name]}" for name in HEADERS if message[name]]
        names = [part.get_filename() for part in message.iter_attachments()]
        if any(names):
            lines.append(self.env._("Files: %s", ", ".join(filter(None, names))))
        body = message.get_body(("plain", "html"))
        if body is not None:
            text = _content(body)
            html = body.get_content_subtype() == "html"
            lines += ["", html2plaintext(text) if html else text]
        return "\n".join(lines)[:MOST_LETTERS]


def _content(part):
    """Return the text of a part of an e-mail, whatever alphabet it claims."""
    try:
        return part.get_content()
    except (LookupError, UnicodeError):
        return (part.get_payload(decode=True) or b"").decode(errors="replace")
