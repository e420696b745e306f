"""An environment of the ERP for a script, outside its own command line."""

import contextlib

import odoo.init  # noqa: F401  (sets the ERP up; must come before the rest)
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


@contextlib.contextmanager
def environment(database):
    """Yield a superuser environment on a database; commit unless it fails.

    The configuration is the file that the variable ``ODOO_RC`` names.

    :param str database: name
    """
    config.parse_config(["-d", database, "--no-http"], setup_logging=True)
    with Registry(database).cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})
