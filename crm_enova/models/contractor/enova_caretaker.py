from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Date
from odoo.tools import SQL, format_date

from ..base.change import Change
from ..base.context import CARETAKER_APPLIED, CARETAKER_LATER

# How many contractors change hands in one transaction of the nightly job.
SWITCH_BATCH = 5000
ROLES = [("main", "Main"), ("deputy", "Deputy")]


def _message_main(env, diag):
    """Word the clash of two main caretakers."""
    return env._(
        "A contractor has one main caretaker at a time. End the period that is there,"
        " or choose other days."
    )


def _message_person(env, diag):
    """Word the clash of two periods of one person."""
    return env._(
        "The same person is a caretaker of this contractor already in these days, as"
        " main or as deputy."
    )


class EnovaCaretaker(models.Model):
    """Who is in charge of a contractor, as what, and from when to when.

    The row is the source. What lists and rules need of it today (core's salesperson and
    the set of caretakers of a partner) is written from it by :meth:`_apply`.
    """

    _name = "enova.caretaker"
    _inherit = ["enova.of.partner", "enova.undo.mixin", "enova.guard.mixin"]
    _description = "Caretaker"
    _order = "partner_id, role desc, sequence, date_from desc, id desc"
    _rec_name = "user_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Contractor",
        required=True,
        ondelete="cascade",
        domain="[('contractor_status', '!=', False)]",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Caretaker",
        required=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    role = fields.Selection(ROLES, required=True, default="main")
    sequence = fields.Integer(
        default=10,
        help="The first deputy on duty is the substitute of the main caretaker.",
    )
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="To", help="The last day; empty for an open end.")
    reason = fields.Char()
    active = fields.Boolean(
        string="Held",
        default=True,
        readonly=True,
        copy=False,
        help="Off where somebody else took over on the very day on which it began: the"
        " line tells of it, and nothing else depends on it.",
    )
    is_current = fields.Boolean(
        string="Today", compute="_compute_is_current", search="_search_is_current"
    )

    # Concurrency can break these two promises, so the database keeps them. Deferrable,
    # as closing one period and opening the next may come in either order.
    _one_main = models.Constraint(
        "EXCLUDE USING gist (int4range(partner_id, partner_id, '[]') WITH =,"
        " daterange(date_from, date_to, '[]') WITH &&) WHERE (role = 'main' AND active)"
        " DEFERRABLE INITIALLY IMMEDIATE",
        _message_main,
    )
    _one_period = models.Constraint(
        "EXCLUDE USING gist (int4range(partner_id, partner_id, '[]') WITH =,"
        " int4range(user_id, user_id, '[]') WITH =,"
        " daterange(date_from, date_to, '[]') WITH &&) WHERE (active)"
        " DEFERRABLE INITIALLY IMMEDIATE",
        _message_person,
    )
    _ends_after_begin = models.Constraint(
        "CHECK (date_to >= date_from)", "A period cannot end before it begins."
    )
    _partner_idx = models.Index("(partner_id, role, date_from)")
    # In whose place somebody stands, beside thousands of their own.
    _user_role_idx = models.Index("(user_id, role, date_from)")

    @api.depends("date_from", "date_to", "active")
    def _compute_is_current(self):
        """Count both ends of a period as days in charge."""
        today = fields.Date.context_today(self)
        for period in self:
            ended = period.date_to and period.date_to < today
            begun = period.date_from and period.date_from <= today
            period.is_current = bool(period.active and begun and not ended)

    @api.model
    def _search_is_current(self, operator, value):
        """Search by the days that the compute counts."""
        if operator != "in":
            return NotImplemented
        current = self._current_domain()
        return current if True in value else ["!", *current]

    @api.model
    def _current_domain(self):
        today = fields.Date.context_today(self)
        return [
            "&",
            ("active", "=", True),
            "&",
            ("date_from", "<=", today),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", today),
        ]

    @api.depends("user_id", "role", "date_from", "date_to")
    def _compute_display_name(self):
        """Name person, role and days, as messages need them."""
        roles = dict(self._fields["role"]._description_selection(self.env))
        for period in self:
            days = [
                format_date(self.env, day) if day else "…"
                for day in (period.date_from, period.date_to)
            ]
            period.display_name = self.env._(
                "%(user)s (%(role)s, %(date_from)s – %(date_to)s)",
                user=period.user_id.name,
                role=roles.get(period.role),
                date_from=days[0],
                date_to=days[1],
            )

    @api.constrains("partner_id")
    def _check_partner(self):
        """Contact persons have the caretakers of their company, none of their own."""
        for partner in self.partner_id:
            if partner.commercial_partner_id != partner:
                raise ValidationError(
                    self.env._(
                        "%(person)s belongs to %(company)s: assign caretakers there.",
                        person=partner.display_name,
                        company=partner.commercial_partner_id.display_name,
                    )
                )

    # -- the way through -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Create: fill, guard, check, then :meth:`_apply_effects`."""
        vals_list = self._fill_values(vals_list)
        for vals in vals_list:
            self.browse()._check_before(vals)
        periods = super().create(vals_list)
        periods._finish_change(Change.of_create(vals_list))
        return periods

    def write(self, vals):
        """Write: check, snapshot, guard, check, then :meth:`_apply_effects`."""
        self._check_before(vals)
        change = Change.of_write(self, vals, self._watched_fields())
        result = super().write(vals)
        self._finish_change(change)
        return result

    def unlink(self):
        """Delete, and bring the partners in line."""
        partners = self.partner_id
        result = super().unlink()
        self._apply_to(partners)
        return result

    def _finish_change(self, change):
        self._check_after(change)
        self._apply_effects(change)

    @api.model
    def _fill_values(self, vals_list):
        """Return values with proposals; the caller's own are not changed."""
        return vals_list

    def _check_before(self, vals):
        """Refuse values before they are written."""

    @api.model
    def _watched_fields(self):
        """Return which fields later steps compare with what they held before."""
        return {"partner_id"}

    def _check_after(self, change):
        """Refuse what can be told only of the written periods."""

    def _apply_effects(self, change):
        """Write who is in charge today onto the partners, before and after."""
        before = {change.was(period, "partner_id") for period in self} - {None, False}
        # at once: a union for each of them copies all that came before it
        self._apply_to(self.partner_id.union(*before))

    # -- what partners hold of it --------------------------------------------------

    @api.model
    def _apply_to(self, partners):
        """Write what is true today onto partners, unless the caller does it later."""
        if not CARETAKER_LATER.is_on(self.env):
            self._apply(partners.ids)

    @api.model
    def _apply(self, partner_ids):
        """Write today's caretakers onto partners: the set, and core's salesperson.

        A constant number of statements for any number of partners, plus one write of
        core's field per new salesperson.

        :param list partner_ids: commercial partners
        :return: the partners whose salesperson changed
        """
        partners = self.env["res.partner"]
        if not partner_ids:
            return partners
        self.flush_model()
        partners.flush_model(["user_id"])
        today = fields.Date.context_today(self)
        self._apply_user_ids(partner_ids, today)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT main.user_id, array_agg(partner.id)
                  FROM res_partner AS partner
             LEFT JOIN enova_caretaker AS main
                    ON main.partner_id = partner.id AND main.role = 'main'
                   AND main.active
                   AND daterange(main.date_from, main.date_to, '[]') @> %(today)s
                 WHERE partner.id = ANY(%(ids)s)
                   AND partner.user_id IS DISTINCT FROM main.user_id
              GROUP BY main.user_id
                """,
                ids=list(partner_ids),
                today=today,
            )
        )
        # sudo: the caller has been allowed to change the periods, and the salesperson
        # is what they say; no mail and no log, as nobody has written a salesperson.
        quiet = partners.sudo().with_context(
            tracking_disable=True,
            mail_auto_subscribe_no_notify=True,
            **CARETAKER_APPLIED.on,
        )
        for user_id, ids in rows:
            quiet.browse(ids).write({"user_id": user_id or False})
        return partners.browse([id_ for _user_id, ids in rows for id_ in ids])

    @api.model
    def _apply_user_ids(self, partner_ids, today):
        """Make the relation of partners to the caretakers of today true."""
        params = {"ids": list(partner_ids), "today": today}
        current = SQL(
            "SELECT partner_id, user_id FROM enova_caretaker"
            " WHERE partner_id = ANY(%(ids)s) AND active"
            " AND daterange(date_from, date_to, '[]') @> %(today)s",
            **params,
        )
        self.env.cr.execute(
            SQL(
                "DELETE FROM enova_partner_caretaker_rel WHERE (partner_id, user_id) IN"
                " (SELECT partner_id, user_id FROM enova_partner_caretaker_rel"
                " WHERE partner_id = ANY(%s) EXCEPT %s)",
                params["ids"],
                current,
            )
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO enova_partner_caretaker_rel (partner_id, user_id) %s"
                " ON CONFLICT DO NOTHING",
                current,
            )
        )
        self.env["res.partner"].browse(partner_ids).invalidate_recordset(
            ["caretaker_user_ids", "caretaker_ids"]
        )

    @api.model
    def _stale_partner_ids(self):
        """Return the partners on whom yesterday's caretakers still stand."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                WITH current AS MATERIALIZED (
                    SELECT partner_id, user_id, role FROM enova_caretaker
                     WHERE active AND daterange(date_from, date_to, '[]') @> %(today)s
                ), touched AS (
                    SELECT DISTINCT partner_id FROM enova_caretaker
                ), missing AS (
                    SELECT partner_id, user_id FROM current
                    EXCEPT
                    SELECT partner_id, user_id FROM enova_partner_caretaker_rel
                ), ended AS (
                    SELECT partner_id, user_id FROM enova_partner_caretaker_rel
                    EXCEPT
                    SELECT partner_id, user_id FROM current
                )
                SELECT partner_id FROM missing
                 UNION
                SELECT partner_id FROM ended
                 UNION
                SELECT partner.id FROM touched
                  JOIN res_partner AS partner ON partner.id = touched.partner_id
             LEFT JOIN current ON current.partner_id = partner.id
                   AND current.role = 'main'
                 WHERE partner.user_id IS DISTINCT FROM current.user_id
                """,
                today=fields.Date.context_today(self),
            )
        )
        return sorted(row[0] for row in rows)

    @api.model
    def _cron_switch(self):
        """Begin and end periods with the new day, in batches that may be cut short."""
        stale = self._stale_partner_ids()
        self.env["ir.cron"]._commit_progress(remaining=len(stale))
        for start in range(0, len(stale), SWITCH_BATCH):
            batch = stale[start : start + SWITCH_BATCH]
            self._apply(batch)
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                break

    # -- the way back --------------------------------------------------------------

    @api.model
    def _undo_fields(self):
        """Add all of a period: one that was removed is made again."""
        return [
            *super()._undo_fields(),
            "active",
            "date_from",
            "date_to",
            "partner_id",
            "reason",
            "role",
            "sequence",
            "user_id",
        ]

    def _undo_env(self):
        """Return them as the system writes them, partners at the end."""
        return super()._undo_env()._as_system().with_context(**CARETAKER_LATER.on)

    def _undo_created(self):
        """Make room first: two cannot be in charge at a time."""
        result = super()._undo_created()
        self.flush_model()
        return result

    @api.model
    def _undo_finish(self, rows):
        """Write onto the partners who is in charge again."""
        result = super()._undo_finish(rows)
        periods = self.browse([id_ for id_, _old, _new in rows]).exists()
        named = {
            values["partner_id"]
            for _id, *sides in rows
            for values in sides
            if values and "partner_id" in values
        }
        self._apply(sorted(named | set(periods.partner_id.ids)))
        return result

    # -- whole days, both ends included, open ends allowed ----------------------------

    def _make_room(self, first, last):
        """Shorten, split or remove these periods so that the given days are free.

        :param date first: first day that is needed
        :param last: last day, or a false value for all that follow
        """
        remains = []
        covered = self.filtered(lambda period: period.date_from >= first)
        for period in self:
            end = period.date_to
            if last and (not end or end > last):
                remains.append(period.copy_data({"date_from": _next(last)})[0])
        (self - covered).write({"date_to": _previous(first)})
        covered._drop_or_supersede()
        self.flush_model()
        self.create(remains)

    def _drop_or_supersede(self):
        """Take periods away that others take the place of.

        A main caretaker who began today was in charge, if only for an hour: the line
        stays, as one that binds nobody. What has not begun was never true.
        """
        today = fields.Date.context_today(self)
        begun = self.filtered(lambda p: p.role == "main" and p.date_from == today)
        (self - begun).unlink()
        begun._supersede(today)

    def _supersede(self, today):
        """Let these periods end today and bind nobody.

        By one statement: the ORM cuts it into one for each hundred rows.
        """
        if not self:
            return
        self.check_access("write")
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE enova_caretaker SET active = FALSE, date_to = %s,"
                " write_uid = %s, write_date = %s WHERE id IN %s",
                today,
                self.env.uid,
                self.env.cr.now(),
                self._ids,
            )
        )
        names = ["active", "date_to"]
        self.invalidate_recordset([*names, "write_uid", "write_date"])
        self.modified(names)
        self._apply_to(self.partner_id)

    def _free_days(self, first, last):
        """Return the stretches between these periods, within the given days.

        :param date first: first day
        :param last: last day, or a false value for an open end
        :return: list of pairs of first and last day; the last may be ``False``
        """
        free, start = [], first
        for period in self.sorted("date_from"):
            if start < period.date_from:
                free.append((start, _previous(period.date_from)))
            if not period.date_to:
                return free
            start = max(start, _next(period.date_to))
        if start <= (last or date.max):
            free.append((start, last))
        return free


def _next(day):
    return Date.add(day, days=1)


def _previous(day):
    return Date.subtract(day, days=1)
