from odoo import api, models

from ..base.context import UNREAD_FILE


class IrAttachment(models.Model):
    """The files of letters: core would read every page of them, for a search."""

    _inherit = "ir.attachment"

    @api.model
    def _index(self, bin_data, file_type, checksum=None):
        """Read no file of letters: it takes far longer than drawing them.

        What each addressee got is in their history.
        """
        if UNREAD_FILE.is_on(self.env):
            return None
        return super()._index(bin_data, file_type, checksum)

    @api.model
    def _enova_keep_letters(self, **vals):
        """Keep a PDF file of letters, which is found by its name alone.

        :param vals: of the file: ``name``, ``raw``, ``res_model``, ``res_id``
        :return: the attachment, as superuser
        """
        # sudo: the file of letters that the user may print, made by the system
        files = self.sudo().with_context(**UNREAD_FILE.on)
        file = files.create({**vals, "mimetype": "application/pdf"}).with_env(self.env)
        # without any text it would be taken for a scan, and read by other means
        file.sudo().index_content = vals["name"]  # sudo: as above
        return file.sudo()  # sudo: as above
