"""A contractor opened in Chromium until the history is painted, beside core's contact.

Both have as many notes and e-mails; ours has tasks and events, too, its head and its
tiles. The clock is the page's own: from the navigation to the frame after the first
entry is there, the web client's start included, as it is in both.
"""

import statistics
import sys
from datetime import datetime, timedelta
from pathlib import Path

from live import serving

from harness import Benchmark, Measure

sys.path.insert(0, str(Path(__file__).parent.parent))

from devtools.inside.browser import browser
from devtools.inside.shot import sign_in

LOGIN = "admin"
WIDTH, HEIGHT = 1400, 900
MESSAGES, ACTIVITIES, TURNS = 60, 60, 9
PAINTED = """
    new Promise((resolve) => {
        const look = () =>
            document.querySelector(%r)
                ? requestAnimationFrame(() => resolve(performance.now()))
                : requestAnimationFrame(look);
        look();
    })
"""


def fill(env):
    """Create a contractor with a history; return its id."""
    partner = env["res.partner"].create(
        {"name": "Contractor", "is_company": True, "contractor_status": "contractor"}
    )
    people = env["res.partner"].create(
        [{"name": f"Person {n}", "parent_id": partner.id} for n in range(5)]
    )
    for number in range(MESSAGES):
        message = partner.message_post(
            body=f"What was said on day {number}",
            author_id=people[number % 5].id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )
        # of one day they would be one row
        message.date = datetime.now() - timedelta(days=number)
    definition = env.ref("crm_enova.enova_activity_type_event_call").id
    env["enova.activity"].create(
        [
            {
                "name": f"Call {number}",
                "type_id": definition,
                "partner_id": partner.id,
                "date_start": f"2026-0{1 + number % 9}-1{number % 10} 09:00:00",
            }
            for number in range(ACTIVITIES)
        ]
    )
    # the password by which shot signs in
    env.ref("base.user_admin").password = LOGIN
    return partner.id


def opened(page, address, selector):
    """Return the milliseconds until something of a page is painted."""
    page.call("Page.navigate", url=address)
    return page.evaluate(PAINTED % selector)


def summed_up(label, times):
    """Return the middle of some milliseconds as a line of the table."""
    return Measure(label, 1, statistics.median(times) / 1000, 0)


with Benchmark("A contractor opened in the browser") as bench:
    partner_id = fill(bench.env)
    bench.env.cr.commit()  # the server has to see it
    screens = {
        "core's contact": (
            f"/odoo/action-contacts.action_contacts/{partner_id}",
            ".o-mail-Chatter .o-mail-Message",
        ),
        "our contractor": (
            f"/odoo/action-crm_enova.res_partner_action_contractor/{partner_id}",
            ".o_enova_timeline .o_enova_entry_row",
        ),
    }
    times = {label: [] for label in screens}
    with serving(bench.database) as base, browser(WIDTH, HEIGHT) as page:
        sign_in(page, base, LOGIN)
        for turn in range(bench.size("turns", TURNS) + 2):
            for label, (path, selector) in screens.items():
                page.open("about:blank")
                spent = opened(page, base + path, selector)
                if turn > 1:  # assets are made, and caches filled, by the first
                    times[label].append(spent)
    for label, spent in times.items():
        bench.measures.append(summed_up(label, spent))
    core, ours = (measure.seconds for measure in bench.measures)
    bench.at_most("times core's form", ours / core, 1.3)
    bench.note(f"{bench.size('turns', TURNS)} turns each, by turns")
