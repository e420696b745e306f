"""Two contractors with thousands of tasks and events each become one."""

from harness import Benchmark


def contractor(env, name, count):
    """Create a contractor with a caretaker and ``count`` tasks."""
    user = env["res.users"].create({"name": name, "login": name})
    partner = env["res.partner"].create(
        {"name": name, "is_company": True, "user_id": user.id}
    )
    definition = env.ref("crm_enova.enova_activity_type_task_todo")
    env["enova.activity"].create(
        [
            {
                "name": f"Task {number}",
                "type_id": definition.id,
                "partner_id": partner.id,
                "user_id": False,
            }
            for number in range(count)
        ]
    )
    return partner


def merge(env, partners):
    """Merge the second of two partners into the first."""
    wizard = env["base.partner.merge.automatic.wizard"].create({})
    wizard._merge(partners.ids, partners[0])


with Benchmark("Merge of two contractors") as bench:
    env = bench.env
    count = bench.size("count", 10_000)
    few = contractor(env, "few 1", 10) | contractor(env, "few 2", 10)
    many = contractor(env, "many 1", count) | contractor(env, "many 2", count)
    env.flush_all()
    env.cr.execute("ANALYZE enova_activity")
    small = bench.measure("with 10 tasks each", lambda: merge(env, few), warm=True)
    large = bench.measure(f"with {count:,} tasks each", lambda: merge(env, many))
    bench.at_most("seconds", large.seconds, 10)
    bench.at_most("more queries than with 10", large.queries - small.queries, 0)
