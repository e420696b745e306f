from odoo import models


class IrBinary(models.AbstractModel):
    """Whoever asks for a file may not say that a browser should run it."""

    _inherit = "ir.binary"

    def _get_stream_from(
        self,
        record,
        field_name="raw",
        filename=None,
        filename_field="name",
        mimetype=None,
        default_mimetype="application/octet-stream",
    ):
        """Serve files of the CRM as what they are, if an address asks for a page."""
        # sudo: where the file is attached; that it may be read was checked before
        if (
            mimetype
            and record._name == "ir.attachment"
            and record.sudo()[:1]._enova_is_run_as(mimetype)
        ):
            mimetype = None
        return super()._get_stream_from(
            record, field_name, filename, filename_field, mimetype, default_mimetype
        )
