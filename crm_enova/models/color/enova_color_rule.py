from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.safe_eval import datetime

from ..base.domain_text import read_domain

# What a domain that cannot be evaluated raises: bad syntax, a field that is gone, a
# value of the wrong sort, a field that the reader may not read.
DOMAIN_ERRORS = (
    ValueError,
    NameError,
    TypeError,
    KeyError,
    AttributeError,
    SyntaxError,
    AssertionError,
    OverflowError,
    RecursionError,
    MemoryError,
    UserError,
)
LAST_COLOR = 11


class EnovaColorRule(models.Model):
    """Which records of a model stand out, and how: the first rule that fits decides.

    A person's own rules come before those of everyone.
    """

    _name = "enova.color.rule"
    _inherit = ["enova.cached.mixin", "enova.guard.mixin"]
    _description = "Colour rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    # A name, as core's filters have it: users may not read the table of models, and the
    # rule outlives the addon that brought the model.
    model = fields.Selection(
        selection="_list_models",
        required=True,
        index=True,
        default=lambda self: self._default_model(),
    )
    domain = fields.Char(string="Records", default="[]", required=True)
    color = fields.Integer(default=1)
    bold = fields.Boolean()
    italic = fields.Boolean()
    strike = fields.Boolean(string="Strike-through")
    user_id = fields.Many2one(
        "res.users",
        string="Only for",
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
        default=lambda self: self._default_user_id(),
        help="Empty: for everyone.",
    )
    broken = fields.Char(
        compute="_compute_broken",
        help="Why the rule paints nothing. The lists open without it.",
    )

    _color_of_palette = models.Constraint(
        f"CHECK (color BETWEEN 0 AND {LAST_COLOR})",
        f"A colour is one of the palette, from 0 to {LAST_COLOR}.",
    )

    @api.model
    def _list_models(self):
        """Return the models whose records the user may read, with their names."""
        # sudo: the names of models alone
        models = self.env["ir.model"].sudo().search([("transient", "=", False)])
        return [
            (model.model, model.name)
            for model in models.sorted("name")
            if model.model in self.env
            and not self.env[model.model]._abstract
            and self.env[model.model].with_user(self.env.user).has_access("read")
        ]

    @api.model
    def _default_model(self):
        """Return the model whose list the rule is made from; floors above know more."""
        return self.env.context.get("enova_color_model")

    @api.model
    def _default_user_id(self):
        """A manager makes rules for everyone, anybody else their own."""
        manager = self.env.user.has_group("crm_enova.crm_enova_group_manager")
        return False if manager else self.env.uid

    @api.depends("domain", "model")
    @api.depends_context("uid")
    def _compute_broken(self):
        """Tell why a rule paints nothing, as it is for the reader."""
        for rule in self:
            rule.broken = rule._reason_broken()

    @api.constrains("domain", "model")
    def _check_domain(self):
        """Refuse at once what can never paint."""
        for rule in self:
            reason = rule._reason_broken()
            if reason:
                raise ValidationError(
                    self.env._(
                        "The colour rule %(rule)s cannot work: %(reason)s",
                        rule=rule.name,
                        reason=reason,
                    )
                )

    def write(self, vals):
        """Let nobody give a rule of theirs to everyone, or to somebody else."""
        result = super().write(vals)
        if "user_id" in vals:
            self.check_access("write")
        return result

    def _reason_broken(self):
        """Return why the domain cannot be evaluated, or False."""
        self.ensure_one()
        if not self.model:
            return False
        if self.model not in self.env:
            return self.env._("there is no model %s.", self.model)
        try:
            records = self.env[self.model]
            self._condition(records, self.domain, records._search([]))
        except DOMAIN_ERRORS as error:
            return str(error) or type(error).__name__
        return False

    @api.model
    def _condition(self, records, domain, query):
        """Return the condition of a rule in SQL, under the reader's rights.

        :param records: the model, with the reader's rights
        :param str domain: as the domain editor writes it; relative dates are counted in
            the reader's time zone
        :param query: the query that it becomes a part of; it may gain joins
        :return: SQL
        :raises Exception: one of ``DOMAIN_ERRORS``
        """
        parsed = Domain(read_domain(domain, self._domain_context()))
        parsed.validate(records)
        parsed = parsed.optimize_full(records)
        if parsed.is_true() or parsed.is_false():
            return SQL("TRUE") if parsed.is_true() else SQL("FALSE")
        return parsed._to_sql(records, records._table, query)

    @api.model
    def _domain_context(self):
        """Return what a domain may name besides literals."""
        today = fields.Date.context_today(self)
        return {
            "uid": self.env.uid,
            "today": today,
            "context_today": lambda: today,
            "now": fields.Datetime.now(),
            "relativedelta": relativedelta,
            "datetime": datetime,
            "True": True,
            "False": False,
            "None": None,
        }
