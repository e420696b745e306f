import logging
from functools import partial

from odoo import api, models, tools
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# Rows that one statement may lock while a database of years is filled.
BATCH = 20_000


class IrAttachment(models.Model):
    """Whose a file is: one statement for each model, whoever asks.

    The same statement serves a file that is created, a record whose partner changes,
    the nightly correction, and the filling of a database of years.
    """

    _inherit = "ir.attachment"

    @api.model
    def _enova_owner_fields(self):
        """Return where records keep their partner, by model; floors above add theirs.

        :return: dict of the name of a stored many2one of ``res.partner`` by model, or
            ``"id"`` for partners themselves; what is not installed is left out later
        """
        return {
            "res.partner": "id",
            "enova.activity": "partner_id",
            "enova.consent": "partner_id",
            "enova.device": "partner_id",
            "enova.folder": "partner_id",
            "enova.project": "partner_id",
            "enova.reservation": "partner_id",
            "sale.order": "partner_id",
            "account.move": "partner_id",
            "account.payment": "partner_id",
            "stock.picking": "partner_id",
            "repair.order": "partner_id",
            # where they are installed
            "crm.lead": "partner_id",
            "helpdesk.ticket": "partner_id",
            "project.project": "partner_id",
            "project.task": "partner_id",
            "purchase.order": "partner_id",
        }

    @api.model
    @tools.ormcache()
    def _enova_owners(self):
        """Return the same for what is installed, and what managers have switched on.

        :return: dict of names of columns by model
        """
        # sudo: names of models and fields, the same for everybody
        switched_on = self.env["enova.document.model"].sudo()
        found = {
            record.model: record.partner_field
            for record in switched_on.search([("state", "=", "on")])
            if record.partner_field
        }
        found |= self._enova_owner_fields()
        return {
            model: column
            for model, column in found.items()
            if self._enova_has_column(model, column)
        }

    @api.model
    def _enova_has_column(self, model, column):
        """Tell whether a model keeps its partner in a column of that name."""
        records = self.env.get(model)
        if records is None or not records._auto or records._abstract:
            return False
        field = records._fields.get(column)
        return bool(field) and field.store and bool(field.column_type)

    # -- setting it ----------------------------------------------------------------

    def _enova_set_owners(self):
        """Store whose these files are, in one statement for each model."""
        owners = self._enova_owners()
        # sudo: where they are attached; the caller has just created or moved them
        by_model = self.sudo().grouped("res_model")
        others = []
        for model, files in by_model.items():
            if model in owners:
                self._enova_update_owner(
                    model, SQL("file.id = ANY(%s)", list(files.ids))
                )
            else:
                others += files.ids
        if others:
            self._enova_disown(SQL("file.id = ANY(%s)", others))

    @api.model
    def _enova_follow(self, records):
        """Let the files of records follow them to another partner.

        :param records: of one model, whose partner has changed
        """
        if records.ids and records._name in self._enova_owners():
            condition = SQL("record.id = ANY(%s)", records.ids)
            self._enova_update_owner(records._name, condition)

    @api.model
    def _enova_follow_partners(self, partners):
        """Let files follow partners that have come to belong to another company.

        :param partners: whose ``commercial_partner_id`` has changed
        """
        for model, column in self._enova_owners().items():
            condition = SQL(
                "record.%s = ANY(%s)", SQL.identifier(column), list(partners.ids)
            )
            self._enova_update_owner(model, condition)

    @api.model
    def _enova_update_owner(self, model, condition):
        """Store the contractor of files of one model, by one statement.

        :param str model: a key of :meth:`_enova_owners`
        :param SQL condition: on ``file`` and ``record``, to which ``owner`` is joined
        :return: int, how many files have another contractor now
        """
        column = self._enova_owners()[model]
        self._enova_flush(model, column)
        rows = self.env.execute_query(
            SQL(
                """
                WITH moved AS (
                    UPDATE ir_attachment AS file
                       SET enova_partner_id =
                               COALESCE(owner.commercial_partner_id, owner.id)
                      FROM %(table)s AS record
                      LEFT JOIN res_partner AS owner ON owner.id = record.%(column)s
                     WHERE file.res_model = %(model)s
                       AND file.res_id = record.id
                       AND file.res_field IS NULL
                       AND file.enova_partner_id IS DISTINCT FROM
                               COALESCE(owner.commercial_partner_id, owner.id)
                       AND %(condition)s
                 RETURNING file.id, file.enova_partner_id
                ), entries AS (
                    UPDATE enova_attachment AS entry
                       SET partner_id = moved.enova_partner_id
                      FROM moved WHERE entry.attachment_id = moved.id
                ), texts AS (
                    INSERT INTO enova_attachment_text
                           (attachment_id, partner_id, state)
                    SELECT id, enova_partner_id, 'waiting' FROM moved
                     WHERE enova_partner_id IS NOT NULL
                        ON CONFLICT (attachment_id) DO UPDATE
                       SET partner_id = EXCLUDED.partner_id
                )
                SELECT id FROM moved
                """,
                table=SQL.identifier(self.env[model]._table),
                column=SQL.identifier(column),
                model=model,
                condition=condition,
            )
        )
        self._enova_forget_cached(rows)
        return len(rows)

    @api.model
    def _enova_disown(self, condition):
        """Take their contractor from files that belong to none any more.

        :param SQL condition: on ``file``
        """
        self.flush_model(["res_model", "res_id", "res_field", "enova_partner_id"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH moved AS (
                    UPDATE ir_attachment AS file SET enova_partner_id = NULL
                     WHERE file.enova_partner_id IS NOT NULL AND %s
                 RETURNING file.id
                ), texts AS (
                    DELETE FROM enova_attachment_text AS content
                     USING moved WHERE content.attachment_id = moved.id
                )
                SELECT id FROM moved
                """,
                condition,
            )
        )
        self._enova_forget_cached(rows)

    @api.model
    def _enova_flush(self, model, column):
        """Write what the statement reads, and no more than that."""
        self.flush_model(["res_model", "res_id", "res_field", "enova_partner_id"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        if column != "id":
            self.env[model].flush_model([column])

    @api.model
    def _enova_forget_cached(self, rows):
        """Let what was read of files before be read again."""
        if rows:
            files = self.browse(row[0] for row in rows)
            files.invalidate_recordset(["enova_partner_id"], flush=False)
            self.env["enova.attachment"].invalidate_model(["partner_id"], flush=False)

    # -- all of them ---------------------------------------------------------------

    @api.model
    def _enova_correct_owners(self):
        """Make right whose all files are: a statement for each model.

        Raw SQL of core and of other addons moves records past our steps.
        """
        owners = self._enova_owners()
        changed = sum(self._enova_update_owner(model, SQL("TRUE")) for model in owners)
        self._enova_disown(
            SQL(
                "(file.res_field IS NOT NULL OR file.res_id IS NULL"
                " OR file.res_model IS NULL OR file.res_model <> ALL(%s))",
                list(owners),
            )
        )
        if changed:
            _logger.info("%s files have another contractor", changed)
        self.env["enova.attachment.text"]._correct_partners()

    @api.model
    def _cron_enova_correct_owners(self):
        """Make right, every night, what went past us, or an installation left."""
        self._enova_correct_owners()
        schema = self.env["enova.schema"]
        if schema._is_unfinished():
            # what is locked here would keep the keys from being added
            self.env["ir.cron"]._commit_progress()
            schema._finish()

    @api.model
    def _enova_fill_owners(self, run=None):
        """Store the contractors of a database of years, a batch of rows at a time.

        No statement of it locks a table; each locks its own rows alone.

        :param run: function that does what it is given, whoever holds the rows
        """
        [(last,)] = self.env.execute_query(SQL("SELECT max(id) FROM ir_attachment"))
        for start in range(0, last or 0, BATCH):
            batch = SQL("file.id > %s AND file.id <= %s", start, start + BATCH)
            for model in self._enova_owners():
                act = partial(self._enova_update_owner, model, batch)
                if run:
                    run(act)
                else:
                    act()
