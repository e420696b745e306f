"""Nobody is kept from what core lets them do by a method that we override."""

import functools
import inspect
from contextlib import ExitStack, contextmanager
from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.orm.models import BaseModel
from odoo.tests import tagged
from odoo.tools import mute_logger

from . import (  # noqa: F401 (their scenarios)
    walk_overrides,
    walk_overrides_mailing,
    walk_overrides_merges,
    walk_overrides_partners,
    walk_overrides_stock,
)
from .common import new_user
from .project_common import DocumentMixin, ProjectCase
from .walk_common import RolledBack
from .walk_scenarios import EXPORT, SCENARIOS, masked

OURS = "odoo.addons.crm_enova."
EMPLOYEE, PORTAL, PUBLIC = "base.group_user", "base.group_portal", "base.group_public"


def overrides(registry):
    """Return what we override of core's methods: classes by model of core and method.

    :return: dict of sets of classes of ours by pairs of names
    """
    found = {}
    for model in registry.values():
        if model._name.startswith("enova."):
            continue
        lineage = [c for c in model.__mro__ if issubclass(c, BaseModel)]
        for place, cls in enumerate(lineage):
            if not cls.__module__.startswith(OURS):
                continue
            if cls._name != model._name and not cls._name.startswith("enova."):
                continue  # once, with the mixin of core that it extends
            further = [c for c in lineage[place:] if not c.__module__.startswith(OURS)]
            for name, function in vars(cls).items():
                if not inspect.isfunction(function) or name.startswith("__"):
                    continue
                if any(inspect.isfunction(vars(c).get(name)) for c in further):
                    found.setdefault((model._name, name), set()).add(cls)
    return found


def spy(function, called):
    """Return a function that notes for which model it is called."""

    @functools.wraps(function)
    def noting(self, *args, **kwargs):
        called.add((self._name, function.__name__))
        return function(self, *args, **kwargs)

    return noting


