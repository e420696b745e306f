"""Fill a database with a believable company of any size, in minutes.

Started by ``./dev bench seed``. A few contractors have most of what happens, one of
them 2 % of all, with as many messages and, at five million activities, 20,000 files. Whoever
looks after the contractors has ten thousand of 200,000, or fifty, or a fortieth.
Everything is inserted by a few statements, each from rows that PostgreSQL makes itself,
which is quicker than to make them here and to COPY them over.
"""

import time

from filling import BIG_NAME, PASSWORD, multiply, settle, without_indexes

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
# The first of them is the contractor with 2 % of all.
PARTNERS = """
    INSERT INTO res_partner (name, complete_name, commercial_company_name, active,
           is_company, type, contractor_status, autopost_bills, user_id, vat,
           enova_vat_key, phone, email, email_normalized, city, lang, color,
           partner_share, create_uid, write_uid, create_date, write_date)
    SELECT name, name, name, true, true, 'contact', 'contractor', 'ask',
           CASE WHEN i = 1 OR i %% 20 = 0 THEN %(big)s
                WHEN i %% greatest(%(count)s / 50, 2) = 1 THEN %(small)s
                ELSE (%(others)s::int[])[1 + i %% %(other_count)s] END,
           '5' || lpad(i::text, 9, '0'), '5' || lpad(i::text, 9, '0'),
           '+48 5' || lpad(i::text, 8, '0'),
           'biuro' || i || '@example.com', 'biuro' || i || '@example.com',
           (ARRAY['Lublin', 'Leszno', 'Kielce', 'Gdynia', 'Opole'])[1 + i %% 5],
           'en_US', 0, true, 1, 1, now(), now()
      FROM generate_series(1, %(count)s) AS i,
           LATERAL (SELECT CASE WHEN i = 1 THEN %(big_name)s ELSE concat_ws(' ',
               (%(trades)s::text[])[1 + i %% 16],
               (%(last_names)s::text[])[1 + i / 16 %% 16], i) END AS name) AS named
"""
# Two in five contractors have somebody, the first one has thirty.
PERSONS = """
    INSERT INTO res_partner (name, complete_name, commercial_company_name, parent_id,
           commercial_partner_id, active, is_company, type, autopost_bills, phone,
           email, email_normalized, function, lang, color, partner_share, create_uid,
           write_uid, create_date, write_date)
    SELECT named.name, company.name || ', ' || named.name, company.name, company.id,
           company.id,
           true, false, 'contact', 'ask', '+48 6' || lpad(i::text, 8, '0'),
           'osoba' || i || '@example.com', 'osoba' || i || '@example.com', 'Kupiec',
           'en_US', 0, true, 1, 1, now(), now()
      FROM generate_series(1, 30 + %(count)s * 2 / 5) AS i
      JOIN res_partner AS company
        ON company.id = %(first)s + greatest(i - 30, 0) * 5 / 2,
           LATERAL (SELECT (%(first_names)s::text[])[1 + i %% 10] || ' '
               || (%(last_names)s::text[])[1 + i / 10 %% 16] AS name) AS named
"""
CARETAKERS = """
    INSERT INTO enova_caretaker (partner_id, user_id, role, date_from, sequence, active,
           create_uid, write_uid, create_date, write_date)
    SELECT id, user_id, 'main', '2020-01-01', 10, true, 1, 1, now(), now()
      FROM res_partner WHERE id BETWEEN %(first)s AND %(last)s
"""
PHONES = """
    INSERT INTO enova_partner_phone (partner_id, number)
    SELECT id, right(replace(phone, ' ', ''), 9) FROM res_partner
     WHERE id >= %(first)s AND phone IS NOT NULL
"""
# How far back, whose and what: all from one random number a row and from its number.
ACTIVITIES = """
    INSERT INTO enova_activity (name, reference, active, type_id, kind, channel,
           stage_id, state, priority, partner_id, commercial_partner_id, user_id,
           assigned_by_id, company_id, private, all_day, date, date_start, date_stop,
           date_due, date_done, calendar_start, calendar_stop, result, create_uid,
           write_uid, create_date, write_date)
    SELECT (%(subjects)s::text[])[1 + i %% 8] || ' ' || i, 'S/' || i, true,
           type.id, type.kind, type.channel,
           (%(stages)s::int[])[state], (%(states)s::text[])[state], '0',
           partner.id, partner.id, partner.user_id,
           CASE WHEN i %% 10 = 0 THEN %(boss)s ELSE partner.user_id END,
           %(company)s, i %% 1000 = 7, false, moment, moment,
           moment + interval '30 minutes', moment::date,
           CASE WHEN state = 3 THEN moment END, moment,
           moment + interval '30 minutes',
           CASE WHEN state = 3 THEN 'Ustalono: ' || (%(words)s::text[])[1 + i %% 20] END,
           1, 1, least(moment, now()), least(moment, now())
      FROM (SELECT i, random() AS share FROM generate_series(1, %(count)s) AS i) AS made
      CROSS JOIN LATERAL (SELECT date_trunc('second',
               now()::timestamp + interval '30 days'
               - (i::bigint * 7919 %% %(count)s)::float / %(count)s
                 * interval '%(years)s years') AS moment) AS placed
      CROSS JOIN LATERAL (SELECT CASE WHEN i %% 25 = 3 THEN 4
               WHEN moment > now() THEN 1
               WHEN moment > now() - interval '60 days' AND i %% 5 = 0
               THEN 1 + i / 5 %% 2 ELSE 3 END AS state) AS stated
      CROSS JOIN LATERAL (SELECT %(first)s + CASE WHEN i %% 50 = 0 THEN 0
               ELSE 1 + floor(power(share, 3) * (%(partners)s - 1))::int
               END AS partner_id) AS skewed
      JOIN res_partner AS partner ON partner.id = skewed.partner_id
      JOIN (SELECT row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS kinds,
                   id, kind, channel
              FROM enova_activity_type WHERE active) AS type
        ON type.place = 1 + i / 50 %% type.kinds
"""
# On the large one first, then on all; one in ten is what the system notes of fields.
MESSAGES = """
    INSERT INTO mail_message (model, res_id, message_type, subtype_id, author_id, date,
           subject, body, message_id, is_internal, email_from, create_uid, write_uid,
           create_date, write_date)
    SELECT 'res.partner', partner,
           CASE WHEN i %% 10 = 0 THEN 'notification'
                WHEN i %% 2 = 0 THEN 'email' ELSE 'comment' END,
           CASE WHEN i %% 3 = 0 THEN %(note)s ELSE %(comment)s END,
           CASE WHEN i %% 2 = 0 THEN %(person)s + i %% 30 ELSE %(writer)s END,
           moment, 'Wiadomość ' || i,
           '<p>' || concat_ws(' ', (%(words)s::text[])[1 + i %% 20],
               (%(words)s::text[])[1 + i / 20 %% 20]) || '</p>',
           '<seed-' || partner || '-' || i || '@example.com>', i %% 3 = 0,
           'ktos@example.com', 1, 1, moment, moment
      FROM generate_series(1, %(count)s) AS i,
           LATERAL (SELECT date_trunc('second', now()::timestamp
               - i::float / %(count)s * interval '%(years)s years') AS moment) AS placed,
           LATERAL (SELECT %(first)s + (i::bigint * 7919 %% %(spread)s)::int AS partner)
               AS skewed
"""
NOTIFICATIONS = """
    INSERT INTO mail_notification (mail_message_id, res_partner_id, notification_type,
           notification_status, is_read)
    SELECT id, %(person)s + id %% 30, 'email', 'sent', true FROM mail_message
     WHERE model = 'res.partner' AND res_id = %(first)s AND message_type = 'comment'
       AND id %% 5 = 0
"""
FILES = """
    INSERT INTO ir_attachment (name, type, res_model, res_id, enova_partner_id,
           mimetype, file_size, checksum, store_fname, company_id, create_uid,
           write_uid, create_date, write_date)
    SELECT 'Plik ' || i || '.pdf', 'binary', 'res.partner', partner, partner,
           'application/pdf', 1000, md5(i::text), 'aa/' || md5(i::text), %(company)s,
           %(boss)s, 1, now() - i::float / %(count)s * interval '%(years)s years', now()
      FROM generate_series(1, %(count)s) AS i,
           LATERAL (SELECT %(first)s + (i::bigint * 7919 %% %(spread)s)::int AS partner)
               AS skewed
"""


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
    env.cr.execute("UPDATE res_users SET password = %s WHERE id IN %s", [secret, made._ids])
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
