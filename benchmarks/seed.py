"""Fill a database with a believable company of any size, in minutes.

Started by ``./dev bench seed``. A few contractors have most of what happens, one of
them 2 % of all, with as many messages and, at five million activities, 20,000 files.
Whoever looks after the contractors has ten thousand of 200,000, or fifty, or a
fortieth. Everything is inserted by a few statements, each from rows that PostgreSQL
makes itself, which is quicker than to make them here and to COPY them over.
"""

import time

from filling import BIG_NAME, PASSWORD, multiply, settle, without_indexes
from seed_rows import (
    ACTIVITIES,
    CARETAKERS,
    FILES,
    MESSAGES,
    NOTIFICATIONS,
    PARTNERS,
    PERSONS,
    PHONES,
)

from odoo.tools import SQL

from harness import Benchmark

SALES = (
    "sales_team.group_sale_salesman_all_leads",
    "account.group_account_invoice",
    "stock.group_stock_user",
)
# login: group of the CRM; the first three have contractors of their own by number
PEOPLE = {"big": "own", "small": "own", "everything": "all", "boss": "manager"}
OTHERS = 40

YEARS = 8
FIRST_NAMES = "Anna Jan Maria Piotr Ewa Adam Zofia Marek Halina Tomasz".split()
LAST_NAMES = (
    "Nowak Kowalska Wójcik Lewandowska Zieliński Szymańska Dąbrowski Kozłowska"
    " Jankowski Mazur Krawczyk Kaczmarek Piotrowska Grabowski Zając Pawłowska"
).split()
TRADES = (
    "Hurtownia Piekarnia Stolarnia Transport Młyn Warsztat Zakład Sklep Serwis"
    " Wytwórnia Ogrodnictwo Apteka Drukarnia Cegielnia Mleczarnia Tartak"
).split()
SUBJECTS = (
    "Telefon w sprawie oferty",
    "Wizyta u klienta",
    "Przypomnienie o płatności",
    "Reklamacja dostawy",
    "Ustalenie terminu montażu",
    "Wysłanie cennika",
    "Przegląd urządzenia",
    "Rozmowa o umowie ramowej",
)
WORDS = (
    "umowa oferta dostawa protokol odbior faktura reklamacja wozek przeglad serwis"
    " gwarancja termin platnosc rabat montaz magazyn hala rampa czesci zamowienie"
).split()


def people(env):
    """Create users; return ids by login, and those of the others."""
    users = env["res.users"].with_context(no_reset_password=True)
    sales = [env.ref(name).id for name in SALES]
    logins = PEOPLE | {f"other{i}": "own" for i in range(OTHERS)}
    made = users.create(
        [
            {
                "name": login.title(),
                "login": login,
                "email": f"{login}@example.com",
                "tz": "Europe/Warsaw",
                "group_ids": [
                    (4, id_)
                    for id_ in (
                        env.ref(f"crm_enova.crm_enova_group_{group}").id,
                        *sales,
                    )
                ],
            }
            for login, group in logins.items()
        ]
    )
    # making a hash is slow on purpose: one for all
    secret = users._crypt_context().hash(PASSWORD)
    env.flush_all()
    env.cr.execute(
        "UPDATE res_users SET password = %s WHERE id IN %s", [secret, made._ids]
    )
    ids = dict(zip(logins, made.ids, strict=True))
    return ids, made[len(PEOPLE) :].ids


