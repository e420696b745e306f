from freezegun import freeze_time

from odoo.tests import tagged, users

from odoo.addons.crm_enova.models.home.news_block import NEWS

from .test_my_page_days import MyPageCase


@tagged("post_install", "-at_install")
@freeze_time("2026-06-10 10:00:00")
class TestMyPageNews(MyPageCase):
    """What has come from one's contractors: answers, orders, payments."""

    def _email(self, author, record=None, **values):
        record = record or author
        return self.system["mail.message"].create(
            {
                "model": record._name,
                "res_id": record.id,
                "message_type": "email",
                "author_id": author.id,
                "date": "2026-06-10 08:00:00",
                "subtype_id": self.env.ref("mail.mt_comment").id,
                **values,
            }
        )

    def _payment(self, day, **values):
        bank = self.system["account.journal"].search([("code", "=", "BNK7")])
        bank = bank or self.system["account.journal"].create(
            {"name": "Bank", "code": "BNK7", "type": "bank"}
        )
        payment = self.system["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.contact.id,
                "amount": 1234.5,
                "date": day,
                "journal_id": bank.id,
                **values,
            }
        )
        payment.state = "paid"
        return payment

    def _with_group(self, *names):
        for name in names:
            self.env.user.sudo().group_ids += self.env.ref(name)

    @users("crm_own")
    def test_payments_of_yesterday_and_today(self):
        for day in ("2026-06-08", "2026-06-09", "2026-06-10", "2026-06-11"):
            self._payment(day)
        self._payment("2026-06-10", partner_id=self.other_contractor.id)
        self._payment("2026-06-10", payment_type="outbound")
        self.assertNotIn("news", self._blocks(), "no right to payments")
        self._with_group("account.group_account_invoice")
        block = self._blocks()["news"]
        days = [row["date"] for row in block["rows"]]
        self.assertEqual(days, ["2026-06-10", "2026-06-09"])
        self.assertIn("1,234.50", block["rows"][0]["title"])
        self.assertEqual(block["rows"][0]["hint"], self.contact.display_name)

    @users("crm_own")
    def test_an_answer_opens_where_it_stands(self):
        """What stands on nothing that there is opens by itself."""
        task = self._task("Offer")
        on_task = self._email(self.contact, task, subject="On the task")
        loose = self._email(self.contact, subject="Loose", model=False, res_id=False)
        half = self._email(self.contact, subject="Half", res_id=False)
        self.env["mail.notification"].sudo().create(
            [
                {
                    "mail_message_id": message.id,
                    "res_partner_id": self.user_own.partner_id.id,
                    "notification_type": "inbox",
                }
                for message in (loose, half)
            ]
        )
        rows = {row["title"]: row for row in self._blocks()["news"]["rows"]}
        found = {title: (row["model"], row["id"]) for title, row in rows.items()}
        self.assertEqual(
            found,
            {
                on_task.subject: (task._name, task.id),
                "Loose": ("mail.message", loose.id),
                "Half": ("mail.message", half.id),
            },
        )

    @users("crm_own")
    def test_news_are_of_one_s_own_contractors(self):
        stranger = self.system["res.partner"].create(
            {"name": "Cudzy", "is_company": True, "user_id": self.user_all.id}
        )
        self._email(stranger)
        self._email(self.user_own.partner_id, self.contractor)
        self._email(self.contact, message_type="comment")
        self.assertNotIn("news", self._blocks())
        stranger.user_id = self.user_own
        self.env.invalidate_all()
        [row] = self._blocks()["news"]["rows"]
        self.assertEqual((row["title"], row["hint"]), ("E-mail", "Cudzy"))

    @users("crm_own")
    def test_the_newest_of_news_first_and_all_that_is_counted(self):
        self._with_group("sales_team.group_sale_salesman_all_leads")
        for number in range(6):
            self._email(
                self.contact, subject=str(number), date=f"2026-06-10 0{number}:00:00"
            )
            order = self.system["sale.order"].create({"partner_id": self.contact.id})
            moment = f"2026-06-10 0{number}:30:00"
            order.write({"state": "sale", "date_order": moment})
        block = self._blocks()["news"]
        self.assertEqual((len(block["rows"]), block["count"]), (12, 12))
        models = [row["model"] for row in block["rows"]]
        self.assertEqual(models, ["sale.order", "res.partner"] * 6)
        emails = [row["title"] for row in block["rows"][1::2]]
        self.assertEqual(emails, ["5", "4", "3", "2", "1", "0"])
        self.assertNotIn("moment", block["rows"][0])

    @users("crm_own")
    def test_a_flood_of_answers(self):
        """No more than so many are read, and the count says no more either."""
        for number in range(NEWS + 5):
            self._email(self.contact, subject=str(number))
        block = self._blocks()["news"]
        self.assertEqual((len(block["rows"]), block["count"]), (NEWS, NEWS))
        self.assertEqual(block["rows"][0]["title"], str(NEWS + 4))

    @users("crm_own")
    def test_queries_do_not_grow_with_news(self):
        self._with_group("sales_team.group_sale_salesman_all_leads")

        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._blocks()
            return self.env.cr.sql_log_count - before

        def told():
            self._email(self.contact)
            order = self.system["sale.order"].create({"partner_id": self.contact.id})
            order.write({"state": "sale", "date_order": "2026-06-10 08:00:00"})

        told()
        cost()
        few = cost()
        for _number in range(9):
            told()
        self.assertLessEqual(cost(), few)
