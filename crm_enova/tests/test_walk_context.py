import re
from pathlib import Path

from odoo.tests import tagged

from ..models.base import context
from .walk_common import WalkCase

SOURCE = Path(__file__).parents[1]
READ = re.compile(
    r"""context\.get\(\s*["'](enova_\w+)["']|["'](enova_\w+)["'] in \S*context"""
)
ZONE = re.compile(r"""context\.get\(\s*["']tz["']""")
# Sent by our own client: they choose or fill in, and skip nothing.
CHOOSING = {
    "enova_change",
    "enova_color_model",
    "enova_count_limit",
    "enova_documents",
    "enova_failed",
    "enova_found",
    "enova_id",
    "enova_link",
    "enova_link_choice",
    "enova_model",
    "enova_offer_contractor",
    "enova_resources",
    "enova_unreserved",
    "enova_with_client",
}

# Carry an object of a class of ours, which no client can send either.
CARRIED = {
    "enova_asked",
    "enova_consumption",
    "enova_defaults",
    "enova_import_run",
    "enova_look",
    "enova_merge",
    "enova_merge_texts",
    "enova_narrowing",
    "enova_placements",
    "enova_visible",
}


@tagged("post_install", "-at_install")
class TestWalkContext(WalkCase):
    """A key of the context says nothing when a client sends it."""

    def _tokens(self):
        return [
            value
            for value in vars(context).values()
            if isinstance(value, context.ContextToken)
        ]

    def test_keys_in_the_source_are_known(self):
        """Every key that our code asks for is a token, or one that skips nothing."""
        known = CHOOSING | CARRIED | {token.key for token in self._tokens()}
        for path in SOURCE.rglob("*.py"):
            if "tests" in path.parts:
                continue
            for match in READ.finditer(path.read_text()):
                key = match[1] or match[2]
                with self.subTest(file=path.name, key=key):
                    self.assertIn(key, known)

    def test_a_zone_of_the_client_is_read_with_care(self):
        """It may be none: the ERP's own reading passes that over."""
        careful = {"enova_activity_bulk.py"}
        for path in SOURCE.rglob("*.py"):
            if "tests" not in path.parts and path.name not in careful:
                with self.subTest(file=path.name):
                    self.assertNotRegex(path.read_text(), ZONE)

    def test_a_zone_that_is_none(self):
        """Whoever has none of their own is at UTC, whatever their client names."""
        self.user.tz = False
        silent = self.contractor
        for zone in ("Nowhere/X", "x" * 300, "\x00", True, 7, {"x": 1}):
            with self.subTest(zone=zone):
                odd = self.env(user=self.user, context={"tz": zone})
                start = "2026-03-02 09:00:00"
                task = odd["enova.activity"].create(
                    {
                        "name": "Z odległa",
                        "partner_id": self.contractor.id,
                        "user_id": self.user.id,
                        "date_start": start,
                        "reminder": "15",
                    }
                )
                self.assertEqual(str(task.reminder_at), "2026-03-02 08:45:00")
                self.assertEqual(str(task._series_zone()), "UTC")
                self.assertTrue(odd["enova.resource"]._day_bounds(task.date.date()))
                self.assertEqual(odd["res.partner"]._reader_zone(), odd.tz)
                self.assertTrue(silent.with_env(odd).read(["silence_days"]))

    def test_a_window_opened_from_nothing(self):
        """What a client says it was opened from may be anything."""
        windows = {
            "enova.activity.repeat": "activity_id",
            "enova.partner.anonymize": "partner_id",
            "enova.reservation.repeat": "reservation_id",
            "enova.resource.out": "resource_id",
        }
        for model, name in windows.items():
            for value in (True, -1, "x", [1], {"x": [1]}, 10**12):
                with self.subTest(model=model, value=value):
                    odd = self.env(context={"active_id": value})
                    self.assertFalse(odd[model].default_get([name]).get(name))

    def test_a_file_of_no_model(self):
        """Bystanders are told by core what is wrong with it, and not by us."""
        for user in (self.user, self.user_outsider):
            files = self.env["ir.attachment"].with_user(user)
            for model in (7, {"x": 1}, ["x"], True):
                with self.subTest(model=model, user=user.login):
                    odd = files.with_context(default_res_model=model)
                    self.assertFalse(odd._enova_owned_positions([{"name": "x"}]))
                    self.assertFalse(files._enova_is_owner(model))

    def test_a_client_cannot_set_a_token(self):
        """Whatever arrives by RPC is not the object that we compare with."""
        for token in self._tokens():
            for value in (True, 1, token.key, repr(token), {}, [], [token.key]):
                with self.subTest(key=token.key, value=value):
                    env = self.env(context={token.key: value})
                    self.assertFalse(token.is_on(env))
            self.assertTrue(token.is_on(self.env(context=token.on)))
            self.assertFalse(token.is_on(self.env(context={**token.on, **token.off})))

    def test_malformed_keys_raise_nothing(self):
        """With every key of ours set to nonsense, all works as without."""
        keys = CHOOSING | {token.key for token in self._tokens()}
        keys |= {"enova_import_run", "enova_merge", "enova_counting"}
        keys.add("enova_narrowing")
        for value in (True, 7, "x", [1, "x"], {"x": [1]}, {"enova.activity": "x"}):
            with self.subTest(value=value):
                odd = self.env(user=self.user, context=dict.fromkeys(keys, value))
                activity = odd["enova.activity"].create(
                    {"name": "Z kluczem", "partner_id": self.contractor.id}
                )
                self.assertTrue(activity.reference)
                activity.write({"date_deadline": "2026-03-02"})
                activity.action_done()
                self.assertEqual(activity.state, "done")
                self.assertTrue(odd["enova.activity"].search_count([]))
                odd["res.partner"].browse(self.contractor.id).read(["name"])
                odd["calendar.event"].create(
                    {
                        "name": "Zebranie",
                        "start": "2026-03-02 09:00:00",
                        "stop": "2026-03-02 10:00:00",
                    }
                )
