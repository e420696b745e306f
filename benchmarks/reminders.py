"""Reminders that are all due at once, beside the ERP's own of its meetings."""

from datetime import datetime, timedelta

from odoo.fields import Command

from harness import Benchmark

PEOPLE = 50
BATCH = 5000
QUIET = {
    "no_mail_to_attendees": True,
    "dont_notify": True,
    "skip_contact_description": True,
    "tracking_disable": True,
    "no_reset_password": True,
}
SOON = datetime.now().replace(microsecond=0) + timedelta(minutes=10)


def setting(env, count):
    """Create people and tasks of theirs whose reminders are due; by SQL, for speed."""
    group = env.ref("crm_enova.crm_enova_group_own").id
    users = env["res.users"].create(
        [
            {
                "name": f"Person {i}",
                "login": f"person{i}",
                "email": f"person{i}@example.com",
                "group_ids": [Command.link(group)],
            }
            for i in range(PEOPLE)
        ]
    )
    partners = env["res.partner"].create(
        [{"name": f"C {i}", "is_company": True} for i in range(200)]
    )
    definition = env.ref("crm_enova.enova_activity_type_task_todo")
    definition.reminder_email = True
    env["enova.activity"].with_context(mail_auto_subscribe_no_notify=True).create(
        [
            {
                "name": f"Task {i}",
                "type_id": definition.id,
                "user_id": users[i % PEOPLE].id,
                "partner_id": partners[i % 200].id,
                "date_start": SOON,
                "reminder": "30",
            }
            for i in range(count)
        ]
    )
    env.cr.commit()
    return users


def meetings(env, users, count):
    """Create meetings of the ERP with a reminder by e-mail that is due."""
    template = env.ref("calendar.calendar_template_meeting_reminder")
    alarm = env["calendar.alarm"].create(
        {
            "name": "30 minutes",
            "alarm_type": "email",
            "duration": 30,
            "interval": "minutes",
            "mail_template_id": template.id,
        }
    )
    env["calendar.event"].create(
        [
            {
                "name": f"Meeting {i}",
                "start": SOON,
                "stop": SOON + timedelta(hours=1),
                "user_id": users[i % PEOPLE].id,
                "partner_ids": [Command.set(users[i % PEOPLE].partner_id.ids)],
                "alarm_ids": [Command.set(alarm.ids)],
            }
            for i in range(count)
        ]
    )
    env.cr.commit()


with Benchmark("Reminders due at once") as bench:
    count = bench.size("count", 100_000)
    theirs = bench.size("theirs", 100)
    env = bench.env(context={**bench.env.context, **QUIET})
    users = setting(env, count)
    meetings(env, users, theirs)
    plain = bench.env(context={})

    def batch():
        """Do what the scheduled action does in one transaction."""
        claimed = plain["enova.activity"]._claim_reminders(BATCH)
        claimed._remind()
        plain.cr.commit()
        plain.invalidate_all()
        return len(claimed)

    def ours():
        """Empty the queue."""
        done = 0
        while taken := batch():
            done += taken
        assert done == count - BATCH

    def core():
        """Let the ERP send the reminders of its meetings."""
        cron = plain.ref("calendar.ir_cron_scheduler_alarm")
        lastcall = SOON - timedelta(days=1)
        cron.write({"lastcall": lastcall})
        plain["calendar.alarm_manager"].with_context(lastcall=lastcall)._send_reminder()
        plain.flush_all()

    one = bench.measure("one batch", batch, BATCH, keep=True)
    mine = bench.measure("tasks and events", ours, count - BATCH, keep=True)
    core_run = bench.measure("the ERP's meetings", core, theirs, keep=True)
    seconds = one.seconds + mine.seconds
    batches = count / BATCH
    bench.at_most("seconds", seconds, 60)
    bench.at_most(
        "queries of a batch, of the first",
        mine.queries / (batches - 1) / one.queries,
        1.1,
    )
    bench.at_least(
        "times the ERP's own",
        (count / seconds) / (theirs / core_run.seconds),
        10,
    )
