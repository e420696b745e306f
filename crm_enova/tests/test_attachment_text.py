from odoo.tests import BaseCase, tagged

from ..models.archive.enova_attachment_text import marked
from ..models.archive.scan_reader import has_reader
from .file_common import FileCase, pdf, picture


@tagged("post_install", "-at_install")
class TestMarked(BaseCase):
    def test_what_is_found_is_marked(self):
        text = "Strony zawierają umowę najmu lokalu przy ul. Żółtej."
        self.assertIn("<mark>umowę</mark> najmu", marked(text, ["umow"]))
        self.assertIn("<mark>Żółtej</mark>", marked(text, ["zolt"]))
        self.assertEqual(marked(text, ["dom"]), "")
        self.assertEqual(marked("", ["dom"]), "")

    def test_beginnings_of_words_alone(self):
        self.assertEqual(marked("wynajmu", ["najm"]), "")

    def test_long_texts_are_cut(self):
        text = "x " * 500 + "umowa" + " y" * 500
        found = marked(text, ["umowa"])
        self.assertTrue(found.startswith("…") and found.endswith("…"))
        self.assertLess(len(found), 160)

    def test_nothing_of_a_file_is_run(self):
        found = marked("<script>umowa</script> & <b>", ["umowa"])
        self.assertNotIn("<script>", found)
        self.assertIn("&lt;script&gt;<mark>umowa</mark>", found)

    def test_words_are_no_pattern(self):
        self.assertEqual(marked("abc", ["a.c"]), "")


