"""The layout that ./dev lint asks of the addon's models, on small examples."""

import pytest

from devtools import checks, loops, rooms

M = "crm_enova/models/"
FLOORS = {
    f"{M}__init__.py": "from . import base\nfrom . import task\nfrom . import job"
}


def model(name=None, inherit=None, methods=(), lines=0, imports=""):
    """Return the text of a file with one model."""
    text = f"{imports}\nclass It(models.Model):\n    note = 1\n"
    text += f"    _name = {name!r}\n" if name else ""
    text += f"    _inherit = {inherit!r}\n" if inherit else ""
    for method in methods:
        text += f"\n    def {method}(self, vals):\n        return super()\n"
    return text + "#\n" * (lines - len(text.splitlines()))


def mistakes(files):
    return rooms.check(FLOORS | {M + name: text for name, text in files.items()})


@pytest.mark.parametrize(
    ("name", "text", "limit"),
    [
        ("task/enova_task.py", {"name": "enova.task"}, 600),
        ("task/sale_order.py", {"inherit": "sale.order", "methods": ["write"]}, 600),
        ("task/sale_order.py", {"inherit": "sale.order"}, 600),
        ("task/enova_task_time.py", {"inherit": "enova.task"}, 400),
        ("task/res_partner_tasks.py", {"inherit": ["res.partner", "a.b"]}, 400),
        ("task/planner.py", {}, 300),
    ],
)
def test_limit_of_a_file(name, text, limit):
    assert mistakes({name: model(**text, lines=limit)}) == []
    found = mistakes({name: model(**text, lines=limit + 1)})
    assert found == [f"{M}{name}: {limit + 1} lines, more than {limit}"]


def test_crud_belongs_into_the_file_of_its_model():
    found = mistakes(
        {
            "task/enova_task.py": model("enova.task"),
            "task/enova_task_time.py": model(inherit="enova.task", methods=["create"]),
        }
    )
    assert len(found) == 1
    assert "enova_task_time.py:6: create of enova.task belongs" in found[0]


def test_crud_of_ours_is_overridden_once():
    task = model("enova.task", "mail.thread", ["create", "write", "_tell"])
    above = model(inherit="enova.task", methods=["write", "_tell"])
    found = mistakes({"task/enova_task.py": task, "job/enova_task.py": above})
    assert len(found) == 1
    assert found[0].endswith(f"write of enova.task again, see {M}task/enova_task.py")


def test_crud_of_cores_is_overridden_once_in_a_folder():
    order = model(inherit="sale.order", methods=["write"])
    found = mistakes({"task/sale_order.py": order, "job/sale_order.py": order})
    assert found == []
    twice = order + order.replace("class It", "class Again")
    assert len(mistakes({"task/sale_order.py": twice})) == 1


def test_crud_of_partners_is_with_contractors():
    partner = model(inherit="res.partner", methods=["write"])
    assert mistakes({"contractor/res_partner.py": partner}) == []
    found = mistakes({"task/res_partner.py": partner})
    assert found and "belongs into contractor" in found[0]


@pytest.mark.parametrize("text", ['x = env["enova.job"]', 'x = "of enova.job, too"'])
def test_no_name_of_a_higher_floor(text):
    job = {"job/enova_job.py": model("enova.job")}
    found = mistakes(job | {"task/enova_task.py": text})
    assert found == [f"{M}task/enova_task.py:1: enova.job is of a higher floor"]
    assert mistakes(job | {"job/enova_job_time.py": text}) == []


def test_prose_and_longer_names_are_no_names():
    job = {"job/enova_job.py": model("enova.job")}
    text = '"""As enova.job does."""\nx = "enova.job_line", "my.enova.job"\n'
    assert mistakes(job | {"task/enova_task.py": text}) == []


@pytest.mark.parametrize(
    "line",
    [
        "from ..job.enova_job import x",
        "from ..job import enova_job",
        "from .. import job",
        "from odoo.addons.crm_enova.models.job import x",
        "from ...wizards.enova_window import x",
    ],
)
def test_no_import_upwards(line):
    found = mistakes({"task/enova_task.py": line, "job/__init__.py": ""})
    assert len(found) == 1 and "enova_task.py:1: imports" in found[0]


@pytest.mark.parametrize(
    "line",
    ["from ..base.change import x", "from .dates import x", "from odoo import api"],
)
def test_other_imports_are_well(line):
    assert mistakes({"task/enova_task.py": line}) == []


