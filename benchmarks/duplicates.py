"""Duplicates of a business card, among 2,000 partners and among 200,000.

Names, numbers and addresses are made by SQL from syllables, some more common than
others, and one of a few trades, so that trigrams are as unevenly spread as in a real
base. Every criterion must use its index:
the plan is printed, and a sequential scan breaks a limit.
"""

import re

from odoo.tools import SQL

from harness import Benchmark

CARDS = 20
MAKE = """
INSERT INTO res_partner (id, commercial_partner_id, name, complete_name, type,
       active, is_company, vat, phone, email, email_normalized, contractor_status,
       enova_vat_key, enova_name_key, autopost_bills)
SELECT made.id, made.id, made.name || ' sp. z o.o.', made.name, 'contact', true, true,
       'PL' || made.nip, '+48 ' || made.phone, made.mail, made.mail, 'contractor',
       made.nip, lower(made.name), 'ask'
  FROM (
        SELECT nextval('res_partner_id_seq') AS id,
               (ARRAY['Hurtownia', 'Zaklad', 'Firma', 'Piekarnia', 'Stolarnia',
                'Przedsiebiorstwo', 'Sklep', 'Warsztat', 'Agencja', 'Biuro', 'Auto',
                'Dom', 'Eko', 'Bud', 'Trans', 'Agro'])[1 + random() * 15]
               || ' ' || initcap(word(2)) || initcap(word(2)) || ' ' || initcap(word(3))
               AS name,
               lpad((n * 7919 %% 10000000000)::text, 10, '5') AS nip,
               lpad((500000000 + n * 37)::text, 9, '6') AS phone,
               'biuro' || n || '@firma' || n || '.example.com' AS mail
          FROM generate_series(%(first)s, %(last)s) AS n
       ) AS made
"""
# made by SQL as well, and already in the one writing that is compared
NUMBERS = """
INSERT INTO enova_partner_phone (partner_id, number)
SELECT id, right(phone, 9) FROM res_partner AS partner
 WHERE phone LIKE '+48 _________'
   AND NOT EXISTS (SELECT FROM enova_partner_phone WHERE partner_id = partner.id)
"""
WORD = """
CREATE FUNCTION pg_temp.pick(options text) RETURNS text VOLATILE LANGUAGE sql AS
$$ SELECT (string_to_array(options, ','))[1 + floor(power(random(), 1.5)
     * cardinality(string_to_array(options, ',')))] $$;
CREATE FUNCTION pg_temp.syllable() RETURNS text VOLATILE LANGUAGE sql AS
$$ SELECT pg_temp.pick('k,m,p,s,w,b,r,t,d,l,g,z,n,j,c,st,pr,kr,sz,cz,tr,br,gr,dr,h,f,'
     'ch,sk,pl,kl,gl,bl,zd,rz,st,sp,sw,tw') || pg_temp.pick('a,o,e,i,u,y,ia,ie')
     || pg_temp.pick(',,,,,,n,r,l,k,s,w,m,t,sz,cz,nk,rt,ls,x') $$;
CREATE FUNCTION pg_temp.word(size int) RETURNS text VOLATILE LANGUAGE sql AS
$$ SELECT string_agg(pg_temp.syllable(), '') FROM generate_series(1, size) $$;
"""


def grow(bench, first, last):
    """Add partners by one statement, and let the database know of them."""
    cr = bench.env.cr
    query = MAKE.replace("word(", "pg_temp.word(")
    cr.execute(query, {"first": first, "last": last})
    cr.execute(NUMBERS)
    cr.commit()
    bench.env.invalidate_all()
    cr._cnx.autocommit = True
    cr.execute("VACUUM ANALYZE res_partner, enova_partner_phone")
    cr._cnx.autocommit = False


def make_cards(bench):
    """Create the cards that are looked for: each has a number or a name of another."""
    partners = bench.env["res.partner"]
    cards = partners.create(
        [
            {
                "name": f"Stolarnia Trama{chr(97 + place)} Dorwakom Sp. z o.o.",
                "contractor_status": "card",
                "phone": f"+48 {500000000 + 37 * (place + 1)}",
                "email": f"biuro{place + 100}@firma{place + 100}.example.com",
                "vat": False,
            }
            for place in range(CARDS)
        ]
    )
    bench.env.flush_all()
    bench.env.cr.commit()
    return cards


def find(cards):
    """Look for the duplicates of one card after another."""
    for card in cards:
        card._find_duplicates()


def show(cards):
    """Open the window that compares a card with its duplicates, one after another."""
    for card in cards:
        window = card.action_convert_card()["res_id"]
        wizard = card.env["enova.card.convert"].browse(window)
        wizard.duplicate_ids.read(["reason", "vat", "email", "phone", "city"])


def ring(cards):
    """Look for who rings, as the telephone shows the number, once for each card."""
    for card in cards:
        card.name_search(card.phone.removeprefix("+48 "), limit=8)


def measure(bench, label, work, cards, count):
    """Measure some work on every card among so many partners."""
    return bench.measure(
        f"{label} among {count:,}",
        lambda: work(cards),
        items=len(cards),
        repeat=9,
        warm=True,
    )


def sequential_scans(bench, card):
    """Return the lines of the plan of one look-up that read a whole table."""
    card._find_duplicates()  # sets the threshold that the plan depends on
    rows = bench.env.execute_query(
        SQL("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) %s", card._duplicate_query())
    )
    plan = "\n".join(row[0] for row in rows)
    print(plan)
    used = re.findall(r"(?:using|Bitmap Index Scan on) (\w+)", plan)
    bench.note(f"indexes used: {', '.join(sorted(set(used)))}")
    return re.findall(r"Seq Scan on (?:res_partner|enova_partner_phone).*", plan)


with Benchmark("Duplicates of a business card") as bench:
    bench.env.cr.execute(WORD)
    small, large = bench.size("small", 2000), bench.size("large", 200000)
    cards = make_cards(bench)
    grow(bench, 1, small)
    few = measure(bench, "window", show, cards, small)
    measure(bench, "search alone", find, cards, small)
    measure(bench, "search of who rings", ring, cards, small)
    grow(bench, small + 1, large)
    many = measure(bench, "window", show, cards, large)
    search = measure(bench, "search alone", find, cards, large)
    ringing = measure(bench, "search of who rings", ring, cards, large)
    scans = sequential_scans(bench, cards[0])
    bench.at_most("times the window among few", many.seconds / few.seconds, 2)
    bench.at_most("ms of one search", search.milliseconds / CARDS, 50)
    bench.at_most("queries of one search", search.queries / CARDS, 5)
    bench.at_most("ms to tell who rings", ringing.milliseconds / CARDS, 150)
    bench.at_most("sequential scans", len(scans), 0)
