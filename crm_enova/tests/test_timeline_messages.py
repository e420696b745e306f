from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.tests import tagged, users
from odoo.tools import SQL

from odoo.addons.crm_enova.models.timeline.beginning import beginning
from odoo.addons.crm_enova.models.timeline.message_source import MessageSource
from odoo.addons.crm_enova.models.timeline.request import Request

from .test_timeline import NINE, TimelineCase


class MessageCase(TimelineCase):
    def setUp(self):
        super().setUp()
        # what is already there when the user of the test comes
        self.system = self.env(user=SUPERUSER_ID)

    def _message(self, record, body="<p>Hello</p>", **values):
        return self.system["mail.message"].create(
            {
                "model": record._name,
                "res_id": record.id,
                "body": body,
                "message_type": "email",
                "author_id": self.contact.id,
                "date": NINE,
                "subtype_id": self.env.ref("mail.mt_comment").id,
                **values,
            }
        )

    def _order(self, partner=None, **values):
        partner = partner or self.contractor
        return self.system["sale.order"].create({"partner_id": partner.id, **values})

    def _shown(self, partner=None, limit=50):
        pages = self._pages(limit, ["message"], partner)
        return [entry for page in pages for entry in page]

    def _ids(self, partner=None, limit=50):
        return [entry["id"] for entry in self._shown(partner, limit)]


@tagged("post_install", "-at_install")
class TestTimelineMessages(MessageCase):
    """E-mails and notes of a contractor, wherever in the ERP they were written."""

    @users("crm_manager")
    def test_on_the_company_and_on_its_people(self):
        on_company = self._message(self.contractor)
        on_person = self._message(self.contact, date=NINE + timedelta(hours=1))
        self._message(self.other_contractor, author_id=False)
        self.assertEqual(self._ids(), [on_person.id, on_company.id])

    @users("crm_manager")
    def test_on_a_document_for_whoever_reads_it(self):
        self.env.user.sudo().group_ids += self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        order = self._order()
        message = self._message(order, author_id=self.user_own.partner_id.id)
        [entry] = [e for e in self._shown() if e["id"] == message.id]
        self.assertEqual(entry["documents"][0]["name"], order.display_name)
        self.assertEqual(entry["target"], {"model": "sale.order", "id": order.id})

    @users("crm_manager")
    def test_on_a_document_that_may_not_be_read(self):
        """Neither entry nor gap: the pages are as long as if it were not there."""
        hidden = [self._message(self._order(), author_id=False) for _n in range(30)]
        shown = [
            self._message(self.contractor, date=NINE - timedelta(days=day))
            for day in range(1, 8)
        ]
        pages = self._pages(3, ["message"])
        self.assertEqual([len(page) for page in pages], [3, 3, 1])
        found = {entry["id"] for page in pages for entry in page}
        self.assertEqual(found, {message.id for message in shown})
        self.assertFalse(found & {message.id for message in hidden})

    @users("crm_manager")
    def test_written_by_a_person_of_theirs_elsewhere(self):
        """Whoever may read the record sees what the contractor wrote on it."""
        message = self._message(self.other_contractor)
        self.assertEqual(self._ids(), message.ids)

    @users("crm_manager")
    def test_sent_to_a_person_of_theirs(self):
        message = self._message(self.other_contractor, author_id=False)
        self.system["mail.notification"].create(
            {
                "mail_message_id": message.id,
                "res_partner_id": self.contact.id,
                "notification_type": "email",
            }
        )
        self.assertEqual(self._ids(), message.ids)

    @users("crm_manager")
    def test_once_though_found_in_three_places(self):
        message = self._message(self.contact)
        self.system["mail.notification"].create(
            {
                "mail_message_id": message.id,
                "res_partner_id": self.contractor.id,
                "notification_type": "email",
            }
        )
        self.assertEqual(self._ids(), message.ids)

    @users("crm_manager")
    def test_what_fields_have_become_is_left_to_the_chatter(self):
        self._message(self.contractor, message_type="notification")
        self._message(self.contractor, message_type="user_notification")
        self.assertEqual(self._ids(), [])

    @users("crm_manager")
    def test_the_message_of_a_task_shows_with_the_task(self):
        task = self._events(1, user_id=self.user_manager.id)
        self._message(task)
        self.assertEqual(self._ids(), [])

    @users("crm_all")
    def test_a_private_task_of_others_tells_nothing(self):
        task = self._events(1, private=True, user_id=self.user_own.id)
        message = self._message(task, body="<p>Secret talks</p>")
        self.system["mail.notification"].create(
            {
                "mail_message_id": message.id,
                "res_partner_id": self.contact.id,
                "notification_type": "email",
            }
        )
        page = self.contractor.with_env(self.env).enova_timeline()
        self.assertNotIn("Secret", str(page))

    @users("crm_outsider")
    def test_whoever_has_no_part_in_the_crm(self):
        self._message(self.contractor)
        page = self.contractor.with_env(self.env).enova_timeline()
        self.assertEqual((page["entries"], page["sources"]), ([], []))

    @users("crm_manager")
    def test_what_an_entry_carries(self):
        received = self._message(
            self.contractor,
            "<p>We <b>agree</b></p><script>alert(1)</script>" + "<p>x</p>" * 3000,
            subject="Re: prices",
        )
        sent = self._message(
            self.contractor,
            message_type="comment",
            author_id=self.user_own.partner_id.id,
            date=NINE + timedelta(hours=1),
        )
        note = self._message(
            self.contractor,
            message_type="comment",
            author_id=self.user_own.partner_id.id,
            subtype_id=self.env.ref("mail.mt_note").id,
            date=NINE + timedelta(hours=2),
        )
        entries = {entry["id"]: entry for entry in self._shown()}
        first = entries[received.id]
        self.assertEqual(first["title"], "Re: prices")
        self.assertEqual(first["direction"], "in")
        self.assertEqual(first["user"], self.contact.name)
        self.assertTrue(first["result"].startswith("We *agree*"))
        self.assertLess(len(first["result"]), 2100)
        self.assertEqual(entries[sent.id]["direction"], "out")
        self.assertEqual(entries[sent.id]["title"], "E-mail")
        self.assertEqual(entries[note.id]["direction"], False)
        self.assertEqual(entries[note.id]["title"], "Note")

    def test_a_long_body_shows_as_if_all_of_it_had_been_looked_at(self):
        words = "".join(f"<p>Line <b>{n}</b> &amp; {n} &gt; 0</p>" for n in range(9000))
        marks = f'<p><a href="a?b>c">x</a></p><br/>{"<span></span>" * 9000}Much later'
        for body in (words, marks, f"{marks}{words}", "&lt;" * 20_000):
            shown = beginning(body)
            with patch(f"{beginning.__module__}.LOOKED_AT", len(body)):
                self.assertEqual(shown, beginning(body))
            self.assertTrue(shown)


