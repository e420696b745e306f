"""Addressees who move: the paper says where it goes, whatever is entered since."""

from lxml import etree

from odoo.tests import tagged

from .mail_letter_common import LetterCase


@tagged("post_install", "-at_install")
class TestLetterMoved(LetterCase):
    def _items(self, batch):
        """Return the attributes of each letter in the post's file, by town."""
        _name, data = self._offered(batch.action_post_file())
        found = {}
        for item in etree.fromstring(data).iter("Przesylka"):
            values = {a.get("Nazwa"): a.text for a in item.iter("Atrybut")}
            found[values["Miejscowosc"]] = values
        return found

    def _batch(self, partners=None, **values):
        run = self._print(self._mailing(partners, **values))
        return run.batch_ids.with_user(self.user_all)

    def _move(self, partners):
        partners.write(
            {
                "name": "Nowa Nazwa",
                "street": "Nowa 9",
                "street2": "piętro 3",
                "zip": "00-999",
                "city": "Warszawa",
                "country_id": self.env.ref("base.de").id,
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()

    def test_the_file_and_the_book_after_printing(self):
        batch = self._batch()
        self._move(self.addressees)
        items = self._items(batch)
        self.assertEqual(set(items), {"Gdańsk", "Lublin", "Wrocław"})
        apteka = items["Lublin"]
        self.assertEqual(
            [apteka.get(n) for n in ("Nazwa", "NazwaII", "Ulica", "Dom", "Kod")],
            ["Apteka", None, "ul. Polna", "1", "20001"],
        )
        self.assertEqual({item["Kraj"] for item in items.values()}, {"POLSKA"})
        text = self._texts(self._offered(batch.action_posting_book())[1])[0]
        self.assertIn("20-001 Lublin", text)
        for word in ("Warszawa", "Nowa", "GERMANY"):
            self.assertNotIn(word, text)

    def test_labels_and_the_letter_again(self):
        batch = self._batch(self.addressees[1])
        self._move(self.addressees)
        event = batch.sudo().line_ids.activity_id.with_user(self.user_all)
        text = self._texts(self._offered(event.action_print_letter())[1])[0]
        self.assertIn("20-001 Lublin", text)
        window = self.env["enova.letter.label"].with_user(self.user_all)
        window = window.create({"mailing_id": batch.mailing_id.id})
        self.assertEqual(window._labels(), [["Apteka", "ul. Polna 1", "20-001 Lublin"]])

    def test_a_person_abroad_with_an_address_of_their_own(self):
        person = self.env["res.partner"].create(
            {
                "name": "Anna  Nowak",
                "parent_id": self.addressees[1].id,
                "type": "other",
                "street": "Hauptstraße 7",
                "street2": "Hinterhaus",
                "zip": "10115",
                "city": "Berlin",
                "country_id": self.env.ref("base.de").id,
            }
        )
        batch = self._batch(person)
        person.write({"name": "Anna Kowalska", "city": "Hel", "country_id": False})
        item = self._items(batch)["Berlin"]
        self.assertEqual(item["Nazwa"], "Apteka")
        self.assertEqual(item["NazwaII"].split(), ["Anna", "Nowak"])
        self.assertEqual(item["Kod"], "10115")
        self.assertEqual(item["Kraj"], "GERMANY")
        self.assertIn("Hinterhaus", f"{item['Ulica']} {item.get('Lokal')}")

    def test_a_letter_of_before_places_were_kept(self):
        """Where they are today is what is known of it."""
        batch = self._batch(self.addressees[1])
        event = batch.sudo().line_ids.activity_id
        kept = dict(event.mailing_values)
        event.mailing_values = {n: v for n, v in kept.items() if n != "place"}
        self.env.flush_all()
        self.assertEqual(self._items(batch)["Lublin"]["Kod"], "20001")
        self.addressees[1].city = "Zamość"
        self.assertIn("Zamość", self._items(batch))
        # forgotten altogether
        event.mailing_values = False
        self.assertEqual(self._items(batch)["Zamość"]["Nazwa"], "Apteka")

    def test_the_order_is_that_of_the_paper(self):
        """Of whoever has moved since it was settled, and of people without a street."""
        persons = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "parent_id": parent.id,
                    "type": "other",
                    "zip": code,
                    **values,
                }
                for name, parent, code, values in (
                    # a postal code alone is no address: the company's counts
                    ("Anna", self.addressees[0], "00-001", {}),
                    ("Ewa", self.addressees[1], "99-999", {"city": "Hel"}),
                    ("Iza", self.addressees[1], "70-001", {"street": "A", "city": "B"}),
                )
            ]
        )
        mailing = self._mailing(persons)
        mailing.action_put_in_queue()
        for move in (False, True):
            if move:
                self._move(self.addressees)
                persons.write({"street": "Z 1", "city": "Z", "zip": "01-001"})
            with self.subTest(moved=move):
                run = self._print(mailing)
                names = run.line_ids.sorted("sequence").partner_id
                codes = [
                    line.activity_id.sudo().mailing_values["place"][3]
                    for line in run.line_ids.sorted("sequence")
                ]
                self.assertEqual(codes, ["20-001", "70-001", "80-001"])
                self.assertEqual(names, persons[1] | persons[2] | persons[0])

    def test_the_order_without_places(self):
        """Letters of before: by where a letter goes today."""
        person = self.env["res.partner"].create(
            {
                "name": "Anna",
                "parent_id": self.addressees[0].id,
                "type": "other",
                "zip": "00-001",
            }
        )
        mailing = self._mailing(person | self.addressees[2])
        mailing.action_put_in_queue()
        for event in mailing.sudo().event_ids:
            values = dict(event.mailing_values)
            del values["place"]
            event.mailing_values = values
        run = self._print(mailing)
        self.assertEqual(
            run.line_ids.sorted("sequence").partner_id, self.addressees[2] | person
        )
