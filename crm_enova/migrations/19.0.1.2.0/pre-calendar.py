"""Store whole days as days, and where the calendar shows what is planned."""

from odoo.tools import sql


def migrate(cr, version):
    """Rewrite whole days first: what the calendar shows follows from them."""
    if not version:
        return
    _store_days(cr)
    _store_days_of_series(cr)
    _fill_calendar(cr)


def _store_days(cr):
    """Put whole days at noon of the days that they were for their assignee."""
    cr.execute(
        """
        WITH zones AS MATERIALIZED (SELECT name FROM pg_timezone_names),
             fresh AS (
                SELECT a.id,
                       date_trunc('day', a.date_start AT TIME ZONE 'UTC'
                           AT TIME ZONE COALESCE(zones.name, 'UTC')) AS first,
                       date_trunc('day', a.date_stop AT TIME ZONE 'UTC'
                           AT TIME ZONE COALESCE(zones.name, 'UTC')) AS last
                  FROM enova_activity AS a
                  LEFT JOIN res_users AS u ON u.id = a.user_id
                  LEFT JOIN res_partner AS p ON p.id = u.partner_id
                  LEFT JOIN zones ON zones.name = p.tz
                 WHERE a.all_day AND a.date_start IS NOT NULL)
        UPDATE enova_activity AS activity
           SET date_start = fresh.first + interval '12 hours',
               date_stop = fresh.last + interval '12 hours',
               date = fresh.first + interval '12 hours'
          FROM fresh
         WHERE fresh.id = activity.id
        """
    )


def _store_days_of_series(cr):
    """Let series of whole days go on as days: in no zone, of so many days."""
    cr.execute(
        """
        UPDATE enova_activity_recurrence AS series
           SET hour = 12, tz = 'UTC', duration = floor(duration / 24) * 24
         WHERE hour >= 0
           AND EXISTS (SELECT FROM enova_activity AS activity
                        WHERE activity.recurrence_id = series.id
                          AND activity.all_day AND activity.date_start IS NOT NULL)
        """
    )


def _fill_calendar(cr):
    """Fill in one statement what the framework would compute row by row."""
    for name in ("calendar_start", "calendar_stop"):
        if not sql.column_exists(cr, "enova_activity", name):
            sql.create_column(cr, "enova_activity", name, "timestamp")
    cr.execute(
        """
        UPDATE enova_activity
           SET calendar_start = CASE
                   WHEN date_start IS NULL THEN date_deadline
                   WHEN all_day THEN date_trunc('day', date_start)
                   ELSE date_start END,
               calendar_stop = CASE
                   WHEN date_start IS NULL
                   THEN date_deadline + time '23:59:59'
                   WHEN all_day
                   THEN date_trunc('day', COALESCE(date_stop, date_start))
                        + time '23:59:59'
                   ELSE COALESCE(date_stop, date_start) END
         WHERE date_start IS NOT NULL OR date_deadline IS NOT NULL
        """
    )
