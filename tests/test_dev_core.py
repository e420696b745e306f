"""What ./dev core makes of the names that core's runner gives to tests."""

import pytest

from devtools import core

IN_UTM = "odoo.addons.utm.tests.test_utm.TestUtm"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (f"{IN_UTM}.test_name", ("utm", "TestUtm.test_name")),
        (f"setUpClass ({IN_UTM})", ("utm", "TestUtm")),
        ("odoo.upgrade.test_it", (None, "odoo.upgrade.test_it")),
    ],
)
def test_parts(name, parts):
    assert core._parts(name) == parts


def test_only_what_fails_again_is_ours(monkeypatch, capsys):
    """Failures of core itself and those of one moment are told apart."""
    names = {word: f"{IN_UTM}.test_{word}" for word in ("always", "ours", "once")}
    runs = [
        {"started": [*names.values()], "failed": dict.fromkeys(names.values(), "why")},
        {"started": [], "failed": {names["always"]: "why"}},
        {"started": [], "failed": {names["ours"]: "why"}},
    ]
    asked = []

    def suites(_erp, _template, tags, _title):
        asked.append(tags)
        return runs.pop(0)

    monkeypatch.setattr(core, "ready", lambda *packages: None)
    monkeypatch.setattr(core, "_is_addon", lambda erp, name: True)
    monkeypatch.setattr(core, "_templates", lambda erp, modules: ("without", "with"))
    monkeypatch.setattr(core, "_suites", suites)
    assert core.run(["utm"]) == 1
    assert asked[0] == "/utm"
    again = [f"/utm:TestUtm.test_{word}" for word in ("always", "once", "ours")]
    assert asked[1].split(",") == again
    assert asked[2].split(",") == again[1:]
    shown = capsys.readouterr()
    assert "| utm | 3 | 1 | 1 |" in shown.out
    assert f"only with crm_enova: {names['ours']}: why" in shown.out
    assert names["once"] in shown.err