def test_vague_names_are_noted():
    text = "for one in x:\n    pass\ndef f(every):\n    someone = every\n"
    notes = checks.vague_names({f"{M}task/enova_task.py": text})
    assert notes == [f"{M}task/enova_task.py: vague names: one (1), every (3)"]


def untold(text, name=f"{M}task/enova_task.py"):
    return checks.unnamed_arguments({name: text})


def test_public_functions_name_their_arguments():
    text = (
        "class Task:\n"
        "    def move(self, day, *names, zone=None, **vals):\n"
        '        """Move.\n\n        :param date day: there\n'
        '        :param names: of fields\n        """\n'
    )
    assert untold(text) == [
        f"{M}task/enova_task.py:2: move does not say what it takes: zone, vals"
    ]
    assert "day" in untold("def move(day):\n    return day\n")[0]


@pytest.mark.parametrize(
    "text",
    [
        "def _move(day):\n    return day\n",
        "class Task:\n    def stop(self):\n        return True\n",
        "def stop():\n    def inner(day):\n        return day\n    return inner\n",
        "class T(B):\n    def load(self, rows):\n        return super().load(rows)\n",
        "class T(B):\n    def load(self, x):\n        super(T, self).load(x)\n",
        "class T(B):\n    def write(self, vals):\n        return self._go(vals)\n",
        "def pytest_configure(config):\n    return config\n",
    ],
)
def test_others_need_not_name_their_arguments(text):
    assert untold(text) == []


def test_a_method_that_calls_another_one_of_super_is_no_override():
    text = "class T(B):\n    def go(self, x):\n        super().load(x)\n"
    assert len(untold(text)) == 1


def test_tests_and_scripts_need_not_name_their_arguments():
    text = "def migrate(cr, version):\n    cr.execute(version)\n"
    assert untold(text, "crm_enova/tests/common.py") == []
    assert untold(text, "crm_enova/migrations/19.0.1.0.0/pre-it.py") == []
    assert untold(text, "benchmarks/merge.py") == []
    assert len(untold(text, "benchmarks/harness.py")) == 1


@pytest.mark.parametrize(
    ("before", "added"),
    [
        ("found = self.browse()", "found |= record"),
        ("found = self.env['res.partner']", "found += record"),
        ("count, found = 0, partners.browse()", "found |= record"),
        ("found = self.env['res.partner'].sudo().search([])", "found |= record"),
    ],
)
@pytest.mark.parametrize("loop", ["for record in self:", "while self.more():"])
def test_no_loop_grows_a_recordset(before, added, loop):
    text = f"def it(self):\n    {before}\n    {loop}\n        if record:\n"
    found = loops.grown_recordsets("a.py", text + f"            {added}\n")
    assert found == [
        "a.py:5: found is copied in each turn of the loop; gather ids, and unite once"
    ]


@pytest.mark.parametrize(
    "body",
    [
        # no recordset, or none for sure
        "    found = set()\n    for record in self:\n        found |= {record.id}",
        "    found = 0\n    for record in self:\n        found += record.amount",
        "    found = self._it()\n    for record in self:\n        found |= record",
        "    found = re.search('a', b)\n    for record in self:\n        found += 1",
        "    found = Domain.FALSE\n    for x in self:\n        found |= Domain(x)",
        # beside the loop, or begun again in each turn
        "    found = self.browse()\n    found |= self.child_ids",
        "    for record in self:\n        found = self.browse()\n"
        "        found |= record.child_ids",
        "    for record in self:\n        pass\n    found = self.browse()\n"
        "    found |= self.child_ids",
    ],
)
def test_what_grows_no_recordset_passes(body):
    assert loops.grown_recordsets("a.py", f"def it(self):\n{body}\n") == []


@pytest.mark.parametrize("call", ["date.today()", "fields.Date.today()"])
def test_a_tour_does_not_ask_the_machine_for_its_day(call):
    text = f"today = {call}\n"
    for name in ("test_tour_day", "contrast_common"):
        (found,) = checks.days_of_the_machine({f"crm_enova/tests/{name}.py": text})
        assert found.startswith(f"crm_enova/tests/{name}.py:1: ")
    theirs = {"crm_enova/tests/test_tour_day.py": "today = self._today()\n"}
    assert checks.days_of_the_machine(theirs) == []
    # what looks at no screen may mean the server's day
    assert checks.days_of_the_machine({"crm_enova/tests/test_race.py": text}) == []
