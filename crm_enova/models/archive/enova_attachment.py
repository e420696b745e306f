from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.change import Change
from ..base.context import SYSTEM
from .scan_reader import has_pdf_reader

STATES = [
    ("draft", "Draft"),
    ("in_force", "In force"),
    ("superseded", "Superseded"),
    ("ended", "No longer in force"),
]
# What the form of a paper that is over or replaced still says is no mistake any more.
CHECKED_STATE = "in_force"
# Where a condition leaves no more than these, their own records alone are asked about.
FEW = 200


class EnovaAttachment(models.Model):
    """A paper in the register: what it is, since when, until when, who looks after it.

    One row for a paper, whatever number of versions it has had: ``attachment_id`` is
    the file that counts now, the earlier ones hang on the row itself. Most files need
    no row, and have none.

    A row is seen and changed by whoever may read and write its file, and so the record
    that the file is attached to: no rule can follow that, so :meth:`_search` and
    :meth:`_check_access` do.
    """

    _name = "enova.attachment"
    _inherit = ["enova.guard.mixin"]
    _description = "Attachment in the register"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Title",
        required=True,
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="File",
        required=True,
        index=True,
        ondelete="cascade",
        copy=False,
        help="The version that counts now.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    category_id = fields.Many2one(
        "enova.attachment.category", index=True, ondelete="restrict"
    )
    tag_ids = fields.Many2many("enova.attachment.tag", string="Tags")
    number = fields.Char(help="As it stands on the paper.")
    date = fields.Date(help="The day on which it was signed or issued.")
    valid_from = fields.Date(string="Valid from")
    valid_until = fields.Date(
        string="Valid until",
        compute="_compute_valid_until",
        store=True,
        readonly=False,
        help="The last day. Whoever is responsible is reminded once, in time.",
    )
    keep_until = fields.Date(
        string="Keep until",
        compute="_compute_keep_until",
        store=True,
        readonly=False,
        help="Until then neither the file nor its record can be deleted, by anybody."
        " Nothing is deleted by itself afterwards.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index="btree_not_null",
        ondelete="set null",
        domain="[('share', '=', False)]",
        help="Gets the task before it ends. Without one the main caretaker does.",
    )
    state = fields.Selection(STATES, required=True, default="draft", copy=False)
    note = fields.Text()
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company
    )
    source = fields.Selection(related="attachment_id.enova_source", related_sudo=False)
    record_name = fields.Char(
        string="Record", related="attachment_id.enova_record", related_sudo=False
    )
    file_name = fields.Char(
        string="File name", related="attachment_id.name", related_sudo=False
    )
    file_size = fields.Integer(related="attachment_id.file_size", related_sudo=False)
    mimetype = fields.Char(related="attachment_id.mimetype", related_sudo=False)
    content = fields.Char(
        compute="_compute_content",
        search="_search_content",
        help="What the file says can be searched for; it is shown by its preview.",
    )
    text_state = fields.Char(compute="_compute_text_state")
    lacks_pdf_reader = fields.Boolean(compute="_compute_text_state")

    # one entry a file
    _attachment_uniq = models.Constraint(
        "UNIQUE (attachment_id)", "This file is in the register already."
    )
    _dates_ordered = models.Constraint(
        "CHECK (valid_until >= valid_from)", "It cannot end before it begins."
    )
    _due_idx = models.Index(
        "(valid_until) WHERE state = 'in_force' AND valid_until IS NOT NULL"
    )
    _kept_idx = models.Index("(keep_until) WHERE keep_until IS NOT NULL")

    # -- computes ------------------------------------------------------------------

    @api.depends("attachment_id")
    def _compute_name(self):
        """Propose the name of the file, as long as nobody has given a title."""
        for entry in self:
            entry.name = entry.name or entry.attachment_id.name

    @api.depends("category_id", "valid_from", "date")
    def _compute_valid_until(self):
        """Propose the end that is usual for the category; what was given stays."""
        for entry in self:
            start = entry.valid_from or entry.date
            proposed = entry.category_id._proposed_end(start)
            entry.valid_until = entry.valid_until or proposed

    @api.depends("category_id", "valid_until", "date")
    def _compute_keep_until(self):
        """Propose how long it is kept by the category; what was given stays."""
        for entry in self:
            last = entry.valid_until or entry.date
            proposed = entry.category_id._proposed_keeping(last)
            entry.keep_until = entry.keep_until or proposed

    def _compute_content(self):
        """Leave it to the preview: contents are long."""
        self.content = False

    @api.model
    def _search_content(self, operator, value):
        """Search in names and contents, as the archive does."""
        texts = self.env["enova.attachment.text"]
        return texts._search_files("attachment_id", operator, value)

    @api.depends("attachment_id.mimetype", "attachment_id.index_content")
    def _compute_text_state(self):
        """Say whether it can be found by what it says, and what is missing if not."""
        states = self.env["enova.attachment.text"]._states(self.attachment_id)
        reader = has_pdf_reader()
        for entry in self:
            file = entry.attachment_id
            entry.text_state = states.get(file._origin.id, False)
            is_pdf = file.mimetype == "application/pdf"
            entry.lacks_pdf_reader = is_pdf and not reader and not file.index_content

    @api.constrains("state", "category_id", "number", "date", "valid_until", "user_id")
    def _check_required(self):
        """Hold what is in force to what its category asks for."""
        for entry in self:
            if entry.state != CHECKED_STATE:
                continue
            missing = entry.category_id._missing_fields(entry)
            if missing:
                raise ValidationError(
                    self.env._(
                        "%(entry)s cannot be in force yet: fill in %(fields)s, which"
                        " the category %(category)s asks for.",
                        entry=entry.name,
                        category=entry.category_id.name,
                        fields=", ".join(
                            self._fields[name]._description_string(self.env)
                            for name in missing
                        ),
                    )
                )

    # -- the way through -----------------------------------------------------------

    @api.model
    def _links_written(self):
        """Register only files that one may change: it decides whether they can go."""
        return super()._links_written() | {"attachment_id"}

    @api.model_create_multi
    def create(self, vals_list):
        """Create in bulk: the guard, then :meth:`_add_system_values`, then super."""
        entries = super().create(vals_list)
        entries._apply_effects(Change.of_create(vals_list))
        return entries

    @api.model
    def _prepare_create_values(self, vals_list):
        """Add whose the files are once the guard has seen the client's values."""
        prepared = super()._prepare_create_values(vals_list)
        self._add_system_values(prepared)
        return prepared

    @api.model
    def _add_system_values(self, vals_list):
        """Add, in place, what no client gives: the contractor of the file."""
        # sudo: the contractor of files that the guard has found writable
        files = self.env["ir.attachment"].sudo()
        # whoever names no file is told so by the core, as of all that is required
        named = [vals for vals in vals_list if vals.get("attachment_id")]
        files = files.browse(vals["attachment_id"] for vals in named)
        files.fetch(["enova_partner_id", "res_model"])
        versions = files.filtered(lambda file: file.res_model == self._name)
        if versions:
            raise UserError(
                self.env._(
                    "%s is an earlier version of an attachment in the register.",
                    versions[0].name,
                )
            )
        for vals, file in zip(named, files, strict=True):
            vals["partner_id"] = file.enova_partner_id.id

    def write(self, vals):
        """Write; the file is changed by a new version alone."""
        if "attachment_id" in vals and not SYSTEM.is_on(self.env):
            changed = self.filtered(
                lambda e: e.attachment_id.id != vals["attachment_id"]
            )
            if changed:
                raise UserError(
                    self.env._(
                        "%s: put another file in its place by Replace, so that the"
                        " present one stays among the versions.",
                        changed[:1].display_name,
                    )
                )
        self._check_keeping(vals)
        change = Change.of_write(self, vals, ("keep_until",))
        result = super().write(vals)
        self._apply_effects(change)
        return result

    def unlink(self):
        """Delete entries, with their earlier versions, unless they have to be kept."""
        self.check_access("unlink")
        self._check_not_kept(self._all_files())
        # core deletes what hangs on them: the earlier versions
        return super().unlink()

    def _apply_effects(self, change):
        """Let follow what follows; a step for topics and higher floors."""

    # -- rights ----------------------------------------------------------------------

    def _check_access(self, operation):
        """Allow what the user may do to the file, beside the rights on the register."""
        result = super()._check_access(operation)
        if self.env.su or not self:
            return result
        forbidden = result[0] if result else self.browse()
        remaining = self - forbidden
        # sudo: which files they are of
        files = remaining.sudo().attachment_id.with_env(self.env)
        needed = "read" if operation == "read" else "write"
        allowed = set(files._filtered_access(needed)._ids) if files else ()
        # sudo: as above
        file_ids = {entry.id: entry.attachment_id.id for entry in remaining.sudo()}
        hidden = remaining.filtered(lambda entry: file_ids[entry.id] not in allowed)
        if not hidden:
            return result
        return forbidden + hidden, lambda: AccessError(
            self.env._(
                "The attachment belongs to a record that is not yours to see or to"
                " change."
            )
        )

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        active_test=True,
        bypass_access=False,
    ):
        """Find the entries of files whose records the user may read."""
        if not (self.env.su or bypass_access):
            domain = Domain(domain)
            few = self._seen_of_few(domain, active_test)
            domain = domain & self._seen_domain() if few is None else few
        return super()._search(
            domain,
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access,
        )

    @api.model
    def _seen_of_few(self, domain, active_test):
        """Return the condition of those that one may see, where there are few at all.

        The rules of all models in one statement cost more than the papers of one
        contractor, which are of one or two: those alone are asked.

        :return: Domain, or ``None`` where the condition leaves more than a few
        """
        # past our own search, which asks this
        # pylint: disable-next=super-method-mismatch
        query = super()._search(domain, limit=FEW + 1, active_test=active_test)
        if query.is_empty():
            return Domain.FALSE
        # sudo: where files are attached, to ask whether that may be read
        files = self.env["ir.attachment"].sudo()
        link = self._field_to_sql(query.table, "attachment_id", query)
        whole = SQL("file.id = %s AND file.res_field IS NULL", link)
        query.add_join("JOIN", "file", files._table, whole)
        key = SQL.identifier(query.table, "id")
        place = (
            files._field_to_sql("file", name)
            for name in ("res_model", "res_id", "create_uid")
        )
        rows = self.env.execute_query(query.select(key, *place))
        return None if len(rows) > FEW else self._seen_places(rows)

    @api.model
    def _seen_places(self, rows):
        """Return the condition that files are one's own, or of what one may read.

        :param rows: tuples of the id of an entry, and model, record and author of its
            file
        """
        loose = [
            entry_id
            for entry_id, model, record_id, author_id in rows
            if not (model and record_id) and author_id == self.env.uid
        ]
        seen = Domain("id", "in", loose)
        owners = self.env["ir.attachment"]._enova_owners()
        places = {}
        for entry_id, model, record_id, _author in rows:
            if record_id and model in owners:
                places.setdefault(model, {})[entry_id] = record_id
        for model, entries in places.items():
            records = self.env[model].with_context(active_test=False)
            if records.has_access("read"):
                found = records._search(Domain("id", "in", list(entries.values())))
                seen |= Domain("id", "in", list(entries)) & _of_records(found)
        return seen

    @api.model
    def _seen_domain(self):
        """Return the condition that the record of the file may be read.

        One sub-query for each model, bounded by the records that have entries.
        """
        files = self.env["ir.attachment"]
        seen = Domain("res_model", "=", False) & Domain("create_uid", "=", self.env.uid)
        seen |= Domain("res_id", "in", (False, 0)) & Domain(
            "create_uid", "=", self.env.uid
        )
        for model in files._enova_owners():
            records = self.env[model].with_context(active_test=False)
            if not records.has_access("read"):
                continue
            registered = SQL(
                "(SELECT file.res_id FROM ir_attachment AS file"
                " JOIN enova_attachment AS entry ON entry.attachment_id = file.id"
                " WHERE file.res_model = %s)",
                model,
            )
            query = records._search(Domain("id", "in", registered))
            seen |= Domain("res_model", "=", model) & Domain("res_id", "in", query)
        # sudo: the condition above is what the caller may read
        return Domain("attachment_id", "in", files.sudo()._search(seen))

    # -- actions -----------------------------------------------------------------------

    def action_put_in_force(self):
        """Put drafts in force."""
        self.state = "in_force"

    def action_end(self):
        """End what is in force."""
        self.state = "ended"

    def action_open_record(self):
        """Open the record that the file is attached to.

        :return: dict, the action that the client runs next
        """
        self.ensure_one()
        return self.attachment_id.action_enova_open_record()

    def action_download(self):
        """Download the files that count now.

        :return: dict, the action that the client runs next
        """
        return self.attachment_id.action_enova_download()

    def action_send(self):
        """Write an e-mail with the files.

        :return: dict, the action that the client runs next
        """
        return self.attachment_id.action_enova_send()

    def action_link(self):
        """Make a link for the client.

        :return: dict, the action that the client runs next
        """
        return self.attachment_id.action_enova_link()


def _of_records(query):
    """Return the condition that the file of an entry is of one of some records.

    :param query: of records of the one model that the entries are of
    """

    def to_sql(entry, alias, _query):
        return SQL(
            "EXISTS (SELECT FROM ir_attachment AS file"
            " WHERE file.id = %s AND file.res_id IN %s)",
            entry._field_to_sql(alias, "attachment_id"),
            query.subselect(),
        )

    return Domain.custom(to_sql=to_sql)
