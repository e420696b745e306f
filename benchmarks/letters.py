"""Letters drawn by our engine, beside wkhtmltopdf; and printed end to end."""

import subprocess
import tempfile
from pathlib import Path

from harness import Benchmark

TEXT = (
    "<p>Uprzejmie informujemy, że od 1 stycznia zmieniamy cennik wyrobów z papieru i"
    " tektury falistej. Zamówienia złożone do końca roku realizujemy po cenach"
    " dotychczasowych.</p>"
)
# The same places on the page, as a designer of reports would put things there.
STYLE = (
    "<meta charset='utf-8'><style>body{margin:0;font:10pt/1.4 'DejaVu Sans'}"
    ".letter{position:relative;height:295mm;page-break-after:always;"
    "page-break-inside:avoid;overflow:hidden}.letter>div{position:absolute}"
    ".sender{left:25mm;top:58mm;width:80mm;font-size:6pt;border-bottom:1px solid}"
    ".address{left:25mm;top:62.7mm;width:80mm;height:27mm;overflow:hidden}"
    ".info{left:125mm;top:50mm;width:65mm;font-size:9pt}"
    ".mark{left:4mm;width:5mm;height:.2mm;background:#555}"
    ".text{left:25mm;top:98mm;width:165mm}</style>"
)
EDGES = [text for side in "TRBL" for text in (f"-{side}", "0")]
MARKS = "".join(
    f'<div class="mark" style="top:{top}mm"></div>' for top in (105, 148.5, 210)
)


def letter(number):
    """Return a letter of one page, as the engine takes it."""
    return {
        "key": number,
        "subject": f"Nowe ceny {number}",
        "salutation": "Szanowni Państwo",
        "body": TEXT * 4,
        "closing": "<p>Z poważaniem<br>Hanna Lewicka</p>",
        "address": [f"Klient {number} sp. z o.o.", "ul. Polna 1", "20-001 Lublin"],
        "sender": "Browar · ul. Leśna 2 · 34-300 Żywiec",
        "info": [["Data:", "26.11.2026"], ["Nasz znak:", f"ZDA/{number}"]],
    }


def by_wkhtmltopdf(letters):
    """Draw the same text as one HTML file, as the ERP's own reports are."""
    pages = "".join(
        f'<div class="letter"><div class="sender">{one["sender"]}</div>'
        f'<div class="address">{"<br>".join(one["address"])}</div>'
        f'<div class="info">{"<br>".join(map(" ".join, one["info"]))}</div>{MARKS}'
        f'<div class="text"><b>{one["subject"]}</b><p>{one["salutation"]}</p>'
        f"{one['body']}{one['closing']}</div></div>"
        for one in letters
    )
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "a.html", Path(folder) / "a.pdf"
        source.write_text(f"<html>{STYLE}<body>{pages}</body></html>")
        subprocess.run(
            ["wkhtmltopdf", "--quiet", "-s", "A4", *EDGES, source, target],
            check=True,
            capture_output=True,
        )
        return target.stat().st_size


def contractors(env, count):
    """Create contractors who have an address."""
    return env["res.partner"].create(
        [
            {
                "name": f"Klient {number}",
                "is_company": True,
                "contractor_status": "contractor",
                "street": f"ul. Polna {number}",
                "zip": f"{10 + number % 90}-{number % 1000:03}",
                "city": "Lublin",
            }
            for number in range(count)
        ]
    )


def mailing(env, partners):
    """Create a mail merge to them."""
    return env["mailing.mailing"].create(
        {
            "subject": "Nowe ceny",
            "mailing_type": "letter",
            "purpose": "contract",
            "body_html": "<p>Do: {contractor}</p>" + TEXT * 4,
            "mailing_domain": repr([("id", "in", partners.ids)]),
        }
    )


with Benchmark("Letters drawn and printed") as bench:
    count = bench.size("count", 2000)
    theirs_count = bench.size("theirs", 500)
    whole = bench.size("whole", 10_000)

    # found only once the addons path is known
    from odoo.addons.crm_enova.models.mailing.letter_engine import client
    from odoo.addons.crm_enova.models.mailing.letter_engine.geometry import Geometry

    job = {"kind": "letters", "geometry": Geometry().asdict(), "layout": {"marks": 1}}
    letters = [letter(number) for number in range(count)]
    batches = [letters[start : start + 500] for start in range(0, count, 500)]

    ours = bench.measure(
        "our engine", lambda: client.draw_all(job, batches), items=count
    )
    one = bench.measure(
        "the same, one worker",
        lambda: client.draw({**job, "letters": letters[:500]}),
        items=500,
    )
    theirs = bench.measure(
        "wkhtmltopdf",
        lambda: by_wkhtmltopdf(letters[:theirs_count]),
        items=theirs_count,
    )
    bench.at_least("times wkhtmltopdf", ours.rate / theirs.rate, 2)

    drawn = client.run({**job, "letters": [letter(n) for n in range(whole)]})
    bench.at_most(f"MB of memory, {whole:,} at once", drawn.kilobytes / 1024, 200)
    bench.note(f"file of {whole:,}: {len(drawn.file) / 1024 / 1024:.1f} MB")

    # as whoever prints has them; without a language core warns of each word
    env = bench.env(context={"lang": "en_US", "tz": "Europe/Warsaw"})
    partners = contractors(env, count)
    bench.env.flush_all()
    printed = bench.measure(
        "settled, printed, with events and traces",
        lambda: mailing(env, partners).action_print_letters(),
        items=count,
        repeat=1,
    )
    waiting = mailing(env, partners)
    waiting.action_put_in_queue()
    bench.env.flush_all()
    bench.measure(
        "printed alone, audience settled before",
        waiting.action_print_letters,
        items=count,
        repeat=1,
    )
    bench.at_least("letters per second, end to end", printed.rate, 400)
    bench.at_most("queries per 100 letters", printed.queries * 100 / count, 40)
