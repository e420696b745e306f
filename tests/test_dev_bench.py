"""./dev bench: a large database, and one page of all figures."""

import json

import pytest

from devtools import bench, bench_table
from devtools.console import StepFailed
from devtools.paths import ROOT

RESULT = {
    "title": "My tasks",
    "measured": "2026-11-26",
    "version": "19.0.1.4.0",
    "machine": "2 cores (EPYC), 23 GB, load 0.5",
    "notes": ["core: list   16 calls,  median 354 ms"],
    "limits": [
        {
            "label": "times core's | list",
            "value": 0.2634,
            "bound": "at most",
            "limit": 1.2,
            "kept": True,
        },
        {
            "label": "letters per second",
            "value": 1310.4,
            "bound": "at least",
            "limit": 4000,
            "kept": False,
        },
    ],
}


def written(tmp_path, **results):
    """Return the page made of some results."""
    for name, result in results.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(result))
    target = tmp_path / "performance.md"
    assert bench_table.write(tmp_path, target) == 0
    return target.read_text()


def test_page_names_figure_target_machine_and_what_is_broken(tmp_path):
    page = written(tmp_path, my_tasks=RESULT)
    assert "## My tasks (`my_tasks.py`)" in page
    assert "2026-11-26, version 19.0.1.4.0, machine: 2 cores (EPYC)" in page
    assert "| times core's / list | 0.263 | at most 1.2 | yes |" in page
    assert "\n\n- core: list 16 calls, median 354 ms\n" in page
    assert "| letters per second | 1,310 | at least 4,000 | **no** |" in page


def test_results_of_an_older_harness_are_shown_too(tmp_path):
    older = {key: RESULT[key] for key in ("title", "limits")}
    page = written(tmp_path, older=older, empty=older | {"limits": []})
    assert "version not noted, machine: not noted." in page
    assert "(`older.py`)" in page
    assert "empty" not in page


def test_what_was_not_measured_anew_stays_and_what_is_gone_goes(tmp_path):
    """No machine has the results of all: each run replaces its own sections."""
    before = written(tmp_path, my_tasks=RESULT, gone=RESULT, team=RESULT)
    (tmp_path / "my_tasks.json").unlink()
    (tmp_path / "gone.json").unlink()
    page = written(tmp_path, team=RESULT | {"measured": "2026-12-24"})
    [kept, _rest] = before.partition("## My tasks (`my_tasks.py`)")[2].split("## ", 1)
    assert f"## My tasks (`my_tasks.py`){kept}" in page
    assert "(`gone.py`)" not in page
    assert page.count("(`team.py`)") == 1 and "2026-12-24" in page


def test_page_of_the_checkout_is_one_that_is_written(tmp_path):
    page = (ROOT / "docs" / "performance.md").read_text()
    assert page.startswith(bench_table.HEAD)
    assert written(tmp_path).strip() == bench_table.HEAD.strip()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--activities", "few"), "invalid"),
        (("--activities", "99"), "99 is too few"),
        (("--partners", "-5"), "-5 is too few"),
        (("--partners=0",), "0 is too few"),
        (("--sideways",), "unrecognized"),
        (("--act", "500"), "unrecognized"),
    ],
)
def test_odd_sizes_are_refused_before_anything_is_set_up(
    words, told, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("CRM_ENOVA_CACHE", str(tmp_path))
    with pytest.raises(SystemExit) as refused:
        bench.run([bench.SEED], list(words))
    assert refused.value.code == 2
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_what_only_helps_is_no_benchmark():
    with pytest.raises(StepFailed) as failure:
        bench.run(["load_client"], [])
    assert "scale" in failure.value.remedy
    assert "load_client" not in failure.value.remedy
    helpers = bench.NOT_BENCHMARKS - {"__init__"}
    assert not [name for name in helpers if not (bench.FOLDER / f"{name}.py").exists()]
