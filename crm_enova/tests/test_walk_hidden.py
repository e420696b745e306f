"""What somebody may not see changes nothing of what they see, however they ask."""

import inspect
import json
from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .hidden_common import SECRET, HiddenCase
from .test_history_report import NAME as REPORT

ADDON = "crm_enova"
MOST = 30
# The next number of a row of numbers that all share tells how many there are, to
# everybody: so do the numbers themselves.
COUNTED = "next_number"
# What is seen with the record that it is of; names of colleagues, which all know.
OF_THE_RECORD = {
    "enova.attachment",
    "enova.campaign.budget",
    "enova.caretaker",
    "enova.consent",
    "enova.creator.line",
    "enova.device.reading",
    "enova.folder.member",
    "enova.folder.section",
    "enova.letter.batch",
    "enova.letter.line",
    "res.users",
}


@tagged("post_install", "-at_install")
class TestWalkHidden(HiddenCase):
    """Every field, search, sum and page of ours, before and after it is entered."""

    # -- what somebody asks ------------------------------------------------------------

    def _told(self, user):
        """Return what all questions of a user are answered, as text by question."""
        self.env.flush_all()
        self.env.invalidate_all()
        told = {}
        for question, ask in self._questions(self.env(user=user)):
            try:
                with mute_logger("odoo"), self.env.cr.savepoint():
                    answer = ask()
            except (UserError, ValueError, NotImplementedError) as error:
                answer = [type(error).__name__, str(error)]
            told[question] = json.dumps(answer, default=str, ensure_ascii=False)
        return told

    def _questions(self, env):
        """Yield a name and a function for all that a client can ask."""
        for name, shown in self.shown.items():
            model = env[name]
            if not model.has_access("read"):
                continue
            found = shown.with_env(env)._filtered_access("read")
            yield f"{name} count", lambda m=model: m.search_count([])
            yield from self._questions_of_fields(found, self.ours[name])
            for method in self._methods(model):
                yield f"{name} {method}()", getattr(model, method)
                for record in found[:3]:
                    yield f"{record} {method}()", getattr(record, method)
        for period in ("month", "quarter"):
            users = env["res.users"]
            yield f"team {period}", lambda p=period, u=users: u.enova_team(p)
        digest = self.env.ref("crm_enova.digest_weekly")
        yield "digest", lambda: digest._compute_kpis(self.company, env.user)
        yield "report", lambda: self._report(env)

    def _questions_of_fields(self, records, ours):
        """Yield what lists and forms, sums and searches say of some fields."""
        model = records.browse()
        readable = [f for f in ours if model._has_field_access(f, "read")]
        names = [field.name for field in readable]
        yield f"{model._name} read", lambda: records.read(names, load=None)
        sums = [
            f"{f.name}:{f.aggregator}" for f in readable if f.store and f.aggregator
        ]
        yield (
            f"{model._name} sums",
            lambda: model._read_group([], [], ["__count", *sums]),
        )
        for field in ours:
            for condition in _conditions(field):
                yield (
                    f"{model._name} {condition}",
                    lambda c=condition: model.search([c], order="id").ids,
                )

    def _report(self, env):
        """Return what stands on the printed history, without the hour of printing."""
        reports = env["ir.actions.report"]
        text, _kind = reports._render_qweb_html(REPORT, self.contractor.ids)
        return [
            page.text_content() for page in html.fromstring(text).find_class("page")
        ]

    def _methods(self, model):
        """Return the names of our methods that only read and need no arguments."""
        names = []
        for name in dir(type(model)):
            function = getattr(type(model), name, None)
            if not getattr(function, "_readonly", False) or name.startswith("_"):
                continue
            source = inspect.unwrap(function)
            parameters = list(inspect.signature(source).parameters.values())[1:]
            needed = any(p.default is p.empty for p in parameters)
            if f".{ADDON}." in source.__module__ and not needed:
                names.append(name)
        return names

    # -- the walk ----------------------------------------------------------------------

    def test_nothing_changes(self):
        self.ours = {
            name: [
                field
                for field in model._fields.values()
                if field._module == ADDON and field.name != COUNTED
            ]
            for name, model in sorted(self.env.registry.items())
            if not model._abstract and not model._transient
        }
        self.shown = {
            name: self.system[name].search([], limit=MOST)
            for name, ours in self.ours.items()
            if ours
        }
        self.shown["res.partner"] = self.contractor | self.contact
        for role, user in self.roles.items():
            before = self._told(user)
            with self.env.cr.savepoint() as place:
                hidden = self._hidden_from(user)
                after = self._told(user)
                place.rollback()
            self.assertGreater(len(hidden), 3, role)
            self.assertIn("_hide_private_call", hidden)
            for question, answer in after.items():
                with self.subTest(role=role, question=question):
                    self.assertNotIn(SECRET, answer)
                    self.assertEqual(answer, before[question])
        self.assertGreater(len(before), 20)

    def test_lists_are_searched_under_the_rules_of_what_they_hold(self):
        """Else one could ask for a record by its id, or whether there is any."""
        walked = 0
        for name, model in sorted(self.env.registry.items()):
            for field in model._fields.values():
                many = field.type in ("one2many", "many2many")
                if field._module != ADDON or not many or model._transient:
                    continue
                computed = field.compute and not field.store
                if field.inherited or computed or model._abstract:
                    continue
                rules = [("model_id.model", "=", field.comodel_name)]
                if self.system["ir.rule"].search_count(rules, limit=1):
                    walked += 1
                    with self.subTest(model=name, field=field.name):
                        if field.comodel_name not in OF_THE_RECORD:
                            self.assertTrue(field.search, "search_under_rules")
        self.assertGreater(walked, 30)


def _conditions(field):
    """Return the conditions by which somebody may look for something.

    What is stored and leads nowhere core looks for, under the rules of the model alone.
    """
    many = field.type in ("one2many", "many2many")
    if not (field.search or field.store and (many or field.type == "many2one")):
        return ()
    day = fields.Date.today()
    if field.type in ("date", "datetime"):
        asked = [("=", False), ("<", str(day)), (">=", str(day - timedelta(days=2)))]
    elif field.type in ("integer", "float", "monetary"):
        asked = [(">", 0), ("<=", 0), (">", 1000)]
    elif field.type == "boolean":
        asked = [("=", True), ("=", False)]
    elif field.type in ("many2one", "one2many", "many2many"):
        asked = [("=", False), ("!=", False), ("ilike", SECRET.lower())]
    elif field.type in ("char", "text", "html"):
        asked = [("=", False), ("ilike", SECRET.lower())]
    else:
        asked = [("=", False), ("!=", False)]
    return [(field.name, *rest) for rest in asked]