@tagged("post_install", "-at_install")
class TestAttachmentText(FileCase):
    """Files are found by what they say, whoever searches sees what they may see."""

    def _found(self, text, user=None, partner=None, operator="="):
        self._read_texts()
        files = self.env["ir.attachment"].with_user(user or self.user_trader)
        return files.search(
            [
                ("enova_partner_id", operator, (partner or self.contractor).id),
                ("enova_content", "ilike", text),
            ]
        )

    def test_letters_are_folded(self):
        file = self._file(
            self.order, "a.txt", b"zwykly tekst: Umowa najmu lokalu Zolta 5"
        )
        for text in ("UMOWA", "umow", "Żółta", "najmu umowa", "lokal 5"):
            with self.subTest(text=text):
                self.assertEqual(self._found(text), file)
        for text in ("kupno", "owa", "umowa kupna", "!!!"):
            with self.subTest(text=text):
                self.assertFalse(self._found(text))

    def test_name_is_found(self):
        file = self._file(
            self.contractor, "Zażółć_gęślą-2026.png", picture("PNG", (9, 9))
        )
        for text in ("zazolc", "gęślą", "2026", "zazolc 2026"):
            with self.subTest(text=text):
                self.assertEqual(self._found(text), file)

    def test_text_of_a_pdf(self):
        file = self._file(self.order, "x.pdf", pdf("Dostawa drozdzy piekarskich"))
        self.assertIn("drozdzy", file.index_content or "")
        self.assertEqual(self._found("drożdży piekar"), file)
        texts = self.env["enova.attachment.text"]
        self.assertEqual(texts._states(file), {file.id: "read"})

    def test_hidden_files_are_not_found(self):
        self._file(self.order, "a.txt", b"Tajemnica handlowa")
        self.assertTrue(self._found("tajemnica"))
        self.assertFalse(self._found("tajemnica", self.user_own))
        files = self.env["ir.attachment"].with_user(self.user_own)
        domain = [
            ("enova_partner_id", "!=", False),
            ("enova_content", "ilike", "tajem"),
        ]
        self.assertEqual(files.search_count(domain), 0)

    def test_renamed_and_rewritten(self):
        file = self._file(self.contractor, "stara.txt", b"pierwotna")
        self.assertEqual(self._found("pierwotna"), file)
        file.write({"name": "nowa.txt", "raw": b"odmieniona"})
        self.assertFalse(self._found("pierwotna"))
        self.assertEqual(self._found("odmieniona nowa"), file)

    def test_of_one_contractor_and_of_others(self):
        """Words are searched for together with the contractor who is named."""
        mine = self._file(self.contractor, "a.txt", b"wspolne slowo")
        theirs = self._file(self.other_contractor, "b.txt", b"wspolne zdanie")
        both = (self.contractor | self.other_contractor).ids
        self.assertEqual(self._found("wspolne"), mine)
        self.assertEqual(self._found("wspolne", operator="child_of"), mine)
        self.assertEqual(self._found("wspolne", partner=self.other_contractor), theirs)
        files = self.env["ir.attachment"].with_user(self.user_trader)
        named = ("enova_partner_id", "in", both)
        found = [("enova_content", "ilike", "wspolne")]
        one = ("enova_partner_id", "=", self.contractor.id)
        for domain, expected in (
            ([named, *found], mine | theirs),
            ([("enova_partner_id", "!=", False), *found], mine | theirs),
            (["|", one, named, *found], mine | theirs),
            ([one, named, *found], mine),
            ([("enova_partner_id", "!=", self.contractor.id), *found], theirs),
            ([one, "!", ("enova_content", "ilike", "zdanie"), *found], mine),
            ([named, "!", ("enova_content", "ilike", "zdanie"), *found], mine),
            ([one, "|", ("name", "=", "b.txt"), *found], mine),
            ([("enova_partner_id", "=", 0), *found], files),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(set(files.search(domain)), set(expected))

    def test_moved_to_another_contractor(self):
        """It is found at once where it is now, and nowhere else."""
        file = self._file(self.contractor, "x.txt", b"wedrowiec")
        self.assertEqual(self._found("wedrowiec"), file)
        place = {"res_model": "res.partner", "res_id": self.other_contractor.id}
        file.write(place)
        self.assertFalse(self._found("wedrowiec"))
        found = self._found("wedrowiec", partner=self.other_contractor)
        self.assertEqual(found, file)
        target = self.env["res.partner"].create({"name": "Młyn", "is_company": True})
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((target | self.other_contractor).ids, target)
        self.assertEqual(self._found("wedrowiec", partner=target), file)

    def test_every_night_it_is_made_right(self):
        file = self._file(self.contractor, "x.txt", b"zgubiony")
        self.assertEqual(self._found("zgubiony"), file)
        self.env.flush_all()
        self.env.cr.execute("UPDATE enova_attachment_text SET partner_id = NULL")
        self.env.invalidate_all()
        self.assertFalse(self._found("zgubiony"))
        self.env["ir.attachment"]._cron_enova_correct_owners()
        self.assertEqual(self._found("zgubiony"), file)

    def test_moved_to_nobody(self):
        file = self._file(self.contractor, "x.txt", b"wedrowiec")
        self.assertTrue(self._found("wedrowiec"))
        file.write({"res_model": "res.company", "res_id": self.company.id})
        texts = self.env["enova.attachment.text"]
        self.assertFalse(texts.search([("attachment_id", "=", file.id)]))

    def test_snippets_of_the_page(self):
        file = self._file(self.order, "x.txt", b"Strony zawieraja umowe najmu lokalu.")
        self._read_texts()
        shown = file.with_user(self.user_trader).with_context(enova_found=["Umow"])
        self.assertIn("<mark>umowe</mark>", shown.enova_snippet)
        # no dict: the core refuses what no computed field can depend on
        for odd in (None, 7, True, [], [None], "(", "brak"):
            with self.subTest(odd=odd):
                self.env.invalidate_all()
                self.assertFalse(file.with_context(enova_found=odd).enova_snippet)

    def test_scheduled_job(self):
        self._read_texts()
        file = self._file(self.contractor, "x.txt", b"kolejka")
        with self.enter_registry_test_mode():
            job = self.env.ref("crm_enova.enova_attachment_text_cron_read")
            job.method_direct_trigger()
        self.env.invalidate_all()
        texts = self.env["enova.attachment.text"]
        self.assertEqual(texts._states(file), {file.id: "read"})

    def test_what_has_no_text(self):
        zipped = self._file(self.contractor, "x.zip", b"PK\x05\x06" + b"\x00" * 18)
        scan = self._file(self.contractor, "x.png", picture("PNG", (30, 30)))
        self._read_texts()
        states = self.env["enova.attachment.text"]._states(zipped | scan)
        self.assertEqual(states[zipped.id], "empty")
        self.assertEqual(states[scan.id], "empty" if has_reader() else "scan")
        entry = self._entry(attachment_id=scan.id)
        self.assertEqual(entry.text_state, states[scan.id])
        self.assertFalse(entry.lacks_pdf_reader)

    def test_broken_files_hold_up_nobody(self):
        names = ("x.pdf", "x.png", "x.docx", "x.xlsx", "x.odt")
        broken = [
            self._file(self.contractor, name, b"%PDF-1.4 \x00\xff") for name in names
        ]
        good = self._file(self.contractor, "dobry.txt", b"czytelny")
        self.assertEqual(self._found("czytelny"), good)
        states = self.env["enova.attachment.text"]._states(
            self.env["ir.attachment"].union(*broken)
        )
        self.assertNotIn("waiting", states.values())

    def test_as_long_as_a_library(self):
        words = b" ".join(b"slowo%d" % number for number in range(60_000))
        file = self._file(self.contractor, "x.txt", words)
        self.assertEqual(self._found("slowo17"), file)

    def test_query_is_no_language(self):
        """What PostgreSQL's queries are made of is but letters here."""
        self._file(self.contractor, "x.txt", b"umowa")
        for text in (
            "umowa & !x",
            "umowa:*A",
            "'umowa",
            "umowa <-> x",
            "\\",
            "a|b",
            "%",
        ):
            with self.subTest(text=text):
                self._found(text)
