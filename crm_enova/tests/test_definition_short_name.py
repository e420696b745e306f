"""One word on the buttons; the name of the definition stays what files say."""

from odoo.tests import tagged

from .common import CrmEnovaCase
from .migration_common import MigrationMixin

VISIT = "crm_enova.enova_activity_type_event_visit"


@tagged("post_install", "-at_install")
class TestShortName(CrmEnovaCase):
    def test_what_came_with_the_addon(self):
        """Names are what imports look for, so they are as they were."""
        visit = self.env.ref(VISIT)
        for definition, name, short_name in (
            (self.type_call, "Phone call", "Talk"),
            (visit, "Visit held", "Visit"),
            (self.type_note, "Note", False),
        ):
            with self.subTest(name=name):
                self.assertEqual(definition.with_context(lang="en_US").name, name)
                short = definition.with_context(lang="en_US").short_name
                self.assertEqual(short, short_name)

    def test_each_language_has_its_own(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        polish = self.type_call.with_context(lang="pl_PL")
        polish.short_name = "Telefon"
        self.assertEqual(self.type_call.with_context(lang="en_US").short_name, "Talk")
        self.assertEqual(polish.short_name, "Telefon")

    def test_managers_name_it_and_others_read_it(self):
        note = self.type_note.with_user(self.user_own)
        self.type_note.with_user(self.user_manager).short_name = "N."
        self.assertEqual(note.read(["short_name"])[0]["short_name"], "N.")

    def test_an_import_knows_the_name_alone(self):
        """Two definitions may have the same word; no row is guessed by it."""
        found = self.env["enova.activity.type"].name_search("Talk", operator="=")
        self.assertFalse(found)


@tagged("post_install", "-at_install")
class TestShortNameMigrated(MigrationMixin, CrmEnovaCase):
    version, before = "19.0.1.3.0", "19.0.1.2.0"

    def setUp(self):
        super().setUp()
        self.visit = self.env.ref(VISIT)
        self.both = self.type_call | self.visit
        self._set(self.both, short_name=None)

    def _names(self, definition, **names):
        for lang, name in names.items():
            self.env["res.lang"]._activate_lang(lang)
            definition.with_context(lang=lang).name = name

    def _words(self):
        return self.both.with_context(lang="en_US").mapped("short_name")

    def test_empty_ones_are_filled(self):
        self._names(self.visit, pl_PL="Odbyta wizyta")
        self._migrate("post-short-names")
        self.assertEqual(self._words(), ["Talk", "Visit"])

    def test_a_new_database_is_left_alone(self):
        self._migrate("post-short-names", before=None)
        self.assertEqual(self._words(), [False, False])

    def test_a_word_that_somebody_has_chosen_stays(self):
        self.type_call.with_context(lang="en_US").short_name = "Ring"
        self._migrate("post-short-names")
        self.assertEqual(self._words(), ["Ring", "Visit"])

    def test_what_was_renamed_keeps_its_name_on_the_button(self):
        """A visit that is called an audit is no visit."""
        for lang in ("pl_PL", "en_US"):
            with self.subTest(lang=lang):
                self._names(self.visit, **{lang: "Audyt"})
                self._migrate("post-short-names")
                self.assertEqual(self._words(), ["Talk", False])
                self._set(self.both, short_name=None)
