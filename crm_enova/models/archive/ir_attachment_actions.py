from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Of what is told at once that it is there already.
MAX_TOLD = 20
# Of what is named in the subject of an e-mail with files.
MAX_TITLES = 3


class IrAttachment(models.Model):
    """What can be done with the files of a list."""

    _inherit = "ir.attachment"

    def action_enova_open_record(self):
        """Open the record that the file is attached to.

        :return: dict, the action that the client runs next
        :raises UserError: where it is attached to none
        """
        self.ensure_one()
        self.check_access("read")
        if not self._enova_is_owner(self.res_model) or not self.res_id:
            raise UserError(
                self.env._("%s is attached to no record.", self.display_name)
            )
        return self.env[self.res_model].browse(self.res_id).get_formview_action()

    def action_enova_register(self):
        """Open the entry of the file in the register, or a new one.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        self.check_access("read")
        entry = self.enova_entry_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Attachment"),
            "res_model": "enova.attachment",
            "view_mode": "form",
            "views": [(False, "form")],
            "res_id": entry.id,
            "context": {} if entry else {"default_attachment_id": self.id},
        }

    def action_enova_download(self):
        """Download the files, several of them as one zip.

        :return: dict, the action that the client runs next
        """
        files = self._enova_chosen()
        if len(files) == 1:
            url = f"/web/content/{files.id}?download=true"
        else:
            url = f"/crm_enova/files.zip?ids={','.join(map(str, files.ids))}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def action_enova_send(self):
        """Write an e-mail with the files to the contractor whose they are.

        :return: dict, the action that the client runs next
        :raises UserError: where they are of several contractors, or of none
        """
        files = self._enova_chosen()
        partner = files.enova_partner_id
        if len(partner) != 1:
            raise UserError(
                self.env._(
                    "Choose files of one contractor: an e-mail with files of several"
                    " would show the papers of one to another."
                )
            )
        titles = [file.enova_entry_id.name or file.name for file in files[:MAX_TITLES]]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send by e-mail"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": "res.partner",
                "default_res_ids": partner.ids,
                "default_partner_ids": partner.ids,
                "default_composition_mode": "comment",
                "default_attachment_ids": files.ids,
                # what it is about, not to whom it goes
                "default_subject": ", ".join(titles),
            },
        }

    def action_enova_link(self):
        """Make a link by which a client without account downloads the files.

        :return: dict, the action that the client runs next
        """
        files = self._enova_chosen()
        action = self.env["enova.attachment.link"]._window()
        return {**action, "context": {"default_attachment_ids": files.ids}}

    def action_enova_restore(self):
        """Bring an earlier version of a paper back to the front.

        :return: dict, the action that the client runs next
        :raises UserError: where it is no earlier version
        """
        self.ensure_one()
        self.check_access("read")
        entries = self.env["enova.attachment"]
        if self.res_model != entries._name:
            raise UserError(
                self.env._("%s is not an earlier version.", self.display_name)
            )
        entries.browse(self.res_id)._restore(self)
        return {"type": "ir.actions.act_window_close"}

    def _enova_chosen(self):
        """Return the files that were chosen, all of them readable.

        :raises UserError: where none is chosen
        :raises AccessError: where one may not be read
        """
        files = self.exists()
        if not files:
            raise UserError(self.env._("Choose at least one file."))
        files.check_access("read")
        return files

    def enova_same_files(self):
        """Return what is known already of files that have just been uploaded.

        :return: list of dicts of ``name``, the file, and ``known``, the names of
            readable files of the same contractor with the same content
        """
        files = self.exists()._filtered_access("read")[:MAX_TOLD]
        files = files.filtered(lambda file: file.checksum and file.enova_partner_id)
        if not files:
            return []
        pairs = self.env.execute_query(
            SQL(
                """
                SELECT file.id, array_agg(other.id ORDER BY other.id)
                  FROM ir_attachment AS file
                  JOIN ir_attachment AS other
                    ON other.enova_partner_id = file.enova_partner_id
                   AND other.store_fname = file.store_fname AND other.id < file.id
                 WHERE file.id = ANY(%s)
              GROUP BY file.id ORDER BY file.id
                """,
                files.ids,
            )
        )
        told = []
        for id_, others in pairs:
            known = self.browse(others)._filtered_access("read")
            if known:
                names = [f"{file.name} ({file.res_name})" for file in known[:3]]
                told.append({"name": self.browse(id_).name, "known": names})
        return told
