import inspect

from psycopg2 import IntegrityError

from odoo.api import private
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .walk_common import SECRET, RolledBack, WalkCase

# the last two are texts that no database holds
ODD = (None, False, 0, -1, "", "x", [], [None], {}, {"x": 1}, 10**12, "\0", "\ud800")


@tagged("post_install", "-at_install")
class TestWalkMethods(WalkCase):
    """Every public method answers odd arguments with words or with nothing."""

    def _methods(self, model):
        """Yield (name, function) of what a client may call of a model of ours."""
        for name in dir(type(model)):
            function = inspect.unwrap(getattr(type(model), name, None) or (lambda: 0))
            module = getattr(function, "__module__", "") or ""
            ours = ".crm_enova." in module and inspect.isfunction(function)
            inherited = _is_of_core(type(model), name)
            if ours and not name.startswith("_") and not inherited:
                if not getattr(function, "_api_private", False):
                    yield name, function

    def _arguments(self, function):
        """Return how many arguments a client can give beside the record."""
        parameters = list(inspect.signature(function).parameters.values())[1:]
        return [p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD,)]

    def _call(self, records, name, arguments):
        """Call in a savepoint; any error but one for users is a fault."""
        said = None
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                said = getattr(records, name)(*arguments)
                raise RolledBack
        except (RolledBack, UserError) as outcome:
            said = [said, str(outcome)]
        except ValueError as error:
            # core's word for a button that is pressed on no record
            if records or "singleton" not in str(error):
                raise
        self.env.invalidate_all()
        return said

    def test_odd_arguments(self):
        """Salesperson, outsider and portal user; no record, own record, none at all."""
        self.assertTrue(private)
        walked = 0
        users = (self.user, self.user_outsider, self.user_portal)
        for model in self._models():
            own = self.own.get(model._name, model)
            for name, function in self._methods(model):
                wanted = self._arguments(function)
                for odd in ODD if wanted else (None,):
                    for user in users:
                        records = model.browse(own.ids).with_user(user)
                        with self.subTest(
                            model=model._name, method=name, odd=odd, user=user.login
                        ):
                            walked += 1
                            said = self._call(records, name, [odd] * len(wanted))
                            self.assertNotIn(SECRET, repr(said))
        self.assertGreater(walked, 300)

    def test_a_record_of_no_id(self):
        """Nothing that is stored, and one thing: a client may say so."""
        walked = 0
        for model in self._models():
            if model._abstract:
                continue
            for name, function in self._methods(model):
                arguments = [None] * len(self._required(function))
                for user in (self.user, self.user_outsider):
                    records = model.browse([0]).with_user(user)
                    with self.subTest(model=model._name, method=name, user=user.login):
                        walked += 1
                        try:
                            self._call(records, name, arguments)
                        except (IntegrityError, ValueError) as error:
                            # the former a client is told in words; the latter is core's
                            # word for something that no record stands for
                            expected = "null value|singleton"
                            self.assertRegex(str(error), expected)
                            self.env.invalidate_all()
        self.assertGreater(walked, 300)

    def _required(self, function):
        return [p for p in self._arguments(function) if p.default is p.empty]

    def test_odd_values_of_a_quick_log(self):
        """Values are read, too, before anything is searched by them."""
        activities = self.env["enova.activity"].with_user(self.user)
        partner_id = self.contractor.id
        good = {"type_id": self.type_call.id, "partner_id": partner_id}
        for name in ("type_id", "partner_id", "contact_id", "name", "time_spent"):
            for odd in ("\u00e4x", [partner_id], {"id": 1}, 10**12, -1, True):
                if name == "name" and isinstance(odd, str):
                    continue
                with self.subTest(name=name, odd=odd):
                    self._refused(lambda v={**good, name: odd}: activities.quick_log(v))
        self.assertTrue(activities.quick_log(good)["id"])

    def _refused(self, attempt):
        """Expect the words of a refusal."""
        with self.assertRaises(UserError), self.env.cr.savepoint():
            attempt()


def _is_of_core(model, name):
    """Tell whether core has a method of this name: its arguments are core's matter."""
    return any(
        name in vars(cls) and ".crm_enova." not in (cls.__module__ or "")
        for cls in model.__mro__
    )
