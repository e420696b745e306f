from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .enova_attachment import STATES
from .ir_attachment import CRM_GROUP


class IrAttachment(models.Model):
    """The archive: what its lists show of all files about contractors."""

    _inherit = "ir.attachment"

    enova_entry_ids = fields.One2many(
        "enova.attachment",
        "attachment_id",
        string="Entries in the register",
        readonly=True,
        groups=CRM_GROUP,
    )
    enova_entry_id = fields.Many2one(
        "enova.attachment",
        string="In the register",
        compute="_compute_enova_entry",
        groups=CRM_GROUP,
    )
    enova_category_id = fields.Many2one(
        "enova.attachment.category",
        string="Category",
        compute="_compute_enova_entry",
        groups=CRM_GROUP,
    )
    enova_number = fields.Char(
        string="Number", compute="_compute_enova_entry", groups=CRM_GROUP
    )
    enova_valid_until = fields.Date(
        string="Valid until", compute="_compute_enova_entry", groups=CRM_GROUP
    )
    enova_state = fields.Selection(
        STATES, string="State", compute="_compute_enova_entry", groups=CRM_GROUP
    )
    enova_source = fields.Selection(
        selection="_selection_enova_source",
        string="Source",
        compute="_compute_enova_record",
        search="_search_enova_source",
        groups=CRM_GROUP,
    )
    enova_record = fields.Char(
        string="Record",
        compute="_compute_enova_record",
        search="_search_enova_record",
        groups=CRM_GROUP,
    )
    enova_content = fields.Char(
        string="Content",
        compute="_compute_enova_content",
        search="_search_enova_content",
        groups=CRM_GROUP,
        help="Where the words that were searched for stand in the file.",
    )
    enova_snippet = fields.Html(
        string="Found",
        compute="_compute_enova_content",
        groups=CRM_GROUP,
        sanitize=False,
    )

    # -- what the lists show -------------------------------------------------------

    @api.model
    def _selection_enova_source(self):
        """Return the models whose files may be a contractor's, by their names."""
        names = self._enova_owners() if self.env.registry.ready else ()
        # sudo: names of models, which the web client shows everywhere
        known = self.env["ir.model"].sudo()
        labels = {"res.partner": self.env._("Contractor")}
        return [(name, labels.get(name) or known._get(name).name) for name in names]

    @api.depends("res_model", "res_id")
    def _compute_enova_record(self):
        """Name the records that files are attached to, those of a model together."""
        owners = self._enova_owners()
        self.enova_source = self.enova_record = False
        for model, files in self.grouped("res_model").items():
            if model not in owners:
                continue
            records = self.env[model].browse(filter(None, files.mapped("res_id")))
            names = {r.id: r.display_name for r in records.exists()}
            for file in files:
                file.enova_source = model
                file.enova_record = names.get(file.res_id, False)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_enova_entry(self):
        """Show what the register says of a page of files, by one query."""
        companies = (False, *self.env.companies.ids)
        # sudo: whoever reads a file reads its entry, in the companies they work in
        entries = self.env["enova.attachment"].sudo()
        found = entries.search(
            [("attachment_id", "in", self.ids), ("company_id", "in", companies)]
        )
        by_file = {entry.attachment_id.id: entry for entry in found}
        for file in self:
            entry = by_file.get(file._origin.id, entries)
            file.enova_entry_id = entry.id
            file.enova_category_id = entry.category_id.id
            file.enova_number = entry.number
            file.enova_valid_until = entry.valid_until
            file.enova_state = entry.state

    @api.depends_context("enova_found")
    def _compute_enova_content(self):
        """Show where what was searched for stands, for the page alone."""
        words = self.env.context.get("enova_found")
        words = words if isinstance(words, (list, tuple)) else [words]
        text = " ".join(word for word in words if isinstance(word, str))
        found = self.env["enova.attachment.text"]._snippets(self, text)
        for file in self:
            file.enova_content = False
            file.enova_snippet = found.get(file._origin.id, Markup())

    # -- what can be searched for ----------------------------------------------------

    @api.model
    def _search_enova_source(self, operator, value):
        """Search by the model of the record."""
        if operator != "in":
            return NotImplemented
        return Domain("res_model", "in", list(value))

    @api.model
    def _search_enova_record(self, operator, value):
        """Search by a record as a group of records names it, ``sale.order,7``."""
        if operator != "in":
            return NotImplemented
        domains = [Domain.FALSE]
        for name in value:
            model, _comma, number = str(name or "").partition(",")
            if model in self._enova_owners() and number.isdecimal():
                domains.append(Domain("res_model", "=", model))
                domains[-1] &= Domain("res_id", "=", int(number))
        return Domain.OR(domains)

    @api.model
    def _search_enova_content(self, operator, value):
        """Search in names and in contents, the beginnings of words, accents or not."""
        return self.env["enova.attachment.text"]._search_files("id", operator, value)

    # -- groups ----------------------------------------------------------------------

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Group by the kind of record, and by the record itself."""
        if groupby_spec not in ("enova_source", "enova_record"):
            return super()._read_group_groupby(alias, groupby_spec, query)
        self._check_field_access(self._fields[groupby_spec], "read")
        model = self._field_to_sql(alias, "res_model", query)
        if groupby_spec == "enova_source":
            return model
        return SQL("%s || ',' || %s", model, self._field_to_sql(alias, "res_id", query))

    @api.model
    def formatted_read_group(
        self,
        domain,
        groupby=(),
        aggregates=(),
        having=(),
        offset=0,
        limit=None,
        order=None,
    ):
        """Name the records of groups; all of them are readable to whoever groups."""
        groups = super().formatted_read_group(
            domain, groupby, aggregates, having, offset, limit, order
        )
        if "enova_record" in groupby:
            keys = {group["enova_record"] for group in groups}
            names = self._enova_record_names(keys)
            for group in groups:
                group["enova_record"] = names.get(group["enova_record"], False)
        return groups

    @api.model
    def _enova_record_names(self, keys):
        """Return what records are called, by the keys of :meth:`_search_enova_record`.

        Two of the same name are told apart by their numbers.
        """
        ids = {}
        for key in filter(None, keys):
            model, _comma, number = key.partition(",")
            ids.setdefault(model, []).append(int(number))
        names, taken = {}, set()
        for model, numbers in ids.items():
            records = self.env[model].browse(numbers).exists()._filtered_access("read")
            title = self.env["ir.model"]._get(model).name
            for record in records:
                name = f"{title}: {record.display_name}"
                name = f"{name} (#{record.id})" if name in taken else name
                taken.add(name)
                names[f"{model},{record.id}"] = name
        return names
