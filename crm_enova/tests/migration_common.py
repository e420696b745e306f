"""What the tests of migrations share."""

from pathlib import Path

from odoo.modules.module import get_module_path, load_script

FOLDER = Path(get_module_path("crm_enova")) / "migrations"


class MigrationMixin:
    """Run scripts of a migration on what the test has put into the database."""

    # the version that a script belongs to, and the one that it starts from
    version = before = None

    def _migrate(self, name, **version):
        """Run a script as an update does, and forget what is cached.

        :param str name: of the file
        :param version: ``before=None`` stands for a new database
        """
        script = load_script(str(FOLDER / self.version / f"{name}.py"), name)
        self.env.flush_all()
        script.migrate(self.env.cr, version.get("before", self.before))
        self.env.flush_all()
        self.env.invalidate_all()

    def _set(self, records, **values):
        """Write into the rows of records what no model would let in any more."""
        self.env.flush_all()
        for name, value in values.items():
            statement = f'UPDATE "{records._table}" SET "{name}" = %s WHERE id IN %s'
            self.env.cr.execute(statement, [value, tuple(records.ids)])
        self.env.invalidate_all()

    def _rows(self, statement, *parameters):
        self.env.cr.execute(statement, parameters)
        return self.env.cr.fetchall()