@tagged("post_install", "-at_install")
class TestTimelineMessagePages(MessageCase):
    @users("crm_manager")
    def test_pages_of_one_are_the_same_as_all_at_once(self):
        for number in range(9):
            self._message(
                self.contact if number % 2 else self.contractor,
                date=NINE + timedelta(minutes=number // 3),
            )
        self._events(2, date_start=NINE + timedelta(minutes=1))
        whole = self._keys(self._pages(100))
        self.assertEqual(self._keys(self._pages(1)), whole)
        self.assertEqual(len(whole), len(set(whole)))
        self.assertGreaterEqual(len(whole), 11)

    @users("crm_manager")
    def test_dates_decide_and_not_the_order_of_entering(self):
        """Old e-mails imported today stand where they belong; so does the future."""
        years = (2026, 1970, 2031, 1999)
        by_year = {
            year: self._message(self.contractor, date=datetime(year, 5, 1)).id
            for year in years
        }
        expected = [by_year[year] for year in sorted(years, reverse=True)]
        for limit in (1, 2, 10):
            with self.subTest(limit=limit):
                self.assertEqual(self._ids(limit=limit), expected)

    @users("crm_manager")
    def test_without_a_date_it_is_no_history(self):
        """Old imports may have left some, and the rest shows all the same."""
        dated, undated = (self._message(self.contractor) for _number in range(2))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_message SET date = NULL WHERE id = %s", [undated.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self._ids(limit=1), dated.ids)

    @users("crm_manager")
    def test_as_many_queries_for_many_messages(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.contractor.with_env(self.env).enova_timeline(sources=["message"])
            return self.env.cr.sql_log_count - before

        for record in (self._order(), self.contact, self.contractor):
            self._message(record)
        count()
        few = count()
        for number in range(60):
            self._message(self.contact, date=NINE + timedelta(minutes=number))
        self.assertEqual(count(), few)

    def test_the_newest_of_many_come_by_index(self):
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO mail_message (model, res_id, date, message_type, author_id)"
            " SELECT 'res.partner', %s, %s::timestamp - interval '1 minute' * n,"
            " 'comment', %s FROM generate_series(1, 20000) AS n",
            [self.contractor.id, NINE, self.user_own.partner_id.id],
        )
        self.env.cr.execute("ANALYZE mail_message")
        source, request = MessageSource(self.env), Request(self.contractor)
        places = source._on_records(request, request.people_ids)
        query = source._query(places, request, 41)
        rows = self.env.execute_query(SQL("EXPLAIN ANALYZE %s", query))
        plan = "\n".join(line for (line,) in rows)
        self.assertIn("mail_message_enova_record_idx", plan)
        self.assertNotIn("Seq Scan on mail_message", plan)
