"""A thousand selected tasks closed at once, beside core's own to-dos."""

from datetime import date

from harness import Benchmark

RESULT = "Sent"


def tasks(env, partners, count):
    """Create open tasks of two definitions, and keep them."""
    definitions = [
        env.ref(f"crm_enova.enova_activity_type_task_{name}").id
        for name in ("todo", "call")
    ]
    made = env["enova.activity"].create(
        [
            {
                "name": f"Task {i}",
                "type_id": definitions[i % 2],
                "partner_id": partners[i % len(partners)].id,
                "date_deadline": date.today(),
            }
            for i in range(count)
        ]
    )
    env.cr.commit()
    return made


def todos(env, partners, count):
    """Create core's to-dos on the same contractors, and keep them."""
    made = env["mail.activity"].create(
        [
            {
                "summary": f"Task {i}",
                "activity_type_id": env.ref("mail.mail_activity_data_todo").id,
                "res_model_id": env["ir.model"]._get_id("res.partner"),
                "res_id": partners[i % len(partners)].id,
                "user_id": env.uid,
                "date_deadline": date.today(),
            }
            for i in range(count)
        ]
    )
    env.cr.commit()
    return made


with Benchmark("Tasks closed at once") as bench:
    count = bench.size("count", 1000)
    env = bench.env
    partners = env["res.partner"].create(
        [{"name": f"Contractor {i}", "is_company": True} for i in range(100)]
    )
    ours = tasks(env, partners, count)
    tenth = ours[: count // 10]
    theirs = todos(env, partners, count)
    done = bench.measure("enova.activity", lambda: ours.action_done(RESULT), count)
    few = bench.measure(
        "enova.activity, a tenth", lambda: tenth.action_done(RESULT), len(tenth)
    )
    core = bench.measure(
        "mail.activity", lambda: theirs.action_feedback(feedback=RESULT), count
    )
    bench.at_most("seconds", done.seconds, 3)
    # one UPDATE per hundred rows, as the ERP flushes them
    more = (done.queries - few.queries) * 1000 / (count - len(tenth))
    bench.at_most("queries per further 1,000", more, 15)
    bench.at_least("times mail.activity", done.rate / core.rate, 2)