@tagged("post_install", "-at_install")
class TestWalkOverrides(DocumentMixin, ProjectCase):
    """Each scenario, by everybody without a group of the CRM, with and without us."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_documents()
        cls.overrides = overrides(cls.env.registry)
        jobs = sorted({_staff(groups) for groups, _scenario in SCENARIOS.values()})
        groups = [EMPLOYEE, PORTAL, PUBLIC, *jobs]
        cls.people = {
            of: new_user(cls.env, f"walk_{number}", groups=of)
            for number, of in enumerate(groups)
        }
        # what is ours stands behind all of it, and is nothing to those who walk
        cls.project.campaign_id = cls._campaign()
        cls._activity(partner_id=cls.contractor.id, user_id=cls.user_own.id)
        cls.records = {}

    # -- what scenarios ask for ----------------------------------------------------

    def values_of(self, model):
        """Return values with which a record of a model is created."""
        partner = {"partner_id": self.contractor.id}
        line = {"product_id": self.pump.id, "product_uom_qty": 1}
        moments = {"start": datetime(2026, 3, 2, 9), "stop": datetime(2026, 3, 2, 10)}
        guests = [Command.set(self.contractor.ids)]
        warehouse = self.stock.warehouse_id
        if model == "sale.order.line":
            return {**line, "order_id": self.record_of("sale.order", self.env).id}
        if model == "calendar.attendee":
            meeting = self.record_of("calendar.event", self.env)
            # the token is the framework's secret, and random where it is not given
            return {**partner, "event_id": meeting.id, "access_token": "walk"}
        return {
            "account.move": {**partner, "move_type": "out_invoice"},
            "calendar.event": {"name": "Zebranie", "partner_ids": guests, **moments},
            "mailing.mailing": {"subject": "x"},
            "mailing.trace": {"model": "res.partner", "res_id": self.contractor.id},
            "ir.attachment": self._values_of_file() if model == "ir.attachment" else {},
            "repair.order": {**partner, "product_id": self.pump.id},
            "res.config.settings": {},
            "res.partner": {"name": "Nowa Firma", "is_company": True, "phone": "601"},
            "sale.order": {**partner, "order_line": [Command.create(line)]},
            "stock.picking": {**partner, "picking_type_id": warehouse.out_type_id.id},
        }[model]

    def _values_of_file(self):
        """Return the values of a file of an order, which has a contractor."""
        order = self.record_of("sale.order", self.env)
        place = {"res_model": "sale.order", "res_id": order.id}
        return {"name": "plik.txt", "raw": b"tekst", "mimetype": "text/plain", **place}

    def record_of(self, model, env):
        """Return a record of a model that somebody else has made, tied to the CRM."""
        records, values = self.env[model], self.values_of(model)
        if records._transient:  # everybody has their own
            return env[model].create(values)
        if model not in self.records:
            if "enova_project_id" in records._fields:
                values["enova_project_id"] = self.project.id
            elif model == "res.partner":
                values["user_id"] = self.user_own.id
            record = records.create(values)
            if model == "calendar.event":
                record.action_enova_record()
            elif model == "calendar.attendee":
                record._enova_set_uninvited(True)
            self.records[model] = record
        return self.records[model].with_env(env)

    def core_fields(self, model):
        """Return the names of the fields of a model that are not ours."""
        fields = self.env[model]._fields.items()
        return [n for n, field in fields if field._module != "crm_enova"]

    def columns_shown(self, model, env):
        """Return the names of what core stores of a record and shows to a user."""
        names = []
        for name in env[model].fields_get(self.core_fields(model), ["type"]):
            field = env[model]._fields[name]
            known = field.comodel_name
            if field.store and field.column_type:
                if not known or env[known].has_access("read"):
                    names.append(name)
        return names

    # -- the walk ------------------------------------------------------------------

    def _result_of(self, scenario, user):
        """Run a scenario, and leave nothing behind.

        :return: what it answered, or how it was refused
        """
        self.env.flush_all()
        self.env.invalidate_all()
        self.records.clear()
        env = self.env(user=user, context={"tz": "Europe/Warsaw"})
        answer = None
        try:
            with self.env.cr.savepoint():
                answer = scenario(self, env)
                env.flush_all()
                raise RolledBack
        except RolledBack:
            return "done", answer
        except UserError as error:
            return type(error).__name__, masked(error)
        finally:
            self.env.invalidate_all()

    @contextmanager
    def _without_us(self):
        """Take our overrides away, so that core's methods are what they are."""
        places = {
            (cls, name)
            for (_model, name), classes in self.overrides.items()
            for cls in classes
        }
        taken = {place: vars(place[0])[place[1]] for place in places}
        registry = self.env.registry
        fields = registry.field_depends_context.copy()
        for cls, name in taken:
            delattr(cls, name)
        try:
            yield
        finally:
            for (cls, name), function in taken.items():
                setattr(cls, name, function)
            if registry.field_depends_context != fields:
                # models that were set up meanwhile know nothing of us
                registry._setup_models__(self.env.cr)

    @contextmanager
    def _fields_open(self):
        """Let everybody read the fields that we add to models of core."""
        with ExitStack() as stack:
            for model in self.env.registry.values():
                for field in model._fields.values():
                    if field._module == "crm_enova" and field.groups:
                        stack.enter_context(patch.object(field, "groups", None))
            yield

    @contextmanager
    def _watched(self, called):
        """Note which overrides are called."""
        with ExitStack() as stack:
            done = set()
            for (_model, name), classes in self.overrides.items():
                for cls in classes:
                    if (cls, name) not in done:
                        done.add((cls, name))
                        noting = spy(vars(cls)[name], called)
                        stack.enter_context(patch.object(cls, name, noting))
            yield

    def test_each_override_has_a_scenario(self):
        self.assertTrue(self.overrides)
        missing = sorted(self.overrides.keys() - SCENARIOS.keys())
        self.assertFalse(missing, "Write a scenario for them in walk_overrides*.py")

    def test_overrides_are_found(self):
        """The walk would be in vain if it overlooked what stands in the source."""
        for pair in (("res.partner", "write"), ("sale.order", "action_confirm")):
            self.assertIn(pair, self.overrides)
        self.assertNotIn(("res.partner", "enova_timeline"), self.overrides)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    @mute_logger("odoo.sql_db")
    def test_everybody_does_what_core_lets_them(self):
        wanted = {}
        for pair in self.overrides.keys() & SCENARIOS.keys():
            wanted.setdefault(SCENARIOS[pair], []).append(pair)
        for (groups, scenario), pairs in sorted(wanted.items(), key=_by_name):
            called, outcomes = set(), {}
            for of in (EMPLOYEE, _staff(groups), PORTAL, PUBLIC):
                user = self.people[of]
                with self._without_us():
                    expected = self._result_of(scenario, user)
                    if expected[0] != "done" and "enova" in expected[1]:
                        # core alone has no such field to stumble over
                        with self._fields_open():
                            expected = self._result_of(scenario, user)
                with self._watched(called):
                    outcomes[of] = self._result_of(scenario, user)
                with self.subTest(overrides=pairs, groups=of):
                    self.assertEqual(outcomes[of], expected)
                    if outcomes[of][0] != "done":
                        self.assertNotIn("enova", outcomes[of][1])
            with self.subTest(overrides=pairs):
                done = [of for of, (state, _a) in outcomes.items() if state == "done"]
                self.assertTrue(done, f"Nobody gets there: {outcomes}")
                self.assertFalse(set(pairs) - called, "The scenario passes them by")


def _staff(groups):
    """Return the groups of an employee with a job, who exports their work, too."""
    return f"{EMPLOYEE},{EXPORT},{groups}"


def _by_name(row):
    return sorted(row[1])