class Seed:
    """The statements in their order, and what they share."""

    def __init__(self, env, activities, partners):
        self.env, self.cr = env, env.cr
        self.activities, self.partners = activities, partners
        ids, others = people(env)
        stages = [
            env["enova.activity.stage"].search([("state", "=", state)], limit=1).id
            for state in ("planned", "in_progress", "done", "cancelled")
        ]
        self.values = {
            **ids,
            "others": others,
            "other_count": len(others),
            "company": env.company.id,
            "stages": stages,
            "states": ["planned", "in_progress", "done", "cancelled"],
            "subjects": list(SUBJECTS),
            "words": WORDS,
            "trades": TRADES,
            "first_names": FIRST_NAMES,
            "last_names": LAST_NAMES,
            "big_name": f"{BIG_NAME} S.A.",
            "years": YEARS,
            "partners": partners,
            "note": env.ref("mail.mt_note").id,
            "comment": env.ref("mail.mt_comment").id,
            "writer": env["res.users"].browse(ids["big"]).partner_id.id,
        }

    def run(self, statement, **values):
        """Execute a statement with what all share, and what it has for itself."""
        self.cr.execute(statement, {**self.values, **values})

    def fill(self):
        """Fill everything, a table at a time, and tell how long each took."""
        self.env.flush_all()
        self.cr.execute("SELECT setseed(0.5)")
        for step in (self._partners, self._activities, self._messages, self._files):
            start = time.perf_counter()
            step()
            print(f"  {step.__name__[1:]}: {time.perf_counter() - start:.0f} s")
        self._orders()

    def _partners(self):
        # found once the ERP knows where addons lie
        from odoo.addons.crm_enova.models.contractor.name_key import name_key_sql

        with without_indexes(self.cr, "res_partner"):
            self.run(PARTNERS, count=self.partners)
            self.run("SELECT currval('res_partner_id_seq') - %(partners)s + 1")
            [(first,)] = self.cr.fetchall()
            self.values |= {"first": first, "last": first + self.partners - 1}
            self.values["person"] = first + self.partners
            self.run(PERSONS, count=self.partners)
            key = name_key_sql(SQL.identifier("name"))
            self.cr.execute(
                SQL(
                    "UPDATE res_partner SET enova_name_key = %s,"
                    " commercial_partner_id = coalesce(parent_id, id) WHERE id >= %s",
                    key,
                    first,
                )
            )
        self.run(CARETAKERS)
        self.run(
            "INSERT INTO enova_partner_caretaker_rel (partner_id, user_id)"
            " SELECT partner_id, user_id FROM enova_caretaker"
        )
        with without_indexes(self.cr, "enova_partner_phone"):
            self.run(PHONES)
        tables = ("res_partner", "enova_partner_phone", "enova_caretaker")
        settle(self.cr, *tables, "enova_partner_caretaker_rel")

    def _activities(self):
        with without_indexes(self.cr, "enova_activity"):
            self.run(ACTIVITIES, count=self.activities)
        settle(self.cr, "enova_activity")

    def _messages(self):
        many = self.activities // 50
        with without_indexes(self.cr, "mail_message"):
            self.run(MESSAGES, count=many, spread=1)
            self.run(MESSAGES, count=many * 5, spread=self.partners)
        self.run(NOTIFICATIONS)
        settle(self.cr, "mail_message", "mail_notification")

    def _files(self):
        many = self.activities // 250
        with without_indexes(self.cr, "ir_attachment"):
            self.run(FILES, count=many, spread=1)
            self.run(FILES, count=many * 5, spread=self.partners)
        settle(self.cr, "ir_attachment")

    def _orders(self):
        """Two thousand orders of the large one at five million activities."""
        order = self.env["sale.order"].create({"partner_id": self.values["first"]})
        self.env.flush_all()
        dates = f"sample.date_order - i * interval '{YEARS * 4} hours'"
        fresh = {"name": "'Z/' || i", "access_token": "NULL", "date_order": dates}
        many = max(self.activities // 2500, 1)
        multiply(self.cr, "sale_order", order.id, many, fresh)
        settle(self.cr, "sale_order")


if __name__ == "__main__":
    with Benchmark("A database of a large company") as bench:
        sizes = bench.size("activities", 200_000), bench.size("partners", 20_000)
        start = time.perf_counter()
        Seed(bench.env, *sizes).fill()
        bench.note(f"filled in {time.perf_counter() - start:.0f} s")
        bench.env.cr.execute(
            "SELECT pg_size_pretty(pg_database_size(%s))", [bench.database]
        )
        bench.note(
            f"{sizes[0]:,} activities, {sizes[1]:,} contractors,"
            f" {bench.env.cr.fetchone()[0]}"
        )
