"""What one move by a key or a click changes, kept so that it can be taken back.

No model of its own: a method that is undoable makes a recording, changes what it
changes, and returns the recording's notice::

    recording = Recording(pending)
    pending._move_to_state("done")
    return recording.notice(self.env._("Done: %s", names_shown(pending)))
"""

from odoo.fields import Command

TAG = "crm_enova.undo_notice"


class Recording:
    """What records hold before a change and after it, and who is told of it.

    :param records: what is about to be changed, with the user's rights
    :param names: further fields whose change may be taken back
    """

    def __init__(self, records, names=()):
        self.env = records.env
        self.last_message = last_message(self.env)
        self.extra = {records._name: list(names)}
        # model -> (recordset, what it held)
        self.watched = {}
        self.watch(records)

    def watch(self, records):
        """Keep what further records hold, before they are changed.

        :param records: what is about to be changed, too
        """
        for member in records._undo_members():
            names = self.extra.get(member._name, ())
            known, before = self.watched.get(member._name, (member.browse(), {}))
            new = member - known
            before.update(snapshot(new, names))
            self.watched[member._name] = known | new, before

    def add(self, records):
        """Remember records that the change has created.

        :param records: of any model whose changes can be taken back
        """
        known, before = self.watched.get(records._name, (records.browse(), {}))
        self.watched[records._name] = known | records, before

    def parts(self):
        """Return what has changed.

        :return: list of dicts of ``model`` and ``rows``, which are lists of id, values
            before (``None`` of what is new) and values after (``None`` of what is gone)
        """
        parts = []
        for model, (records, before) in self.watched.items():
            after = snapshot(records.exists(), self.extra.get(model, ()))
            rows = [
                row for id_ in records.ids if (row := difference(id_, before, after))
            ]
            if rows:
                parts.append({"model": model, "rows": rows})
        return parts

    def notice(self, message, kind="success", follows=None):
        """Return the action that says what was done, and offers to take it back.

        :param str message: what was done
        :param str kind: of a notification of the web client
        :param dict follows: the action that comes next; a window that is open closes
            where there is none
        """
        undo = self.env["enova.undo"]._keep(self.parts(), self.last_message)
        return undo._notice(message, kind, follows)


def snapshot(records, names=()):
    """Return what records hold in the fields that can be taken back.

    :param records: of any model whose changes can be taken back
    :param names: further fields of them
    :return: dict of dicts of values as JSON has them, by id
    """
    names = {*records._undo_fields(), *names}
    # sudo: what the user has just changed may be theirs to read no longer. It is kept
    # for them alone, and where nobody can read it
    readable = records.sudo()
    found = {row.pop("id"): row for row in readable.read(names, load=None)}
    for name in names:
        plain = _plain(readable._fields[name])
        for row in found.values() if plain else ():
            row[name] = plain(row[name])
    return found


def _plain(field):
    """Return what turns the values of a field into such as JSON has, and write takes.

    ``None`` where they are so already.
    """
    if field.type in ("date", "datetime"):
        return field.to_string
    if field.type in ("one2many", "many2many"):
        return lambda ids: [[Command.SET, 0, list(ids)]]
    return None


def difference(id_, before, after):
    """Return id, values before and after of one record, as far as they differ.

    :param int id_: of the record
    :param dict before: values of all records, by id
    :param dict after: the same after the change
    :return: list, or ``None`` where it is as it was
    """
    old, new = before.get(id_), after.get(id_)
    if old is None or new is None:
        return None if old is new else [id_, old, new]
    changed = [name for name in old if old[name] != new[name]]
    if not changed:
        return None
    return [id_, *({name: side[name] for name in changed} for side in (old, new))]


def last_message(env):
    """Return the id of the newest message there is; what follows is of the change.

    :param env: any environment
    :return: int
    """
    env.cr.execute("SELECT max(id) FROM mail_message")
    return env.cr.fetchone()[0] or 0
