import json
import logging
from functools import partial

import psycopg2

from odoo import api, models
from odoo.tools import SQL

from .install_keys import add_keys, put_off
from .install_preparation import Preparation
from .install_transactions import own_transactions

_logger = logging.getLogger(__name__)

MODULE = "crm_enova"
UNFINISHED = "crm_enova.unfinished_installation"


class EnovaSchema(models.AbstractModel):
    """Let people work while the addon is installed or updated.

    That is one transaction of minutes. What it would lock in tables of others is done
    before it (columns, checks and indexes) and after it (foreign keys), by statements
    that are committed one by one; so are the rows of years filled, by the floors
    above. This is the first model of the addon: the framework calls its :meth:`init`
    before it touches any table.
    """

    _name = "enova.schema"
    _description = "Schema of the addon"

    def init(self):
        """Prepare the tables of others, and put off what would lock them."""
        if self.env.context.get("module") != MODULE:
            return
        preparation = Preparation(self.env, MODULE)
        is_new = self._is_new()
        computed = [
            (model, field)
            for model, field in preparation.computed(everywhere=is_new)
            if (model._table, field.name) not in self._filled_columns()
        ]
        if is_new or not preparation.is_complete():
            preparation.run(self._fill_columns if is_new else None)
        self.pool.post_init(self._compute_columns, computed)
        # what gathers the keys stands in the same queue: so behind it
        self.pool.post_init(self.pool.post_init, partial(self._put_off_keys, is_new))

    @api.model
    def _is_new(self):
        """Tell whether the addon is being installed."""
        rows = self.env.execute_query(
            SQL(
                "SELECT FROM ir_module_module WHERE name = %s AND state = 'to install'",
                MODULE,
            )
        )
        return bool(rows)

    @api.model
    def _filled_columns(self):
        """Return table and column of what :meth:`_fill_columns` fills."""
        return set()

    @api.model
    def _fill_columns(self, own):
        """Fill columns of the rows of years; done before and after an installation.

        :param own: cursor that commits each statement
        """

    @api.model
    def _fill_rows(self, own):
        """Fill what needs the installed addon, when it has been committed.

        :param own: cursor that commits each statement
        """

    @api.model
    def _compute_columns(self, computed):
        """Let the framework compute columns that it has found, as if they were new."""
        for model, field in computed:
            rows = self.env.execute_query(
                SQL("SELECT id FROM %s", SQL.identifier(model._table))
            )
            records = self.env[model._name].browse(id_ for (id_,) in rows)
            self.env.add_to_compute(field, records)

    @api.model
    def _put_off_keys(self, is_new):
        """Write down what is left to do, and do it when all has been committed."""
        keys = put_off(self.env, MODULE)
        # sudo: the system's own note, which names tables and columns
        parameters = self.env["ir.config_parameter"].sudo()
        before = json.loads(parameters.get_param(UNFINISHED) or "{}")
        if not (keys or is_new or before):
            return
        fill = is_new or before.get("fill", False)
        parameters.set_param(UNFINISHED, json.dumps({"keys": keys, "fill": fill}))
        self.env.cr.postcommit.add(self._finish_or_tell)

    @api.model
    def _is_unfinished(self):
        """Tell whether an installation or update has left something to do."""
        # sudo: whether the system's own note is there; what is cached may be of before
        parameters = self.env["ir.config_parameter"].sudo()
        return bool(parameters.search_count([("key", "=", UNFINISHED)]))

    @api.model
    def _finish_or_tell(self):
        """Finish an installation that has been committed: it cannot be refused now."""
        try:
            self._finish()
        except (psycopg2.Error, TimeoutError):
            _logger.exception("The rest is done by the nightly correction of files.")

    @api.model
    def _finish(self):
        """Do what an installation or an update has put off, if anything.

        Another attempt does nothing twice.
        """
        with own_transactions(self.env.cr.dbname) as own:
            own.execute(
                "SELECT value FROM ir_config_parameter WHERE key = %s", [UNFINISHED]
            )
            [value] = own.fetchone() or ["{}"]
            todo = json.loads(value)
            if not todo:
                return
            left = add_keys(own, todo["keys"])
            if todo["fill"]:
                self._fill_columns(own)
                self._fill_rows(own)
            own.execute("DELETE FROM ir_config_parameter WHERE key = %s", [UNFINISHED])
            if left:
                _logger.warning("Tables were busy, and lack %s keys", len(left))
                own.execute(
                    "INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s)",
                    [UNFINISHED, json.dumps({"keys": left, "fill": False})],
                )
