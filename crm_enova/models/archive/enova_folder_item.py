import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

FILES = "ir.attachment"
KINDS = [
    ("record", "Record"),
    ("file", "File"),
    ("note", "Note"),
    ("link", "Web link"),
]
# What an item of each kind holds, beside what all hold; the rest is blank.
CONTENTS = {
    "record": ("res_model", "res_id"),
    "file": ("res_model", "res_id"),
    "note": ("name", "note"),
    "link": ("name", "url"),
}
BLANKS = {name: False for names in CONTENTS.values() for name in names}
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class EnovaFolderItem(models.Model):
    """A sheet in a folder: what it leads to, or a note or address of its own.

    It stores the model and the id of what it leads to, and no name. Whoever may not
    see the target does not see the item either (``enova_folder_item_access.py``).
    """

    _name = "enova.folder.item"
    _inherit = ["enova.folder.part.mixin", "enova.guard.mixin"]
    _description = "Item of a folder"
    _order = "folder_id desc, section_id, sequence, id"

    section_id = fields.Many2one(
        "enova.folder.section",
        index="btree_not_null",
        ondelete="set null",
        domain="[('folder_id', '=', folder_id)]",
        group_expand="_group_expand_sections",
    )
    sequence = fields.Integer(
        default=0, help="New items come last; drag them into another order."
    )
    kind = fields.Selection(KINDS, required=True, default="record")
    res_model = fields.Char(string="Model of the record", index=True)
    res_id = fields.Many2oneReference(
        string="Id of the record", model_field="res_model"
    )
    name = fields.Char(
        string="Title of its own", help="Of notes and links; records have their own."
    )
    url = fields.Char(string="Address")
    note = fields.Html()
    description = fields.Char(
        help="Why it is here. Seen by those who see the item; when the record is"
        " deleted, only by whoever wrote it."
    )
    date = fields.Date(default=fields.Date.context_today)

    target = fields.Reference(
        selection="_selection_target",
        string="Record in the folder",
        compute="_compute_target",
        readonly=False,
        exportable=False,
    )
    upload = fields.Binary(
        string="New file", store=False, exportable=False, attachment=False
    )
    upload_name = fields.Char(string="Name of the file", store=False, exportable=False)

    _target_idx = models.Index("(res_model, res_id)")
    _once = models.UniqueIndex(
        "(folder_id, res_model, res_id) WHERE res_id > 0",
        "It lies in the folder already.",
    )
    _target_complete = models.Constraint(
        "CHECK ((kind IN ('record', 'file')) = (COALESCE(res_id, 0) > 0)"
        " AND (COALESCE(res_id, 0) > 0) = (res_model IS NOT NULL)"
        f" AND (kind = 'file') = (COALESCE(res_model, '') = '{FILES}'))",
        "Choose the record, or upload the file, that the item leads to.",
    )
    _link_complete = models.Constraint(
        "CHECK ((kind = 'link') = (url IS NOT NULL)"
        " AND (url IS NULL OR url ~* '^https?://[^[:space:]]+$'))",
        "A web link needs an address that begins with http:// or https://.",
    )
    _own_title = models.Constraint(
        "CHECK ((kind IN ('note', 'link')) = (name IS NOT NULL))",
        "Give the note or link a title.",
    )
    _texts_length = models.Constraint(
        "CHECK (length(name) <= 1000 AND length(description) <= 2000"
        " AND length(url) <= 4000)",
        "That is too long: write the rest into a note.",
    )

    @api.model
    def _selection_target(self):
        """Return the models of which records may be put into folders."""
        return self.env["enova.folder.model"]._choices()

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_target(self):
        """Show in the form what is chosen, if it is still there to be seen."""
        for model, items in self.grouped("res_model").items():
            readable = items._readable_targets_of(model)
            for item in items:
                known = item.res_id in readable and model != FILES
                item.target = f"{model},{item.res_id}" if known else False

    @api.constrains("section_id", "folder_id")
    def _check_section(self):
        """Refuse a section of another folder."""
        for item in self:
            if item.section_id and item.section_id.folder_id != item.folder_id:
                raise ValidationError(
                    self.env._(
                        "The section %s is of another folder.", item.section_id.name
                    )
                )

    @api.model
    def _group_expand_sections(self, sections, domain):
        """Show the empty sections of the folder that is looked at, too."""
        ids = {self.env.context.get("default_folder_id")}
        for condition in Domain(domain).iter_conditions():
            if condition.field_expr == "folder_id" and condition.operator == "in":
                ids.update(condition.value)
        folders = self.env["enova.folder"].browse(i for i in ids if isinstance(i, int))
        return sections | folders._filtered_access("read").section_ids

    # -- the way through ---------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Put items in; a constant number of queries, however many there are.

        1. :meth:`_read_values`: what a form or a file calls by other names;
        2. :meth:`_check_targets`: what may refuse before anything is written;
        3. :meth:`_add_places`: at the end of their folders;
        4. ``super()``: the guard, the rules, and the rights on what they lead to.
        """
        given = self.default_get(["folder_id"])
        prepared = [
            self._read_values({**given, **vals}, new=True) for vals in vals_list
        ]
        self._check_targets([(v.get("res_model"), v.get("res_id")) for v in prepared])
        self._add_places(prepared)
        return super().create(prepared)

    def write(self, vals):
        """Change items, by the same steps."""
        vals = self._read_values(vals)
        if vals.get("res_model") or vals.get("res_id"):
            self._check_targets(
                (vals.get("res_model", i.res_model), vals.get("res_id", i.res_id))
                for i in self
            )
        return super().write(vals)

    def copy_data(self, default=None):
        """Refuse: a record lies in a folder once, and a copy has a folder of its own"""
        copies = super().copy_data(default)
        if any(vals and vals.get("res_id") for vals in copies):
            raise UserError(
                self.env._("A record lies in a folder once. Add it to another folder.")
            )
        return copies

    @api.model
    def _read_values(self, vals, new=False):
        """Return values by the names of what is stored, and with what the kind lacks.

        :param bool new: whether they are of a new item, which has a kind by what it
            holds where nobody says so
        """
        vals = dict(vals)
        if "target" in vals:
            model, _comma, text = str(vals.pop("target") or "").partition(",")
            if model or vals.get("kind") == "record":
                vals["res_model"] = model or False
                vals["res_id"] = int(text) if text.isdecimal() else False
        upload, title = vals.pop("upload", None), vals.pop("upload_name", None)
        if new and not vals.get("kind"):
            vals["kind"] = self._kind_of(vals, upload)
        elif vals.get("res_model") and not vals.get("kind"):
            vals["kind"] = "file" if vals["res_model"] == FILES else "record"
        if upload:
            folder = self.folder_id.browse(vals.get("folder_id") or self.folder_id.ids)
            vals["res_id"] = folder._store_files([(title, upload)], encoded=True).id
            vals.update(res_model=FILES, kind="file")
        if vals.get("url"):
            url = str(vals["url"]).strip()
            vals["url"] = url if SCHEME.match(url) else f"https://{url}"
        if vals.get("kind") in CONTENTS:
            kept = CONTENTS[vals["kind"]]
            vals |= {n: v for n, v in BLANKS.items() if n not in kept}
        return vals

    @api.model
    def _kind_of(self, vals, upload):
        """Return what an item is, by what it holds."""
        if upload or vals.get("res_model") == FILES:
            return "file"
        if vals.get("res_model") or vals.get("res_id"):
            return "record"
        return "link" if vals.get("url") else "note"

    @api.model
    def _add_places(self, vals_list):
        """Put what has no place yet behind what is in the folder; one query."""
        ids = [vals.get("folder_id") for vals in vals_list]
        ids = list({id_ for id_ in ids if isinstance(id_, int)})
        self.flush_model(["folder_id", "sequence"])
        # the places alone, of hidden items too
        rows = self.env.execute_query(
            SQL(
                "SELECT folder_id, max(sequence) FROM enova_folder_item"
                " WHERE folder_id = ANY(%s) GROUP BY folder_id",
                ids,
            )
        )
        places = dict(rows)
        for vals in vals_list:
            if not vals.get("sequence"):
                folder = vals.get("folder_id")
                places[folder] = vals["sequence"] = places.get(folder, 0) + 1

    @api.model
    def _check_targets(self, targets):
        """Refuse what does not exist, is not the user's to see, or is in no list.

        :param targets: pairs of the name of a model and an id; blank ones are skipped
        :raises AccessError: the same for what is hidden and for what is not there
        :raises UserError: naming a model that may not be put into folders
        """
        by_model = {}
        for model, id_ in targets:
            if model or id_:
                by_model.setdefault(model, set()).add(id_ or 0)
        for model, ids in by_model.items():
            self.env["enova.folder.model"]._check_allowed(model)
            if len(self._readable_ids(model, ids)) < len(ids):
                raise AccessError(
                    self.env._(
                        "What you want to put into the folder does not exist, or is not"
                        " yours to see."
                    )
                )
