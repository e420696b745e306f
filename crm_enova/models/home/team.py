"""The page of the team: who does what, how much it brings, and where nothing moves."""

from functools import cached_property

from odoo.fields import Domain

from .money import whole_amount
from .person_figures import Period, share_of
from .team_columns import ALARM, Contacts
from .team_money_columns import MORE


class Team:
    """All of the page, under the rights of whoever looks; so many queries, for any team

    :param env: of a manager
    :param str period: one of ``PERIODS``
    """

    def __init__(self, env, period):
        self.env = env
        self.period = Period(env, period)
        self.columns = {}

    @cached_property
    def people(self):
        """Who works with the CRM in the company of whoever looks, by name."""
        # sudo: who belongs to a group, which plain users cannot read
        members = self.env.ref("crm_enova.crm_enova_group_own").sudo().all_user_ids
        root = self.env.ref("base.user_root")
        company = self.env.company
        members = members.filtered(
            lambda user: user.active and user != root and company in user.company_ids
        )
        return members.sorted(lambda user: (user.name or "").casefold()).sudo(False)

    @cached_property
    def contacts(self):
        """Triples of person, channel and number of contacts in the period."""
        column = Contacts(self)
        return self.env[column.model]._read_group(
            column.scope, ["user_id", "channel"], ["__count"]
        )

    @cached_property
    def elapsed(self):
        """How much of the period has gone by, from 0 to 1."""
        period = self.period
        days = (period.after - period.first).days
        gone = (period.today - period.first).days + 1
        return min(max(gone / days, 0), 1)

    def content(self):
        """Return what the page shows.

        :return: dict, see ``res.users.enova_team``
        """
        shown, users = [], self.env["res.users"]
        for kind in users._enova_team_columns():
            shown += self._column(kind)
        for kind in MORE:
            self._column(kind)
        away = self._away()
        charts = [kind(self) for kind in users._enova_team_charts()]
        return {
            "period": self.period.name,
            "label": self.period.label,
            "figures": self._figures(),
            "columns": [column.head() for column in shown],
            "people": [
                {
                    "id": person.id,
                    "name": person.name,
                    "away": person in away,
                    "substitutes": away.get(person, []),
                    "cells": {column.name: column.cell(person) for column in shown},
                }
                for person in self.people
            ],
            "charts": [chart.content() for chart in charts if chart.is_shown()],
        }

    def _column(self, kind):
        """Read a column, if the user may; return it in a list, or nothing."""
        column = kind(self)
        if not column.is_readable():
            return []
        column.values = column.count()
        self.columns[column.name] = column
        return [column]

    # -- who is away -----------------------------------------------------------------

    def _away(self):
        """Return who is absent, and the names of those who stand in, by person.

        The first is who stands in with most contractors.
        """
        present = self.env["res.users"]._enova_on_duty(self.people)
        absent = self.people - present
        if not absent:
            return {}
        caretakers = self.env["enova.caretaker"]
        groups = caretakers._read_group(
            Domain(caretakers._current_domain())
            & Domain("role", "=", "deputy")
            & Domain("partner_id.user_id", "in", absent.ids),
            ["partner_id.user_id", "user_id"],
            ["__count"],
            order="__count desc",
        )
        names = {person: [] for person in absent}
        on_duty = self.env["res.users"]._enova_on_duty(
            self.env["res.users"].union(*(deputy for _main, deputy, _count in groups))
        )
        for main, deputy, _count in groups:
            if deputy in on_duty:
                # sudo: the name of a colleague who stands in
                names[main].append(deputy.sudo().name)
        return names

    # -- the figures on top ----------------------------------------------------------

    def _figures(self):
        """Return the figures of the team; absent is what may not be read."""
        figures = [
            self._turnover(),
            self._sum("forecast"),
            self._sum("offers", self.env._("Quotations in progress")),
            self._count("contacts"),
            self._count("late"),
        ]
        return [figure for figure in figures if figure]

    def _figure(self, name, value, label=None, **more):
        column = self.columns[name]
        return {
            "name": name,
            "label": label or column.label,
            "value": value,
            "model": column.model,
            "domain": list(column.scope),
            **more,
        }

    def _turnover(self):
        if "orders" not in self.columns:
            return None
        orders, plan = self.columns["orders"], self.columns.get("plan")
        wanted = plan.total if plan else 0
        more = {}
        if wanted:
            share = share_of(orders.total, wanted)
            more["share"] = min(share, 100)
            more["hint"] = self.env._(
                "%(share)s%% of plan %(wanted)s",
                share=share,
                wanted=self._money(wanted),
            )
        return self._figure(
            "orders", self._money(orders.total), self.env._("Turnover"), **more
        )

    def _sum(self, name, label=None):
        if name not in self.columns:
            return None
        return self._figure(name, self._money(self.columns[name].total), label)

    def _count(self, name):
        if name not in self.columns:
            return None
        total = self.columns[name].total
        tone = ALARM if name == "late" and total else ""
        return self._figure(name, str(total), tone=tone)

    def _money(self, amount):
        return whole_amount(self.env, amount, self.env.company.currency_id)
