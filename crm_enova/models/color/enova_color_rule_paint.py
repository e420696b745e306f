import logging
from ast import literal_eval

import psycopg2

from odoo import api, models
from odoo.fields import Domain
from odoo.orm.domains import DomainCondition
from odoo.tools import SQL, ormcache

from ..base.arguments import ids as a_list
from ..base.arguments import optional, read_arguments, text, texts
from .enova_color_rule import DOMAIN_ERRORS

_logger = logging.getLogger(__name__)
MOST_RECORDS = 5000
STYLES = ("bold", "italic", "strike")


class EnovaColorRule(models.Model):
    """Paint the records of a page, in one query however many rules there are."""

    _inherit = "enova.color.rule"

    @api.model
    @api.readonly
    @read_arguments(model=text, ids=a_list, said=optional(texts))
    def paint(self, model, ids, said=None):
        """Return how records are shown to the caller.

        Rules are evaluated under their rights: what they may not read is not painted,
        and a rule that asks for a field they may not read is left out for them.

        :param str model: any model
        :param ids: ids of its records, the first 5,000 of them are painted
        :param said: fields that the page shows by itself, as those it is grouped by:
            rules for everyone that say nothing but one of these are left out
        :return: dict of ``rules``, a dict of ``name`` and ``style`` (class names) by
            rule id, and ``records``, a dict of rule id by record id; both keyed by
            strings, as JSON has them
        """
        rules = self._rules_of(model, said or ())
        ids = ids[:MOST_RECORDS]
        if not rules or not ids or not self.env[model].has_access("read"):
            return {"rules": {}, "records": {}}
        painted = self._matches(model, ids, rules)
        used = set(painted.values())
        return {
            "rules": {
                str(id_): {"name": name, "style": style}
                for id_, name, style, *_rest in rules
                if id_ in used
            },
            "records": {str(id_): rule for id_, rule in painted.items()},
        }

    @api.model
    @api.readonly
    def painted_models(self):
        """Return the names of the models that the user's rules are about.

        :return: sorted list of str; empty for who may not read rules
        """
        if not self.has_access("read"):
            return []
        return sorted(name for name in self._rules_by_model() if name in self.env)

    @api.model
    def _rules_of(self, model, said=()):
        """Return the user's rules of a model: tuples of id, name, style and domain.

        The last of each is the field that the rule says, where that is all it says.
        """
        if not self.has_access("read") or model not in self.env:
            return ()
        rules = self._rules_by_model().get(model, ())
        return tuple(rule for rule in rules if rule[-1] not in said) if said else rules

    @api.model
    @ormcache("self.env.uid", "self.env.lang")
    def _rules_by_model(self):
        """Return the user's rules by model, in the order in which they are tried."""
        rules = self.search([("model", "!=", False)])
        rules = rules.sorted(lambda rule: (not rule.user_id, rule.sequence, rule.id))
        return {
            model: tuple(
                (r.id, r.name, r._style(), r.domain, r._said_field()) for r in group
            )
            for model, group in rules.grouped("model").items()
        }

    def _said_field(self):
        """Return the one field that a rule for everyone is about, if it is one."""
        try:
            domain = Domain(literal_eval(self.domain or "[]"))
        except (ValueError, SyntaxError, TypeError):
            return None
        single = isinstance(domain, DomainCondition) and not self.user_id
        return domain.field_expr if single else None

    def _style(self):
        """Return the class names that show a record as this rule wants."""
        names = [f"o_enova_{style}" for style in STYLES if self[style]]
        if self.color:
            names.insert(0, f"o_enova_color_{self.color}")
        return " ".join(names)

    @api.model
    def _matches(self, model, ids, rules):
        """Return the id of the first rule that fits by id of the record."""
        try:
            with self.env.cr.savepoint(flush=False):
                return self._query_matches(model, ids, rules)
        except psycopg2.Error as error:
            # A condition that only PostgreSQL could refuse: find out which.
            if len(rules) == 1:
                _logger.info("Colour rule %s is left out: %s", rules[0][0], error)
                return {}
        painted = {}
        for rule in rules:
            left = [id_ for id_ in ids if id_ not in painted]
            painted.update(self._matches(model, left, (rule,)) if left else {})
        return painted

    @api.model
    def _query_matches(self, model, ids, rules):
        records = self.env[model].with_context(active_test=False)
        query = records._search([("id", "in", ids)])
        cases = []
        for id_, _name, _style, domain, _said in rules:
            try:
                condition = self._condition(records, domain, query)
            except DOMAIN_ERRORS as error:
                _logger.info("Colour rule %s is left out: %s", id_, error)
                continue
            cases.append(SQL("WHEN %s THEN %s", condition, id_))
        if not cases:
            return {}
        fits = SQL("CASE %s END", SQL(" ").join(cases))
        rows = self.env.execute_query(
            query.select(SQL.identifier(records._table, "id"), fits)
        )
        return {id_: rule for id_, rule in rows if rule}
