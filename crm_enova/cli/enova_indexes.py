"""``odoo enova_indexes -d NAME``: the indexes that a large database is given later."""

import optparse
import sys

from odoo import SUPERUSER_ID, api
from odoo.cli import Command
from odoo.modules.registry import Registry
from odoo.sql_db import db_connect
from odoo.tools import config


class EnovaIndexes(Command):
    """Build the indexes of CRM enova on large tables while everybody works"""

    name = "enova_indexes"

    def run(self, args):
        """Build them, or drop them, and tell how large each is.

        :param list args: words after the command's name
        """
        parser = config.parser
        parser.prog = self.prog
        group = optparse.OptionGroup(parser, "Indexes")
        group.add_option(
            "--show", action="store_true", help="only tell which are there"
        )
        group.add_option("--drop", action="store_true", help="drop them")
        parser.add_option_group(group)
        options = config.parse_config(args, setup_logging=True)
        if len(config["db_name"]) != 1:
            sys.exit("Name one database: odoo enova_indexes -d NAME")
        [database] = config["db_name"]
        registry = Registry(database)
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            if "enova.activity" not in env:
                sys.exit(f"CRM enova is not installed in {database}")
            self._work(env, options)

    def _work(self, env, options):
        """Go through the indexes one by one, each in transactions of its own."""
        # pylint: disable-next=import-outside-toplevel; the addon is there only now
        from odoo.addons.crm_enova.models.base import large_index

        names = large_index.large_indexes(env)
        # a transaction that stays open would make each building wait for its end
        env.cr.commit()
        with db_connect(env.cr.dbname).cursor() as cr:
            cr._cnx.autocommit = True
            for name, table, definition in names:
                if options.drop:
                    large_index.drop(cr, name)
                elif not options.show:
                    large_index.build(cr, name, table, definition)
                told = large_index.size(cr, name) or "not there"
                # pylint: disable-next=print-used; the answer of a command line
                print(f"{name:<45} {table:<20} {told}", flush=True)
            cr._cnx.autocommit = False
