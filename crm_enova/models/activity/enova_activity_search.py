from odoo import api, models
from odoo.fields import Domain
from odoo.tools import OrderedSet

from ..base.context import COUNTING, COUNTING_CONTRACTORS, COUNTING_PEOPLE

# Together they are what is_own finds, and no row is in both.
PARTS = (COUNTING_CONTRACTORS, COUNTING_PEOPLE)
# What names a contractor, so that its activities are gathered by index.
CONTRACTOR_FIELDS = ("partner_id", "commercial_partner_id")
IDS = (OrderedSet, frozenset, set, list, tuple)


class EnovaActivity(models.Model):
    """Pages of millions of tasks and events, and how many there are.

    Measured in ``benchmarks/own_rule.py`` and ``benchmarks/scale.py``.
    """

    _inherit = "enova.activity"

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, *args, **kwargs):
        """Look names up once for the page and for the count beside it.

        A name that somebody types is looked for in all contractors, by the rights of
        the same user at the same moment.
        """
        resolved = Domain(domain).optimize_full(self)
        return super().web_search_read(resolved, specification, *args, **kwargs)

    @api.model
    @api.readonly
    def search_count(self, domain, limit=None):
        """Count under the rule in the form that is fast for a count.

        What is of one's contractors, and the rest of one's own, are counted apart:
        for the former the index knows all that the rules ask, and no row is visited.
        Where contractors are named, theirs are the fewer rows, and each is looked at.
        """
        resolved = Domain(domain).optimize_full(self)
        if names_contractors(resolved):
            return super().search_count(resolved, limit)
        total = 0
        for part in PARTS if self._counts_in_parts() else (COUNTING,):
            counted = self.with_context(**part.on)
            left = limit and limit - total
            total += super(EnovaActivity, counted).search_count(resolved, left)
            if limit and total >= limit:
                break
        return total

    @api.model
    def _counts_in_parts(self):
        """Whether the rule of own contractors alone decides, and there are many.

        A rule of another group would let the same row be counted in both parts.
        """
        if self.env.su or not self.env["res.partner"]._has_many_own():
            return False
        # sudo: which rules bind the user; nothing of them leaves this method
        rules = self.env["ir.rule"]._get_rules(self._name, "read").sudo()
        own_rule = self.env.ref("crm_enova.enova_activity_rule_own")
        return rules.filtered("groups") == own_rule


def names_contractors(domain):
    """Tell whether a condition leaves the activities of named contractors alone.

    :param Domain domain: whose names are resolved
    :return: bool
    """
    conditions = getattr(domain, "children", [domain])
    is_and = getattr(domain, "OPERATOR", "&") == "&"
    return is_and and any(
        getattr(condition, "field_expr", None) in CONTRACTOR_FIELDS
        and condition.operator == "in"
        and isinstance(condition.value, IDS)
        and False not in condition.value
        for condition in conditions
    )
