from odoo import api, models
from odoo.exceptions import UserError

from .undo import snapshot

# So many are named in a refusal.
NAMED = 5
# What a drag from column to column writes.
PLAIN = ("boolean", "char", "date", "datetime", "integer", "many2one", "selection")


class EnovaUndoMixin(models.AbstractModel):
    """A model whose records go back to what they held, by *Undo*.

    A model says which fields go back (:meth:`_undo_fields`), which other records change
    with it (:meth:`_undo_members`), and how it is written (:meth:`_undo_write`).
    """

    _name = "enova.undo.mixin"
    _description = "What can be taken back"

    @api.model
    def _undo_fields(self):
        """Return the stored fields that go back; floors above add theirs."""
        return []

    @api.model
    def _undo_may_write(self, name):
        """Tell whether a field that a client names can go back to what it held."""
        field = self._fields.get(name)
        if not field or not field.store or field.readonly or field.type not in PLAIN:
            return False
        return self._has_field_access(field, "write")

    def _undo_members(self):
        """Return recordsets of all that changes with these, these first."""
        return [self]

    def _undo_env(self):
        """Return the records as what is taken back is written: nobody is told."""
        return self.with_context(mail_auto_subscribe_no_notify=True)

    def _undo_write(self, groups):
        """Write what was there; all at once, as it may stand in each other's way.

        :param list groups: pairs of records and the values that they go back to
        """
        for records, values in groups:
            records.write(values)

    def _undo_created(self):
        """Take away what the change has made."""
        self.unlink()

    @api.model
    def _undo_finish(self, rows):
        """Bring in line what follows from them, once all of them are back.

        :param list rows: of a recording
        """

    # -- the way back --------------------------------------------------------------

    def _undo_rows(self, rows):
        """Take rows of a recording back, as :meth:`Recording.parts` has them.

        What holds the earlier value already, since it has followed, is not written.
        """
        model = self._undo_env()
        model.browse([id_ for id_, old, _new in rows if old is None])._undo_created()
        kept = {id_: old for id_, old, new in rows if old and new}
        model._undo_write(model._undo_groups(kept))
        gone = [old for _id, old, new in rows if new is None]
        if gone:
            model.create(gone)
        model._undo_finish(rows)

    @api.model
    def _undo_groups(self, values):
        """Return pairs of records and what they go back to; few for a lot of records.

        :param dict values: dicts of values by id
        """
        records = self.browse(values)
        present = snapshot(records, {name for old in values.values() for name in old})
        groups = {}
        for record in records:
            old, now = values[record.id], present[record.id]
            back = {name: old[name] for name in old if old[name] != now[name]}
            if back:
                key = tuple(sorted((n, repr(v)) for n, v in back.items()))
                groups.setdefault(key, (back, []))[1].append(record.id)
        return [(self.browse(ids), back) for back, ids in groups.values()]

    @api.model
    def _undo_check(self, rows):
        """Refuse where somebody has changed one of the records since.

        :raises UserError: naming records, what was changed, and by whom
        """
        there = self.browse([id_ for id_, _old, new in rows if new is not None])
        found = there.exists()
        if len(found) < len(there):
            raise UserError(self.env._("Some of it has been deleted since."))
        if found._filtered_access("write") != found:
            raise UserError(
                self.env._(
                    "Some of it is not yours to change any more. Ask whoever it was"
                    " given to."
                )
            )
        names = {name for _id, _old, new in rows for name in new or ()}
        present = snapshot(found, names) if found else {}
        lines = [
            line
            for id_, old, new in rows
            if new is not None
            and (line := self.browse(id_)._undo_obstacle(old, new, present[id_]))
        ]
        if lines:
            raise UserError(
                self.env._(
                    "Not taken back, as it has been changed since:\n%s",
                    "\n".join(lines[:NAMED]),
                )
            )

    def _undo_obstacle(self, old, new, present):
        """Return who has changed what of one record since, or nothing."""
        names = new if old is None else old
        changed = [name for name in names if present[name] != new[name]]
        if not changed:
            return None
        labels = [self._fields[n]._description_string(self.env) for n in changed]
        return self.env._(
            "%(name)s: %(fields)s, by %(user)s",
            name=self.display_name,
            fields=", ".join(labels),
            user=self.write_uid.sudo().name,  # sudo: a colleague's name alone
        )
