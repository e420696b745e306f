"""One worker process of the race in reservations.py: connections that book one hour.

Several processes, as the ERP's workers are: one interpreter runs one thread at a time.
"""

import threading
from datetime import datetime, timedelta

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config

START = datetime(2030, 1, 7, 8)
# What a request of the web client brings along.
CONTEXT = {"lang": "en_US", "tz": "Europe/Warsaw"}


def work(database, resource_id, connections, share, barrier):
    """Book the hour so many times over each of so many connections.

    :param barrier: where the processes wait for each other, before and after
    """
    config.parse_config(["-d", database], setup_logging=False)
    registry = Registry(database)

    def book(env):
        hour = {"start": START, "stop": START + timedelta(hours=1)}
        env["enova.reservation"].create({"resource_id": resource_id, **hour})

    def run():
        for _attempt in range(share):
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, CONTEXT)
                try:
                    retrying(lambda env=env: book(env), env)
                except UserError:
                    cr.rollback()

    threads = [threading.Thread(target=run) for _number in range(connections)]
    barrier.wait()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    barrier.wait()
