from odoo import api, models

from ..base.arguments import read_arguments, record_id
from .ir_attachment import ACTIVE_TYPES
from .mail_text import mail_text

# Letters of a text that are shown.
MOST_LETTERS = 50_000
MAIL = "message/rfc822"
PDF = "application/pdf"


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
        return mail_text(
            self.raw or b"", MOST_LETTERS, lambda names: self.env._("Files: %s", names)
        )
