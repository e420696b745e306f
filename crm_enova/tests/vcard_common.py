"""Business cards as telephones and mail programs write them."""

import base64
import io

from PIL import Image

from .common import CrmEnovaCase


def png(width=40, height=30):
    """Return an image of one colour: small as a file, however large it is."""
    stream = io.BytesIO()
    Image.new("1", (width, height)).save(stream, "PNG")
    return stream.getvalue()


def card(*lines, version="3.0"):
    """Return one card of lines of text as bytes."""
    text = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])
    return text.encode()


class VcardCase(CrmEnovaCase):
    """Read and import files as the list of contractors does."""

    def _read(self, *contents, user=None):
        """Send files; return the wizard as the user sees it."""
        files = [
            {"name": f"file{number}.vcf", "data": base64.b64encode(content).decode()}
            for number, content in enumerate(contents, 1)
        ]
        wizards = self.env["enova.vcard.import"].with_user(user or self.user_own)
        action = wizards.action_read_files(files)
        return wizards.browse(action["res_id"])

    def _import(self, *contents, user=None, **decisions):
        """Import files; return the lines. ``decisions`` by number: ``l2="update"``."""
        wizard = self._read(*contents, user=user)
        for name, decision in decisions.items():
            wizard.line_ids[int(name[1:]) - 1].decision = decision
        wizard.action_import()
        return wizard.line_ids

    def _created(self, *contents):
        """Import files of one card that is created; return its partner."""
        line = self._import(*contents)
        self.assertEqual(line.state, "created", line.message)
        return line.partner_id
