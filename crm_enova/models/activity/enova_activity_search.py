from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, OrderedSet

from ..base.context import (
    COUNTING,
    COUNTING_CONTRACTORS,
    COUNTING_PEOPLE,
    GATHERED,
    Narrowing,
)
from ..contractor.res_partner_own import AskedOnce
from .enova_activity_stage import OPEN_STATES

# Together they are what is_own finds, and no row is in both.
PARTS = (COUNTING_CONTRACTORS, COUNTING_PEOPLE)
# What names a contractor, so that its activities are gathered by index.
CONTRACTOR_FIELDS = ("partner_id", "commercial_partner_id")
# What names who may read it without further ado.
PERSON_FIELDS = ("user_id", "assigned_by_id")
IDS = (OrderedSet, frozenset, set, list, tuple)
# More of them are nearly all.
MOST_NAMED = 20_000
# So many are gathered and sorted sooner than the newest of all are walked through.
FEW = 5000


class EnovaActivity(models.Model):
    """Pages of millions of tasks and events, and how many there are.

    Measured in ``benchmarks/own_rule.py`` and ``benchmarks/scale.py``.
    """

    _inherit = "enova.activity"

    @api.model
    @api.readonly
    def web_search_read(
        self,
        domain,
        specification,
        offset=0,
        limit=None,
        order=None,
        count_limit=None,
    ):
        """Look names up once for the page and for the count beside it.

        A name that somebody types is looked for in all contractors, by the rights of
        the same user at the same moment.
        """
        resolved = Domain(domain).optimize_full(self)
        if not named_contractors(resolved):
            if limit and count_limit and self._sees_few():
                return self._counted_page(
                    resolved, specification, offset, limit, order, count_limit
                )
            return super().web_search_read(
                resolved, specification, offset, limit, order, count_limit
            )
        activities, narrowed = self._narrow(resolved)
        found = activities.search(narrowed, offset=offset, limit=limit, order=order)
        values = found.with_env(self.env).web_read(specification)
        return activities._format_web_search_read_results(
            narrowed, values, offset, limit, count_limit
        )

    @api.model
    def _counted_page(self, domain, specification, offset, limit, order, count_limit):
        """Count first: of few the newest are found by gathering them.

        PostgreSQL adds up what is of own contractors, assigned and given, which mostly
        is the same, and so takes it for several times as much. It would then walk
        through the newest of all until it has found a page of theirs.
        """
        asked = AskedOnce.around(self)
        counted = asked.with_context(**COUNTING.on)
        count = counted.search_count(domain, count_limit)
        if count <= min(FEW, count_limit - 1):
            asked = asked.with_context(**GATHERED.on)
        found = asked.search_fetch(domain, list(specification), offset, limit, order)
        values = found.with_env(self.env).web_read(specification)
        return {"length": count if values else 0, "records": values}

    @api.model
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Sort what is gathered by a date that no index knows."""
        term = super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        if field_name != "date" or not GATHERED.is_on(self.env):
            return term
        date = self._field_to_sql(alias, field_name, query)
        return SQL("%s + interval '0' %s %s", date, direction, nulls)

    @api.model
    @api.readonly
    def search_count(self, domain, limit=None):
        """Count under the rule in the form that is fast for a count.

        What is of one's contractors, and the rest of one's own, are counted apart:
        for the former the index knows all that the rules ask, and no row is visited.
        Where contractors are named, the same index is asked for these alone.
        """
        total = 0
        for counted, condition in self._counting_parts(domain):
            left = limit and limit - total
            total += super(EnovaActivity, counted).search_count(condition, left)
            if limit and total >= limit:
                break
        return total

    @api.model
    def _counting_parts(self, domain):
        """Return in which parts is counted what is found under the rules.

        :param domain: condition, a list or a Domain
        :return: list of (these activities with what the rules are to know, condition)
        """
        resolved = Domain(domain).optimize_full(self)
        if COUNTING.is_on(self.env):
            return [(self, resolved)]
        if is_of_person(resolved, self.env.uid):
            # the rules let one read all of it; the day and the person find it
            return [(self, resolved)]
        if named_contractors(resolved):
            return [self._narrow(resolved)]
        parts = PARTS if self._counts_in_parts() else (COUNTING,)
        return [(self.with_context(**part.on), resolved) for part in parts]

    @api.model
    @api.readonly
    def read_progress_bar(self, domain, group_by, progress_bar):
        """Count for the bars above a board what they can show.

        What is closed is due no more, and most of what there is. By stage the index
        of the board knows all that is asked.
        """
        if progress_bar["field"] == "due_state":
            domain = Domain(domain) & Domain("state", "in", OPEN_STATES)
            if group_by == "stage_id":
                stages = self.env["enova.activity.stage"].with_context(
                    active_test=False
                )
                pending = stages.search([("state", "in", OPEN_STATES)])
                domain &= Domain("stage_id", "in", pending.ids)
        return super().read_progress_bar(domain, group_by, progress_bar)

    @api.model
    def _narrow(self, domain):
        """Name the companies of the named contractors, to the rules as well.

        PostgreSQL takes one row in two to be somebody's own, whoever is named, and so
        would look for the newest among all: for those of a name that is not among the
        reader's it would read every row there is.

        :param Domain domain: that names contractors
        :return: these activities with what a search needs, and the condition
        """
        if Narrowing.of(self.env):
            return self, domain  # the page beside this count has done so
        ids = named_contractors(domain)
        # ids of companies alone, which stand beside the rules as a condition
        company = self.env["res.partner"]._fields["commercial_partner_id"]
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT commercial_partner_id FROM res_partner"
                " WHERE id = ANY(%s) AND commercial_partner_id IS NOT NULL",
                list(ids),
                to_flush=company,
            )
        )
        company_ids = [id_ for (id_,) in rows]
        narrowing = Narrowing(company_ids)
        named = Domain("commercial_partner_id", "in", company_ids)
        return self.with_context(**narrowing.on), domain & named

    @api.model
    def _counts_in_parts(self):
        """Whether the rule of own contractors alone decides, and there are many."""
        return self.env["res.partner"]._has_many_own() and self._has_own_rule()

    @api.model
    def _sees_few(self):
        """Whether the rule of own contractors alone decides, and names them."""
        # groups first: they are known without a query
        return (
            self.env.user.has_group("crm_enova.crm_enova_group_own")
            and not self.env.user.has_group("crm_enova.crm_enova_group_all")
            and not self.env["res.partner"]._has_many_own()
            and self._has_own_rule()
        )

    @api.model
    def _has_own_rule(self):
        """Whether the rule of own contractors alone decides.

        A rule of another group would let the same row be counted in both parts.
        """
        if self.env.su:
            return False
        # sudo: which rules bind the user; nothing of them leaves this method
        rules = self.env["ir.rule"]._get_rules(self._name, "read").sudo()
        own_rule = self.env.ref("crm_enova.enova_activity_rule_own")
        return rules.filtered("groups") == own_rule


def named_contractors(domain):
    """Return the contractors that a condition names, if no other can be meant.

    :param Domain domain: whose names are resolved
    :return: collection of ids; empty where all may be meant, or too many are named
    """
    if getattr(domain, "OPERATOR", "&") != "&":
        return ()
    if any(isinstance(c.value, Domain) for c in domain.iter_conditions()):
        # of records that may be of other contractors: nothing is narrowed for these
        return ()
    for condition in getattr(domain, "children", [domain]):
        if (
            getattr(condition, "field_expr", None) in CONTRACTOR_FIELDS
            and condition.operator == "in"
            and isinstance(condition.value, IDS)
            and False not in condition.value
            and len(condition.value) <= MOST_NAMED
        ):
            return condition.value
    return ()


def is_of_person(domain, user_id):
    """Tell whether a condition asks for nothing but what one does, or has given.

    :param Domain domain: whose names are resolved
    :param int user_id: of the person
    :return: bool
    """
    if getattr(domain, "OPERATOR", "&") != "&":
        return False
    return any(
        getattr(condition, "field_expr", None) in PERSON_FIELDS
        and condition.operator == "in"
        and isinstance(condition.value, IDS)
        and set(condition.value) == {user_id}
        for condition in getattr(domain, "children", [domain])
    )
