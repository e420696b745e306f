from odoo import api, fields, models
from odoo.exceptions import MissingError, UserError

from ..base.context import SYSTEM
from .file_name import clean_name

# Models of which core and we keep files under rights of our own.
OURS = "enova."
REGISTER = "enova.attachment"
CRM_GROUP = "crm_enova.crm_enova_group_own"
# Core makes pictures smaller when it stores them, unless this is set.
BYTE_FOR_BYTE = {"image_no_postprocess": True}
# What a browser runs: such files are downloaded, never shown.
ACTIVE_TYPES = ("html", "svg", "xml", "javascript")
UNKNOWN_TYPE = "application/octet-stream"
PLACE = ("res_model", "res_id", "res_field")
# By which the bytes of a file become others, at once or by the field they belong to.
CONTENT = ("raw", "datas", "db_datas", "type", "url", "res_field")


class IrAttachment(models.Model):
    """A file of a record that belongs to a contractor belongs to that contractor.

    ``enova_partner_id`` is a plain column with a foreign key, so that a merge of
    partners carries it, and nothing recomputes a million rows. It is set here when a
    file is created or moved, by the record's own write when its partner changes, and
    made right every night; see :mod:`.ir_attachment_owner`.

    Files of fields (``res_field``), of views and of models that belong to nobody cost
    one look into a dict, and no query.
    """

    _name = "ir.attachment"
    _inherit = ["ir.attachment", "enova.guard.mixin"]

    # not as in core, where nobody searches: the guard refuses a client's own value
    enova_partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups=CRM_GROUP,
        help="The contractor whose file it is: that of the record it is attached to.",
    )

    _enova_partner_idx = models.Index(
        "(enova_partner_id, create_date DESC, id DESC)"
        " WHERE enova_partner_id IS NOT NULL"
    )

    # -- the way through -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Create in bulk; what is nobody's goes straight to core.

        1. :meth:`_enova_clean_values`: names without paths;
        2. ``super()``, byte for byte where the file is of the CRM;
        3. :meth:`_enova_finish`: whose it is.
        """
        owned = self._enova_owned_positions(vals_list)
        if not owned:
            return super().create(vals_list)
        self._enova_check_place(vals_list)
        vals_list = self._enova_clean_values(vals_list, owned)
        if not self._enova_keeps_bytes():
            files = super().create(vals_list)
        elif len(owned) == len(vals_list):
            exact = self.with_context(**BYTE_FOR_BYTE)
            files = super(IrAttachment, exact).create(vals_list)
        else:
            files = self._enova_create_apart(vals_list, owned)
        files = files.with_env(self.env)
        files.browse(files.ids[i] for i in sorted(owned))._enova_finish()
        return files

    def write(self, vals):
        """Write; a file that moves to another record may move to another contractor."""
        moves = not vals.keys().isdisjoint(PLACE)
        changes = not vals.keys().isdisjoint(CONTENT)
        if not (moves or changes or "name" in vals):
            return super().write(vals)
        self._enova_check_place([vals])
        self._enova_check_versions(moves, changes)
        owned = self._enova_owned(vals)
        if owned and vals.get("name"):
            vals = {**vals, "name": clean_name(vals["name"])}
        records = self
        if len(owned) == len(self) and self._enova_keeps_bytes():
            records = self.with_context(**BYTE_FOR_BYTE)
        result = super(IrAttachment, records).write(vals)
        if moves:
            self._enova_finish()
        elif owned:
            owned._enova_changed()
        return result

    def unlink(self):
        """Delete, unless :meth:`_enova_before_unlink` refuses."""
        if self:
            self._enova_before_unlink()
        return super().unlink()

    def _enova_create_apart(self, vals_list, owned):
        """Create what is the CRM's byte for byte, and the rest as core does."""
        exact = self.with_context(**BYTE_FOR_BYTE)
        mine = [vals_list[i] for i in sorted(owned)]
        rest = [vals for i, vals in enumerate(vals_list) if i not in owned]
        # pylint: disable=super-method-mismatch
        mine = iter(super(IrAttachment, exact).create(mine).ids)
        rest = iter(super().create(rest).ids)
        return self.browse(
            next(mine) if i in owned else next(rest) for i in range(len(vals_list))
        )

    @api.model
    def _enova_owned_positions(self, vals_list):
        """Return which of new values are of files that may belong to a contractor."""
        given = self.env.context.get("default_res_model")
        names = [vals.get("res_model", given) for vals in vals_list]
        if not any(map(self._enova_is_owner, names)):
            return frozenset()
        field = self.env.context.get("default_res_field")
        return frozenset(
            i
            for i, vals in enumerate(vals_list)
            if self._enova_is_owner(names[i]) and not vals.get("res_field", field)
        )

    def _enova_owned(self, vals):
        """Return those that, as written, may belong to a contractor."""
        # sudo: whether the file is of a field, and of which model
        return self.filtered(
            lambda file: (
                not vals.get("res_field", file.sudo().res_field)
                and self._enova_is_owner(vals.get("res_model", file.sudo().res_model))
            )
        )

    @api.model
    def _enova_check_place(self, vals_list):
        """Let the register alone put files among the versions of an entry.

        :raises UserError: where somebody attaches a file to an entry
        """
        if SYSTEM.is_on(self.env):
            return
        given = self.env.context.get("default_res_model")
        if any(vals.get("res_model", given) == REGISTER for vals in vals_list):
            raise UserError(
                self.env._(
                    "Files are not attached to an entry of the register: put them in"
                    " the place of the present one by Replace."
                )
            )

    def _enova_check_versions(self, moves, changes):
        """Leave earlier versions where they are, and what is kept as it is.

        What could be moved out of the register, or be blank, would not be kept.

        :param bool moves: whether the files are about to move to another record
        :param bool changes: whether their content is about to be another
        :raises UserError: naming what to do instead
        """
        if SYSTEM.is_on(self.env):
            return
        # sudo: where they are attached
        places = self.sudo()
        if moves and any(file.res_model == REGISTER for file in places):
            raise UserError(
                self.env._(
                    "An earlier version stays with its attachment in the register."
                    " Restore it, or add a copy of the file."
                )
            )
        # files of fields are in no register
        files = places.filtered(lambda file: not file.res_field) if changes else ()
        if files:
            self.env[REGISTER]._check_content_kept(files.sudo(self.env.su))

    @api.model
    def _enova_is_owner(self, model):
        """Tell whether files of a model are the CRM's.

        :param model: name of a model, or anything else, which is none
        """
        return isinstance(model, str) and (
            model.startswith(OURS) or model in self._enova_owners()
        )

    @api.model
    def _enova_clean_values(self, vals_list, owned):
        """Return values with clean names where the file is the CRM's."""
        return [
            {**vals, "name": clean_name(vals["name"])}
            if i in owned and vals.get("name")
            else vals
            for i, vals in enumerate(vals_list)
        ]

    @api.model
    def _enova_keeps_bytes(self):
        """Tell whether what is stored now comes back as it was.

        For whoever uses the CRM, and for the system, which files what comes by e-mail.
        Others find their pictures made smaller, as without us.
        """
        user = self.env.user
        return user._is_superuser() or user.has_group(CRM_GROUP)

    def _enova_finish(self):
        """Store whose files these are; a step for topics and higher floors."""
        self._enova_set_owners()

    def _enova_changed(self):
        """Let follow what follows from another name or content."""
        self.env["enova.attachment.text"]._forget(self)

    def _enova_before_unlink(self):
        """Refuse what has to be kept; a step for topics and higher floors.

        An entry of the register goes with its file, and its earlier versions with it.
        """
        entries = self.env["enova.attachment"]
        entries._check_not_kept(self)
        entries._forget_files(self)

    # -- how they are served ---------------------------------------------------------

    def _to_http_stream(self):
        """Let no browser run what somebody has uploaded: it is downloaded instead.

        :raises MissingError: where its bytes are gone from the disk, which a browser
            is told as it is told of what was never there
        """
        try:
            stream = super()._to_http_stream()
        except FileNotFoundError:
            if not self._enova_is_owner(self.res_model):
                raise
            raise MissingError(
                self.env._("The file %s is not on the disk any more.", self.name)
            ) from None
        if stream.type != "url" and self._enova_is_run_as(stream.mimetype):
            stream.mimetype = UNKNOWN_TYPE
            stream.as_attachment = True
        return stream

    def _enova_is_run_as(self, mimetype):
        """Tell whether a browser would run a file of the CRM that is served as a type.

        :param str mimetype: what the file is, or what it is asked for as
        """
        kind = (mimetype or "").lower()
        return (
            any(word in kind for word in ACTIVE_TYPES)
            and not kind.startswith("application/vnd.")
            and not self.res_field
            and self._enova_is_owner(self.res_model)
        )
