from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.context import SYSTEM
from ..base.ruled_search import search_under_rules
from .enova_folder_member import LEVELS

MANAGER = "crm_enova.crm_enova_group_manager"
ADDING = ("add", "manage")
STATES = [("open", "Still open"), ("closed", "Closed")]


class EnovaFolder(models.Model):
    """A paper folder on a desk: it holds what belongs together, wherever it lies.

    It links, and grants nothing: of what is in it each member sees what they may see
    without it, too. A closed folder is read-only by every road, which its rules and
    :meth:`_check_open` see to; what they refuse, the latter refuses in words.
    """

    _name = "enova.folder"
    _inherit = ["enova.thread.mixin", "enova.guard.mixin"]
    _description = "Folder"
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "reference"]
    _mail_post_access = "read"

    name = fields.Char(string="Title", required=True, index="trigram", tracking=True)
    reference = fields.Char(
        string="Number", readonly=True, copy=False, index="btree_not_null"
    )
    active = fields.Boolean(default=True)
    definition_id = fields.Many2one(
        "enova.folder.definition",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["enova.folder.definition"].search([], limit=1),
    )
    color = fields.Integer(related="definition_id.color", related_sudo=False)
    state = fields.Selection(
        STATES,
        required=True,
        readonly=True,
        default="open",
        index=True,
        tracking=True,
        help="Nothing can be changed in a closed folder before it is opened again.",
    )
    date_closed = fields.Date(string="Closed on", readonly=True, copy=False)
    partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        domain="[('contractor_status', '!=', False)]",
    )
    project_id = fields.Many2one(
        "enova.project",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        domain="[('partner_id', '=?', partner_id)]",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        default=lambda self: self.env.user,
        check_company=True,
        copy=False,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    parent_id = fields.Many2one(
        "enova.folder",
        string="Lies in",
        check_company=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('id', '!=', id)]",
    )
    child_ids = fields.One2many(
        "enova.folder",
        "parent_id",
        string="Folders in it",
        search=search_under_rules("child_ids"),
    )
    member_ids = fields.One2many(
        "enova.folder.member", "folder_id", string="Members of the folder", copy=True
    )
    section_ids = fields.One2many(
        "enova.folder.section", "folder_id", string="Sections", copy=True
    )
    item_ids = fields.One2many(
        "enova.folder.item",
        "folder_id",
        string="Items",
        search=search_under_rules("item_ids"),
    )
    item_count = fields.Integer(string="Items in it", compute="_compute_item_count")
    child_count = fields.Integer(
        string="Number of folders in it", compute="_compute_child_count"
    )
    description = fields.Html()
    properties = fields.Properties(
        definition="definition_id.properties_definition",
        string="Fields of the definition",
        copy=True,
    )
    level = fields.Selection(
        LEVELS,
        string="My right",
        compute="_compute_level",
        search="_search_level",
        exportable=False,
        help="What I may do in the folder while it is open.",
    )

    _name_length = models.Constraint(
        "CHECK (length(name) <= 1000)", "The title of a folder is one line of text."
    )

    @api.depends("item_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_item_count(self):
        """Count what the reader may see; one query for each model in the folders."""
        groups = self.env["enova.folder.item"]._read_group(
            [("folder_id", "in", self.ids)], ["folder_id"], ["__count"]
        )
        counts = {folder.id: count for folder, count in groups}
        for folder in self:
            folder.item_count = counts.get(folder._origin.id, 0)

    @api.depends("child_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_child_count(self):
        """Count the folders in it that the reader may see."""
        groups = self._read_group(
            [("parent_id", "in", self.ids)], ["parent_id"], ["__count"]
        )
        counts = {folder.id: count for folder, count in groups}
        for folder in self:
            folder.child_count = counts.get(folder._origin.id, 0)

    @api.depends("user_id", "member_ids.user_id", "member_ids.level")
    @api.depends_context("uid")
    def _compute_level(self):
        """Agree with the search; one query for all."""
        user = self.env.user
        if user.has_group(MANAGER):
            self.level = "manage"
            return
        # sudo: one's own line alone, which opens the folder in the first place
        members = self.env["enova.folder.member"].sudo()
        mine = members.search_fetch(
            [("folder_id", "in", self.ids), ("user_id", "=", user.id)],
            ["folder_id", "level"],
        )
        levels = {member.folder_id.id: member.level for member in mine}
        # sudo: whose it is, compared with oneself
        for folder, known in zip(self, self.sudo(), strict=True):
            own = known.user_id == user
            folder.level = "manage" if own else levels.get(folder._origin.id, False)

    @api.model
    def _search_level(self, operator, value):
        """Search without a join that would multiply the rows."""
        if operator != "in":
            return NotImplemented
        levels = [level for level in value if level]
        if self.env.user.has_group(MANAGER):
            found = Domain.TRUE if "manage" in levels else Domain.FALSE
        else:
            found = self._member_domain(levels)
            if "manage" in levels:
                found |= Domain("user_id", "=", self.env.uid)
            elif levels:
                found &= Domain("user_id", "!=", self.env.uid)
        if len(levels) < len(value):
            everything = [level for level, _label in LEVELS]
            found |= ~Domain("level", "in", everything)
        return found

    @api.model
    def _member_domain(self, levels):
        """Return the condition that the user is a member with one of some rights."""
        members = self.env["enova.folder.member"]
        uid = self.env.uid

        def to_sql(model, alias, query):
            return SQL(
                "%s IN (SELECT folder_id FROM enova_folder_member"
                " WHERE user_id = %s AND level = ANY(%s))",
                SQL.identifier(alias, "id"),
                uid,
                list(levels),
                to_flush=members._fields["level"],
            )

        def predicate(folder):
            # sudo: one's own line alone
            known = folder.sudo().member_ids
            return any(m.user_id.id == uid and m.level in levels for m in known)

        return Domain.custom(to_sql=to_sql, predicate=predicate)

    @api.depends("name", "reference", "level")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Show the number before the title; to whom it is closed the number alone."""
        for folder in self:
            parts = (folder.reference, folder.name if folder.level else False)
            name = " ".join(part for part in parts if part)
            folder.display_name = name or self.env._("Folder")

    @api.constrains("parent_id")
    def _check_tree(self):
        """Refuse a folder that lies in itself, by however many steps."""
        if self._has_cycle():
            raise ValidationError(
                self.env._("A folder cannot lie in itself. Choose another one.")
            )

    @api.onchange("project_id")
    def _onchange_project_id(self):
        """Whoever picks the project need not pick its contractor."""
        if self.project_id and not self.partner_id:
            self.partner_id = self.project_id.partner_id

    # -- the way through ---------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Create folders with the sections of their definitions."""
        folders = super().create(self._fill_values(vals_list))
        bare = [not vals.get("section_ids") for vals in vals_list]
        folders.browse(
            folder.id for folder, b in zip(folders, bare, strict=True) if b
        )._add_template_sections()
        return folders

    @api.model
    def _fill_values(self, vals_list):
        """Return values with a definition each: it says how they are numbered."""
        default = None
        filled = [dict(vals) for vals in vals_list]
        for vals in filled:
            if not vals.get("definition_id"):
                default = default or self.default_get(["definition_id"])
                vals["definition_id"] = default.get("definition_id")
        return filled

    @api.model
    def _prepare_create_values(self, vals_list):
        """Number them once the guard has seen what the client gives."""
        prepared = super()._prepare_create_values(vals_list)
        unnumbered = defaultdict(list)
        for vals in prepared:
            if not vals.get("reference") and vals.get("definition_id"):
                unnumbered[vals["definition_id"]].append(vals)
        for definition in self.env["enova.folder.definition"].browse(unnumbered):
            definition._number(unnumbered[definition.id])
        return prepared

    def write(self, vals):
        """Refuse what is closed, and what its author could not take back."""
        if not SYSTEM.is_on(self.env):
            self._check_open()
        result = super().write(vals)
        if "partner_id" in vals:
            # its own files are of the contractor that it is of
            self.env["ir.attachment"]._enova_follow(self)
        return result

    def copy_data(self, default=None):
        """Name a copy so that the two can be told apart."""
        copies = super().copy_data(default)
        for folder, vals in zip(self, copies, strict=True):
            if vals and not (default or {}).get("name"):
                vals["name"] = self.env._("%s (copy)", folder.name)
        return copies

    def unlink(self):
        """Keep what is closed, whoever deletes; the rule alone would not say why."""
        self._check_open()
        return super().unlink()

    def _add_template_sections(self):
        """Give each folder the sections of its definition; one creation for all."""
        self.env["enova.folder.section"].create(
            [
                {
                    "folder_id": folder.id,
                    "name": section.name,
                    "sequence": section.sequence,
                }
                for definition, folders in self.grouped("definition_id").items()
                for section in definition.section_ids
                for folder in folders
            ]
        )

    # -- open and closed ---------------------------------------------------

    def _check_open(self):
        """Refuse to go on with closed folders.

        :raises UserError: naming a closed folder that the user may read
        """
        # sudo: the state alone; only what is readable is named
        closed = self.filtered(lambda folder: folder.sudo().state == "closed")
        readable = closed._filtered_access("read") if closed else closed
        if readable:
            raise UserError(
                self.env._(
                    "The folder %s is closed. Open it again before you change it.",
                    readable[0].display_name,
                )
            )

    def _check_may_add(self):
        """Refuse those who only read the folder.

        :raises AccessError: naming the folder and its owner
        """
        self.check_access("read")
        if not self.env.su and self.level not in ADDING:
            raise AccessError(
                self.env._(
                    "You may read the folder %(folder)s, and not add to it. Ask"
                    " %(owner)s.",
                    folder=self.display_name,
                    owner=self.sudo().user_id.name,  # sudo: a colleague's name alone
                )
            )

    def action_close(self):
        """Close: nothing in it can be changed from now on.

        :return: ``True``
        """
        return self._set_state("closed", fields.Date.context_today(self))

    def action_reopen(self):
        """Open closed folders again; it takes the right to manage them.

        :return: ``True``
        """
        return self._set_state("open", False)

    def _set_state(self, state, day):
        """Open or close, by those who manage the folders."""
        self.check_access("read")
        foreign = self.filtered(lambda folder: folder.level != "manage")
        if foreign and not self.env.su:
            raise AccessError(
                self.env._(
                    "Only those who manage the folder %s open and close it.",
                    foreign[0].display_name,
                )
            )
        # sudo: the rules keep everybody from writing what is closed; who may open it
        # is checked above, and nothing but its state is written
        folders = self.sudo()._as_system()
        folders.write({"state": state, "date_closed": day})
        return True

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Let nobody write into the chatter of a closed folder, as nowhere in it."""
        operations = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation != "read":
            for folder in operations:
                if folder.sudo().state == "closed":  # sudo: the state alone
                    operations[folder] = "write"
        return operations
