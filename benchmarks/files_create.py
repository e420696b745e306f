"""What our look at every new file costs whoever stores one.

The same files are created with the addon's steps and with core's alone, by somebody
who does not use the CRM, by somebody who does, and where they belong to nobody.
"""

from contextlib import contextmanager, nullcontext

from harness import Benchmark


@contextmanager
def core_alone():
    """Take our create out of the way of core's."""
    # the addon is found once the harness has read where addons are
    from odoo.addons.crm_enova.models.archive import ir_attachment

    model = ir_attachment.IrAttachment
    ours = model.create
    del model.create
    try:
        yield
    finally:
        model.create = ours


def create(env, user, model, record_id, count):
    """Store ``count`` files on one record."""
    files = env["ir.attachment"].with_user(user)
    files.create(
        [
            {
                "name": f"{number}.txt",
                "raw": b"%d" % number,
                "res_model": model,
                "res_id": record_id,
            }
            for number in range(count)
        ]
    )


with Benchmark("Files created in bulk") as bench:
    env = bench.env
    count = bench.size("count", 1000)
    partner = env["res.partner"].create({"name": "P", "is_company": True})
    users = {
        "of the CRM": env["res.users"].create(
            {
                "name": "crm",
                "login": "crm",
                "group_ids": [(4, env.ref("crm_enova.crm_enova_group_all").id)],
            }
        ),
        "of contacts alone": env["res.users"].create(
            {
                "name": "other",
                "login": "other",
                "group_ids": [
                    (4, env.ref("base.group_user").id),
                    (4, env.ref("base.group_partner_manager").id),
                ],
            }
        ),
    }
    env.flush_all()
    shares = []
    for who, user in users.items():
        for model, record_id in (
            ("res.partner", partner.id),
            ("res.users", user.id),
        ):

            def work(user=user, model=model, record_id=record_id):
                create(env, user, model, record_id, count)

            label = f"{who}, on {model}"
            ways = {f"{label}: with us": nullcontext, f"{label}: core": core_alone}
            ours, core = bench.compare(ways, work, count, repeat=7)
            shares.append((model, ours.seconds / core.seconds, ours, core))
    bench.at_most(
        "times core, where nothing of ours is on the way",
        max(share for model, share, *_ in shares if model == "res.users"),
        1.1,
    )
    bench.at_most(
        "times core, where files get a contractor",
        max(share for model, share, *_ in shares if model == "res.partner"),
        1.3,
    )
    many = bench.measure(
        "10 times as many",
        lambda: create(env, users["of the CRM"], "res.partner", partner.id, 10 * count),
        items=10 * count,
        repeat=1,
    )
    bench.note(f"{many.queries:,} queries; core inserts a hundred rows at a time")
