from datetime import timedelta

from odoo.tests import tagged, users

from .test_timeline import NINE
from .test_timeline_messages import MessageCase

LOGS = 10_000


@tagged("post_install", "-at_install")
class TestTimelineBadInput(MessageCase):
    """What large or restless databases put into the way of a history."""

    def _log(self, count):
        """Let the ERP have noted so many changes of fields, all newer than the rest."""
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO mail_message (model, res_id, date, message_type, author_id)"
            " SELECT 'res.partner', %s, %s::timestamp + interval '1 minute' * n,"
            " 'notification', %s FROM generate_series(1, %s) AS n",
            [self.contractor.id, NINE, self.user_own.partner_id.id, count],
        )

    def _queries(self, **arguments):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.contractor.with_env(self.env).enova_timeline(**arguments)
        return self.env.cr.sql_log_count - before

    @users("crm_manager")
    def test_ten_thousand_logs_in_a_row(self):
        """None of them shows, no page is short for them, and they cost no query."""
        shown = [
            self._message(self.contractor, date=NINE - timedelta(days=day)).id
            for day in range(1, 6)
        ]
        self._queries()
        before = self._queries()
        self._log(LOGS)
        self.assertEqual(self._queries(), before)
        pages = self._pages(2, ["message"])
        self.assertEqual([len(page) for page in pages], [2, 2, 1])
        self.assertEqual([e["id"] for page in pages for e in page], shown)

    @users("crm_manager")
    def test_a_message_to_five_hundred_people(self):
        """It is one entry, for each of them and for their company."""
        people = self.system["res.partner"].create(
            [
                {"name": f"Person {number}", "parent_id": self.contractor.id}
                for number in range(500)
            ]
        )
        message = self._message(self._order(), author_id=False)
        self.system["mail.notification"].create(
            [
                {
                    "mail_message_id": message.id,
                    "res_partner_id": person.id,
                    "notification_type": "email",
                }
                for person in people
            ]
        )
        self.env.user.sudo().group_ids += self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        self.assertEqual(self._ids(), message.ids)
        self.assertEqual(self._ids(people[499]), message.ids)

    @users("crm_manager")
    def test_what_is_deleted_between_two_pages(self):
        """The next page goes on from there: nothing twice, nothing left out."""
        events = self._events(6)
        contractor = self.contractor.with_env(self.env)
        first = contractor.enova_timeline(2, sources=["activity"])
        newest, last = (entry["id"] for entry in first["entries"])
        rest = (events - events.browse([newest, last])).sorted("id", reverse=True)
        # the very entry that the cursor names, and the first of those to come
        (events.browse(last) | rest[0]).unlink()
        second = contractor.enova_timeline(9, first["cursor"], ["activity"])
        self.assertEqual([entry["id"] for entry in second["entries"]], rest[1:].ids)
        self.assertIsNone(second["cursor"])

    @users("crm_manager")
    def test_what_comes_in_between_two_pages(self):
        events = self._events(4)
        contractor = self.contractor.with_env(self.env)
        first = contractor.enova_timeline(2, sources=["activity"])
        self._events(3, date_start=NINE + timedelta(hours=1))
        second = contractor.enova_timeline(9, first["cursor"], ["activity"])
        seen = [e["id"] for page in (first, second) for e in page["entries"]]
        self.assertEqual(sorted(seen), events.ids)

    @users("crm_manager")
    def test_merged_while_somebody_looks(self):
        """Whoever still has the form of the one that is gone is told so."""
        contractor, other = self.contractor, self.other_contractor
        self._events(3, partner_id=other.id)
        page = other.with_env(self.env).enova_timeline(2, sources=["activity"])
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo()
        wizard._merge((contractor + other).ids, contractor)
        rest = contractor.with_env(self.env).enova_timeline(
            2, page["cursor"], ["activity"]
        )
        self.assertEqual(len(rest["entries"]), 1, "the cursor holds for the kept one")
        with self.assertRaisesRegex(Exception, "(?i)does not exist|deleted"):
            other.with_env(self.env).enova_timeline()

    @users("crm_manager")
    def test_the_far_future_and_the_far_past(self):
        far = [
            self._events(1, date_start=day).id
            for day in ("2099-12-31 23:00:00", "2030-01-01", "1970-01-01 00:00:00")
        ]
        found = self._keys(self._pages(1, ["activity"]))
        self.assertEqual([id_ for _source, id_ in found], far)
