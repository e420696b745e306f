from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .enova_activity_stage import OPEN_STATES

# What a client may ask for at most; beyond that a count is as dear as an exact one.
HIGHEST_LIMIT = 1_000_000
# So many times the limit is looked at to find the columns that are full.
LOOKED_AT = 4


class EnovaActivity(models.Model):
    """The board by stage, whose closed columns are counted up to a limit.

    What is open is what people still have to do, and is counted exactly; what is closed
    is all that there ever was. Our own board says by a key of the context how far it
    wants that counted, and shows "10,000+"; whoever else groups by stage, a pivot or an
    export, is told how many there are. Measured in ``benchmarks/scale.py``.
    """

    _inherit = "enova.activity"

    # All that the rules, the bars and the order of cards ask of a column: its count
    # visits no row. In the order of the cards it would lead PostgreSQL to walk a column
    # of millions for the few of somebody who has little of their own.
    _board_idx = models.Index(
        "(stage_id) INCLUDE (priority, date_due, date, id, state, active, company_id,"
        " private, user_id, assigned_by_id, commercial_partner_id)"
    )

    @api.model
    def _formatted_read_group_with_length(
        self, domain, groupby, aggregates, offset=0, limit=None, order=None
    ):
        """Count closed columns as far as our board asks, one more where they go on."""
        most = self.env.context.get("enova_count_limit")
        by_stage = list(groupby) == ["stage_id"] == [order]
        if (
            type(most) is not int
            or not 0 < most <= HIGHEST_LIMIT
            or not (by_stage and list(aggregates) == ["__count"])
            or offset
            or limit
        ):
            return super()._formatted_read_group_with_length(
                domain, groupby, aggregates, offset, limit, order
            )
        names = ("stage_id",), ("__count",)
        groups = self._count_by_stage(domain, most)
        if self._web_read_group_field_expand(groupby):
            groups = self._web_read_group_expand(
                domain, groups, "stage_id", aggregates, order
            )
        return self._web_read_group_format(*names, groups), len(groups)

    @api.model
    def _count_by_stage(self, domain, most):
        """Return stages and how many are in each.

        :param Domain domain: what is on the board
        :param int most: how far closed ones are counted; one more says that they go on
        :return: list of (stage, number), without empty ones
        """
        known = self.env["enova.activity.stage"].with_context(active_test=False)
        stages = known.search_fetch([("state", "!=", False)], ["state"])
        pending = stages.filtered(lambda stage: stage.state in OPEN_STATES)
        resolved = Domain(domain).optimize_full(self)
        counts = self._count_closed(resolved, (stages - pending).ids, most + 1)
        for stage, count in self._read_group(
            resolved & Domain("stage_id", "in", pending.ids), ["stage_id"], ["__count"]
        ):
            counts[stage.id] = count
        return [
            (stage, counts[stage.id])
            for stage in (*stages, known.browse())
            if counts[stage.id]
        ]

    @api.model
    def _count_closed(self, domain, stage_ids, limit):
        """Count what is in some stages, and in none, each up to a limit.

        First a part is looked at, in whatever order is quickest. Often that is all, and
        else it tells which columns are full: nearly all is in one or two. What is left
        is small, and counted along the stage.

        :return: defaultdict of numbers by the id of a stage
        """
        (looked, condition), *rest = self._counting_parts(domain)
        query = looked._search(condition, limit=limit * LOOKED_AT)
        column = self._field_to_sql(self._table, "stage_id", query)
        statement = "SELECT stage_id, count(*) FROM (%s) AS found GROUP BY stage_id"
        rows = self.env.execute_query(SQL(statement, query.select(column)))
        counts = defaultdict(int, {id_ or False: count for id_, count in rows})
        left = [id_ for id_ in (*stage_ids, False) if counts[id_] < limit]
        if sum(counts.values()) == query.limit:
            whole = self if rest else looked
            counts.update(whole._count_stages(condition, left, limit))
            rest = ()
        for others, condition in rest:
            for id_, count in others._count_stages(condition, left, limit).items():
                counts[id_] += count
        return defaultdict(int, {id_: min(n, limit) for id_, n in counts.items()})

    @api.model
    def _count_stages(self, domain, stage_ids, limit):
        """Count what is in each stage up to a limit; ``False`` stands for none.

        :return: defaultdict of numbers by the id of a stage
        """
        query = self._search(domain)
        query.add_where("TRUE")  # whoever sees everything has no condition
        column = self._field_to_sql(self._table, "stage_id", query)
        selects = [
            SQL(
                "SELECT %s, count(*) FROM (SELECT FROM %s WHERE %s AND %s %s LIMIT %s)"
                " AS found",
                id_ or 0,
                query.from_clause,
                query.where_clause,
                column,
                SQL("= %s", id_) if id_ else SQL("IS NULL"),
                limit,
            )
            for id_ in stage_ids
        ]
        if not selects:
            return defaultdict(int)
        rows = self.env.execute_query(SQL(" UNION ALL ").join(selects))
        return defaultdict(int, {id_ or False: count for id_, count in rows})
