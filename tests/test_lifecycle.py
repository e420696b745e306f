"""Install, update, uninstall on a database with years of other people's work."""

import large_indexes
import locks
import pytest
import snapshot
from conftest import complaints, install

from devtools import databases
from devtools.paths import ADDON

SEED = """
Partner = env["res.partner"]
partners = Partner.create([
    {"name": f"Client {n}", "vat": f"PL{5260250274 + n}", "phone": f"+48 22 {n:07}",
     "email": f"client{n}@example.com", "is_company": True, "user_id": 2,
     "child_ids": [(0, 0, {"name": f"Person {n}", "email": f"p{n}@example.com"})]}
    for n in range(60)
])
product = env["product.product"].create(
    {"name": "Pump", "type": "consu", "is_storable": True, "list_price": 100}
)
orders = env["sale.order"].create([
    {"partner_id": partner.id,
     "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 2})]}
    for partner in partners[:30]
])
orders[:20].action_confirm()
invoices = env["account.move"].create([
    {"move_type": "out_invoice", "partner_id": partner.id,
     "invoice_line_ids": [(0, 0, {"name": "Work", "quantity": 1, "price_unit": 50})]}
    for partner in partners[:25]
])
invoices[:15].action_post()
env["repair.order"].create([
    {"partner_id": partner.id, "product_id": product.id} for partner in partners[:10]
])
env["calendar.event"].with_context(no_mail_to_attendees=True).create([
    {"name": "Visit", "start": "2026-03-02 09:00:00", "stop": "2026-03-02 10:00:00",
     "partner_ids": [(6, 0, partner.ids)]} for partner in partners[:10]
])
env["utm.campaign"].create([{"title": f"Campaign {n}"} for n in range(5)])
"""
OURS = f"""
    SELECT 'ir_model_data', count(*) FROM ir_model_data WHERE module = '{ADDON}'
    UNION ALL SELECT 'ir_model', count(*) FROM ir_model WHERE model LIKE 'enova.%'
    UNION ALL SELECT 'ir_model_fields', count(*) FROM ir_model_fields
        WHERE name LIKE '%enova%' OR model LIKE 'enova.%'
    UNION ALL SELECT 'ir_sequence', count(*) FROM ir_sequence
        WHERE code LIKE '%enova%' OR prefix LIKE '%enova%'
    UNION ALL SELECT 'ir_rule', count(*) FROM ir_rule WHERE name ILIKE '%enova%'
    UNION ALL SELECT 'ir_attachment', count(*) FROM ir_attachment
        WHERE res_model LIKE 'enova.%'
    UNION ALL SELECT 'mail_message', count(*) FROM mail_message
        WHERE model LIKE 'enova.%'
    UNION ALL SELECT 'mail_followers', count(*) FROM mail_followers
        WHERE res_model LIKE 'enova.%'
    UNION ALL SELECT 'ir_config_parameter', count(*) FROM ir_config_parameter
        WHERE key LIKE '{ADDON}.%'
"""
USE = """
partners = env["res.partner"].search([("name", "like", "Client ")])
activities = env["enova.activity"].create([
    {"name": "Call", "kind": "task", "partner_id": partner.id} for partner in partners
])
activities[0].message_post(body="a note")
own = env["enova.activity.type"].create({"name": "Our own"})
env["enova.activity"].create({"name": "Of our own", "type_id": own.id})
env["enova.consent"].create({"partner_id": partners[0].id})
# There and back, so that what is compared afterwards is what it was.
clients = partners[:5].with_context(tracking_disable=True)
before = clients.user_id
clients.user_id = env.ref("base.user_root")
env.flush_all()
clients.user_id = before
"""
UNFINISHED = """
SELECT 'parameter', value FROM ir_config_parameter
 WHERE key = 'crm_enova.unfinished_installation'
 UNION ALL
SELECT 'key', conname FROM pg_constraint WHERE NOT convalidated
 UNION ALL
SELECT 'index', indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid
"""


@pytest.fixture(scope="module")
def life(outside):
    """Lead one database through the addon's whole life; yield what was seen."""
    template = databases.dependency_template(outside.erp, polish=False)
    with outside.copy_of(template, "lifecycle") as name:
        outside.python(name, SEED)
        columns = snapshot.columns(outside, name)
        seen = {"before": _look(outside, name, columns)}
        with locks.watched(outside, name) as seen["install_locks"]:
            seen["install"] = install(outside, name)
        seen["unfinished"] = outside.sql(name, UNFINISHED)
        outside.python(name, USE)
        seen["indexes"] = large_indexes.rebuilt(outside, name)
        with locks.watched(outside, name) as seen["update_locks"]:
            seen["update"] = outside.odoo(
                "-d", name, "-u", ADDON, "--no-http", "--stop-after-init"
            )
        seen["indexes_updated"] = large_indexes.there(outside, name)
        seen["uninstall"] = outside.odoo("module", "uninstall", "-d", name, ADDON)
        seen["indexes_gone"] = large_indexes.there(outside, name)
        seen["after"] = _look(outside, name, columns)
        seen["ours"] = dict(outside.sql(name, OURS))
        yield seen


def _look(outside, name, columns):
    return {
        "structure": snapshot.structure(outside, name),
        "contents": snapshot.contents(outside, name, columns),
    }


def _none(found):
    """Fail with everything that was found, one a line."""
    assert not found, "\n" + "\n".join(sorted(map(str, found)))


@pytest.mark.parametrize("step", ["install", "update", "uninstall"])
def test_no_complaint(life, step):
    _none(complaints(life[step]))


@pytest.mark.parametrize("step", ["install", "update"])
def test_people_work_meanwhile(life, step):
    """What is locked against writing is locked for a moment."""
    found = life[f"{step}_locks"]
    if step == "install":
        # the columns, which are there for an instant each: or nothing was watched
        assert found
    _none([item for item in found.items() if item[1] > 1])


def test_installation_is_finished(life):
    """All keys are there and checked, and nothing is left to do."""
    _none(life["unfinished"])


def test_large_indexes_dropped_and_built(life):
    seen = life["indexes"]
    dropped = [line[2] for line in seen["dropped"]]
    assert dropped == ["not there"] * len(large_indexes.NAMES)
    assert seen["without"] == []
    assert seen["interrupted"] == [["res_partner_enova_vat_part_idx", "f"]]
    assert [line[0] for line in seen["built"]] == large_indexes.NAMES
    assert seen["whole"] == large_indexes.WHOLE


def test_large_indexes_stay_and_go_with_the_addon(life):
    assert life["indexes_updated"] == large_indexes.WHOLE
    assert life["indexes_gone"] == []


def test_uninstall_leaves_no_structure(life):
    _none(life["after"]["structure"] - life["before"]["structure"])


def test_uninstall_takes_no_structure(life):
    _none(life["before"]["structure"] - life["after"]["structure"])


def test_uninstall_leaves_no_record_of_ours(life):
    _none([item for item in life["ours"].items() if item[1] != "0"])


def test_uninstall_leaves_other_data_untouched(life):
    before, after = life["before"]["contents"], life["after"]["contents"]
    changed = [name for name, sums in before.items() if after.get(name) != sums]
    _none([(name, before[name], after.get(name)) for name in changed])
