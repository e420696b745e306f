from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from .configured_source import ConfiguredSource

DATES = ("date", "datetime")
TITLES = ("char", "text")
# What most models call the date of a record, the better before the others.
USUAL_DATES = ("date", "date_order", "date_start", "create_date")
# No records of people's work: the inner parts of the system.
INNER = ("base", "bus.", "ir.", "mail.", "res.", "web_tour.")


class EnovaHistorySource(models.Model):
    """Records that a manager has added to the histories of contractors, without code.

    Example: registrations to courses, by *partner_id*, their date, and the name of the
    course. Everybody sees of them what they may read without the history, too.
    """

    _name = "enova.history.source"
    _inherit = ["enova.cached.mixin", "enova.guard.mixin"]
    _description = "Source of histories"
    _order = "id"

    name = fields.Char(
        string="Title", required=True, translate=True, help="What such entries are."
    )
    active = fields.Boolean(default=True)
    model = fields.Selection(
        selection="_selection_model", string="Records", required=True, copy=False
    )
    partner_path = fields.Char(
        string="Way to the contractor",
        required=True,
        compute="_compute_partner_path",
        store=True,
        readonly=False,
        precompute=True,
        help="The field that holds the contractor or a person of theirs, or the way to"
        " it over other records. A long list needs an index on it.",
    )
    date_field = fields.Char(
        string="Date by which they are sorted",
        required=True,
        compute="_compute_date_field",
        store=True,
        readonly=False,
        precompute=True,
    )
    title_field = fields.Char(
        string="Field of the title", help="A text. Without one it is the record's name."
    )
    icon = fields.Char(default="fa-circle-o")

    _model_uniq = models.Constraint("UNIQUE (model)", "This model is listed already.")

    @api.model
    def _selection_model(self):
        """Return the models that have a form and no source of their own."""
        kinds = self.env["res.partner"]._enova_timeline_sources()
        known = {k.model for k in kinds if not issubclass(k, ConfiguredSource)}
        # sudo: names of models alone, and no more than the web client knows of each
        views = self.env["ir.ui.view"].sudo()
        groups = views._read_group([("type", "=", "form")], ["model"])
        labels = [
            (name, self.env["ir.model"]._get(name).sudo().name)
            for (name,) in groups
            if name not in known and self._is_of_work(name)
        ]
        return sorted(labels, key=lambda pair: pair[1])

    @api.model
    def _is_of_work(self, name):
        """Tell whether a model holds lasting records that are no part of the system."""
        model = self.env.get(name)
        if model is None or not model._auto or model._transient or model._abstract:
            return False
        return not name.startswith(INNER)

    @api.depends("model")
    def _compute_partner_path(self):
        """Propose the field in which most models hold their partner."""
        for source in self:
            names = [
                name
                for name, field in source._known_fields().items()
                if field.type == "many2one" and field.comodel_name == "res.partner"
            ]
            usual = [name for name in names if name == "partner_id"]
            source.partner_path = next(iter(usual + names), False)

    @api.depends("model")
    def _compute_date_field(self):
        """Propose the date that most models have."""
        for source in self:
            names = source._known_fields()
            usual = [n for n in USUAL_DATES if n in names and names[n].type in DATES]
            source.date_field = next(iter(usual), False)

    def _known_fields(self):
        """Return the stored fields of the model, by name."""
        model = self.env.get(self.model)
        fields_ = model._fields.items() if model is not None else ()
        return {name: field for name, field in fields_ if field.store}

    @api.constrains("model", "partner_path", "date_field", "title_field")
    def _check_fields(self):
        """Refuse what leads to no partner, or is no date or text."""
        for source in self:
            known = source._known_fields()
            date, title = known.get(source.date_field), known.get(source.title_field)
            if not source._leads_to_partner():
                source._refuse(source.partner_path)
            if not date or date.type not in DATES:
                source._refuse(source.date_field)
            if source.title_field and (not title or title.type not in TITLES):
                source._refuse(source.title_field)

    def _leads_to_partner(self):
        """Tell whether the way to the contractor ends at partners."""
        if not self._is_of_work(self.model):
            return False
        model = self.env[self.model]
        for name in (self.partner_path or "").split("."):
            field = model._fields.get(name)
            if (
                not field
                or not field.store
                or field.type not in ("many2one", "many2many")
            ):
                return False
            model = self.env[field.comodel_name]
        return model._name == "res.partner"

    def _refuse(self, name):
        raise ValidationError(
            self.env._(
                "%(field)s of %(model)s does not serve: choose a stored field that"
                " leads to a partner, a date, and a text for the title.",
                field=name,
                model=self.model,
            )
        )

    @api.model
    @tools.ormcache()
    def _definitions(self):
        """Return what classes of sources are made of, in their order.

        :return: tuple of tuples, the arguments of :func:`configured`
        """
        # sudo: names of models and fields, the same for everybody
        return tuple(
            (s.id, s.model, s.partner_path, s.date_field, s.title_field, s.icon)
            for s in self.sudo().search([], limit=100)
        )
