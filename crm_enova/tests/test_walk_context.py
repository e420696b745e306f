import re
from pathlib import Path

from odoo.tests import tagged

from ..models.base import context
from .walk_common import WalkCase

SOURCE = Path(__file__).parents[1]
READ = re.compile(
    r"""context\.get\(\s*["'](enova_\w+)["']|["'](enova_\w+)["'] in \S*context"""
)
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
