from odoo import api, fields, models
from odoo.exceptions import UserError


class EnovaAttachment(models.Model):
    """The versions of a paper: a new file comes to the front, none is overwritten.

    An earlier version is the very attachment that it was, with its author, date and
    bytes; it hangs on the entry from then on, so that an e-mail with which it was sent
    still shows what was sent. Two people who replace at once write the same row: the
    database makes the second wait, its request is run again, and finds the first's file
    to be put among the versions.
    """

    _inherit = "enova.attachment"

    version_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        string="Earlier versions",
        domain=[("res_model", "=", "enova.attachment")],
        readonly=True,
        copy=False,
    )
    version_count = fields.Integer(
        string="Versions", compute="_compute_version_count", help="The present one too."
    )

    @api.depends("version_ids")
    def _compute_version_count(self):
        """Count the earlier ones, and the one that counts."""
        # sudo: whoever reads an entry reads its versions
        files = self.env["ir.attachment"].sudo()
        counts = dict(
            files._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id"],
                ["__count"],
            )
        )
        for entry in self:
            entry.version_count = 1 + counts.get(entry.id, 0)

    def _versions(self):
        """Return the earlier versions of entries, oldest first, as whoever asks."""
        return self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)], order="id"
        )

    def _all_files(self):
        """Return the files of entries, with the earlier versions."""
        return self.attachment_id | self._versions()

    @api.model
    def _forget_files(self, files):
        """Delete the entries of files that are about to go, with earlier versions.

        :param files: attachments whose deletion core has still to allow
        """
        # sudo: core asks for the right to write the record before it deletes the file;
        # where it refuses, all of this is rolled back
        entries = self.sudo().search([("attachment_id", "in", files.ids)])
        if entries:
            files.check_access("unlink")
            entries.unlink()

    def _replace(self, file):
        """Put a file in the place of the present one.

        :param file: one attachment that the user may write
        """
        self.ensure_one()
        self.check_access("write")
        file.ensure_one()
        file.check_access("write")
        # first: whoever comes second waits here, and begins anew
        self.env.cr.execute(
            "UPDATE enova_attachment SET attachment_id = %s WHERE id = %s"
            " RETURNING (SELECT attachment_id FROM enova_attachment WHERE id = %s)",
            [file.id, self.id, self.id],
        )
        [(present_id,)] = self.env.cr.fetchall()
        self.invalidate_recordset(["attachment_id", "version_ids", "version_count"])
        present = file.browse(present_id)
        if present == file:
            raise UserError(self.env._("%s is the present version.", file.name))
        # sudo: the place of a file that the user may write, as core reads it
        place = {name: present.sudo()[name] for name in ("res_model", "res_id")}
        file.write(place)
        present._as_system().write({"res_model": self._name, "res_id": self.id})
        self.modified(["attachment_id"])
        self._repoint(present, file)

    def _repoint(self, former, present):
        """Let what shows the paper show its present version.

        Floors above, and other addons, add their own links.

        :param former: attachment that was shown
        :param present: attachment that takes its place
        """
        # sudo: where the file is attached, to a record that the user may write
        place = present.sudo()
        record = self.env[place.res_model].browse(place.res_id)
        name = "message_main_attachment_id"
        if name in record._fields and record.exists() and record[name] == former:
            record.with_context(tracking_disable=True)[name] = present

    def _restore(self, version):
        """Bring an earlier version to the front; all versions stay as they are.

        :param version: one attachment of :attr:`version_ids`
        """
        self.ensure_one()
        self.check_access("write")
        version.ensure_one()
        if version not in self._versions():
            raise UserError(
                self.env._("Choose one of the earlier versions of %s.", self.name)
            )
        # a file of nobody for a moment: it comes to the front as a new one would
        place = {"res_model": "enova.attachment.replace", "res_id": 0}
        self._replace(version.copy({"name": version.name, **place}))

    def action_replace(self):
        """Open the window in which a new file is chosen.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Replace the file"),
            "res_model": "enova.attachment.replace",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_entry_id": self.id},
        }
