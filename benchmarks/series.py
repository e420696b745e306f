"""A series of five hundred, beside a recurring meeting of the ERP."""

from datetime import datetime

from odoo.fields import Command

from harness import Benchmark

QUIET = {"no_mail_to_attendees": True, "dont_notify": True, "tracking_disable": True}
START, STOP = datetime(2030, 1, 7, 9), datetime(2030, 1, 7, 10)

with Benchmark("A series") as bench:
    count = bench.size("count", 500)
    env = bench.env
    partner = env["res.partner"].create({"name": "C", "is_company": True})
    first = env["enova.activity"].create(
        {
            "name": "Inspection",
            "partner_id": partner.id,
            "date_start": START,
            "date_stop": STOP,
        }
    )
    wizard = env["enova.activity.repeat"].create(
        {"activity_id": first.id, "frequency": "daily", "count": count, "mon": True}
    )
    env.cr.commit()

    def ours():
        """Show the preview, and make the series."""
        assert wizard.preview
        wizard.action_confirm()
        env.flush_all()
        assert len(first.recurrence_id.activity_ids) == count

    def core():
        """Make a recurring meeting, in silence."""
        env["calendar.event"].with_context(**QUIET).create(
            {
                "name": "Inspection",
                "start": START,
                "stop": STOP,
                "partner_ids": [Command.set(env.user.partner_id.ids)],
                "recurrency": True,
                "rrule_type": "daily",
                "interval": 1,
                "end_type": "count",
                "count": count,
            }
        )
        env.flush_all()

    mine = bench.measure("a series of tasks", ours, count)
    theirs = bench.measure("a recurring meeting", core, count)
    bench.at_most("seconds", mine.seconds, 1)
    bench.at_most("times the ERP's own", mine.seconds / theirs.seconds, 5)
