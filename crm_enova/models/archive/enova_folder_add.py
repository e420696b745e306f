import base64
import binascii

from odoo import api, models
from odoo.exceptions import UserError

from ..base.arguments import ids as ids_read
from ..base.arguments import optional, read_arguments
from .enova_folder_item import FILES


def records_or_model(value):
    """Read records, which server code gives, or the name of a model, by RPC.

    :param value: recordset or str
    :return: the same
    """
    if not isinstance(value, (str, models.BaseModel)):
        raise TypeError
    return value


class EnovaFolder(models.Model):
    """How things come into a folder."""

    _inherit = "enova.folder"

    @read_arguments(records=records_or_model, ids=optional(ids_read))
    def action_add(self, records, ids=None):
        """Put records of any model into the folder, once each.

        ::

            folder.action_add(order)                           # on the server
            call("enova.folder", "action_add", [[7], "sale.order", [4, 5]])  # by RPC

        :param records: recordset; or, by RPC, the name of its model
        :param list ids: ids of the records where the model is named
        :return: the new items, as a recordset; by RPC their ids
        :raises AccessError: when the user may not add, or not see one of them
        """
        if isinstance(records, str):
            if records not in self.env:
                raise UserError(self.env._("There is no model %s.", records))
            records = self.env[records].browse(ids or ())
        return self._add(records.with_env(self.env))

    def _add(self, records, **values):
        """Put records in that are not there yet.

        :param values: what all of the new items have: section, date, description
        """
        self.ensure_one()
        self._check_may_add()
        self._check_open()
        items, model = self.env["enova.folder.item"], records._name
        # before it is asked what is there already, which would tell of hidden ones
        items._check_targets((model, id_) for id_ in records.ids)
        # sudo: what the user may read lies there or not; no more is asked
        known = items.sudo().search_fetch(
            [
                ("folder_id", "=", self.id),
                ("res_model", "=", model),
                ("res_id", "in", records.ids),
            ],
            ["res_id"],
        )
        known = set(known.mapped("res_id"))
        new = dict.fromkeys(id_ for id_ in records.ids if id_ not in known)
        return items.create(
            [
                {"folder_id": self.id, "res_model": model, "res_id": id_, **values}
                for id_ in new
            ]
        )

    def _store_files(self, files, encoded=False):
        """Attach files to the folder, by those who may add to it.

        :param list files: pairs of name and content
        :param bool encoded: whether the content is in base64, as a form sends it
        :return: the attachments, in the order of the files
        """
        self.ensure_one()
        self._check_may_add()
        self._check_open()
        prepared = [
            {
                "name": name or self.env._("File"),
                "raw": self._decoded(content) if encoded else content,
                "res_model": self._name,
                "res_id": self.id,
            }
            for name, content in files
        ]
        # sudo: who adds may not change the folder itself, as whoever attaches a file
        # must; they may add, which is checked above, and nothing is shown
        made = self.env[FILES].sudo().create(prepared)
        return made.sudo(False)

    @api.model
    def _decoded(self, content):
        """Return the bytes of a file that a form has sent."""
        try:
            return base64.b64decode(content, validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise UserError(
                self.env._("The file cannot be read. Send it again.")
            ) from None

    def _add_files(self, files, **values):
        """Put new files into the folder.

        :param list files: pairs of name and bytes
        :return: the new items
        """
        return self._add(self._store_files(files), **values)
