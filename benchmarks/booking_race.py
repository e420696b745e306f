"""One worker process of the race in reservations.py: connections that book one hour.

Several processes, as the ERP's workers are: one interpreter runs one thread at a time.
"""

import logging
import threading
from datetime import datetime, timedelta

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config

START = datetime(2030, 1, 7, 8)
STOP = START + timedelta(hours=1)
# What a request of the web client brings along.
CONTEXT = {"lang": "en_US", "tz": "Europe/Warsaw", "allowed_company_ids": [1]}
# A meeting takes the ERP so long that fewer of them are enough.
FEWER = 5


def work(database, resource_id, user_ids, share, barrier):
    """Book the hour so many times over a connection of each user, in two ways.

    :param user_ids: who book, as whoever signed in does: rights and rules apply
    :param barrier: where the processes wait for each other, before and after each way:
        meetings of the ERP's own calendar, which stores them all, then reservations
    """
    config.parse_config(["-d", database], setup_logging=False)
    # who comes too late is what this is about, and not worth a line in the log
    logging.getLogger("odoo.sql_db").setLevel(logging.CRITICAL)
    registry = Registry(database)
    hour = {"start": START, "stop": STOP}

    def meet(env):
        quiet = env["calendar.event"].with_context(
            no_mail_to_attendees=True, dont_notify=True
        )
        quiet.create({"name": "Van", **hour})

    def reserve(env):
        env["enova.reservation"].create({"resource_id": resource_id, **hour})

    def run(user_id, book, attempts):
        for _attempt in range(attempts):
            with registry.cursor() as cr:
                env = api.Environment(cr, user_id, CONTEXT)
                try:
                    retrying(lambda env=env: book(env), env)
                except UserError:
                    cr.rollback()

    for way in ((meet, share // FEWER), (reserve, share)):
        threads = [
            threading.Thread(target=run, args=(user_id, *way)) for user_id in user_ids
        ]
        barrier.wait()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        barrier.wait()
