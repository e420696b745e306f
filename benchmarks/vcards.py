"""Business cards of one file: read, looked up, created; beside a user's script."""

import base64

import vobject

from harness import Benchmark

CARD = """BEGIN:VCARD
VERSION:3.0
N:Nowak {number};Ewa;;;
FN:Ewa Nowak {number}
ORG:Młyn {number} sp. z o.o.;Zakupy
TITLE:Kierownik
TEL;TYPE=work:+48 22 {number:07d}
TEL;TYPE=cell,pref:+48 6{number:08d}
EMAIL;TYPE=internet:ewa{number}@mlyn.example.com
ADR;TYPE=work:;;ul. Polna {number};Lublin;;20-001;Polska
URL:https://mlyn{number}.example.com
NOTE:Targi w Poznaniu\\, stoisko {number}
END:VCARD
"""


def by_ours(env, content):
    """Import all cards as the screen does."""
    files = [{"name": "cards.vcf", "data": base64.b64encode(content).decode()}]
    action = env["enova.vcard.import"].action_read_files(files)
    env["enova.vcard.import"].browse(action["res_id"]).action_import()


def by_script(env, content):
    """Create the same partners as a script would that somebody writes in an hour."""
    partners = env["res.partner"]
    for card in vobject.readComponents(content.decode()):
        address = card.adr.value
        email = card.email.value
        if partners.search([("email", "=ilike", email)], limit=1):
            continue
        phones = [line.value for line in card.contents["tel"]]
        company = partners.create(
            {
                "name": card.org.value[0],
                "is_company": True,
                "contractor_status": "card",
                "phone": phones[0],
                "website": card.url.value,
                "street": address.street,
                "city": address.city,
                "zip": address.code,
                "comment": card.note.value,
                "user_id": env.uid,
            }
        )
        partners.create(
            {
                "name": card.fn.value,
                "parent_id": company.id,
                "function": card.title.value,
                "phone": phones[-1],
                "email": email,
            }
        )


with Benchmark("Business cards (vCard) imported") as bench:
    count = bench.size("count", 5000)
    some = bench.size("script", 300)
    content = "".join(CARD.format(number=n) for n in range(count)).encode()
    part = "".join(CARD.format(number=n) for n in range(some)).encode()
    half = "".join(CARD.format(number=n) for n in range(count // 2)).encode()

    # found only once the addons path is known
    from odoo.addons.crm_enova.models.contractor.vcard_reader import read_cards

    bench.measure("reading alone", lambda: read_cards(content), items=count, repeat=1)
    ours = bench.measure(
        "read, look up, create", lambda: by_ours(bench.env, content), items=count
    )
    fewer = bench.measure(
        "the same, half of them", lambda: by_ours(bench.env, half), items=count // 2
    )
    script = bench.measure(
        "a script's loop", lambda: by_script(bench.env, part), items=some
    )
    bench.note("orientation: 300 cards per second on quiet cores")
    bench.at_least("times a script's loop", ours.rate / script.rate, 2)
    # what does not grow with the batches is the same for both
    bench.at_most(
        "queries per further 1,000 cards",
        (ours.queries - fewer.queries) * 1000 / (count - count // 2),
        200,
    )
    bench.note("each card makes a company and its contact person")
