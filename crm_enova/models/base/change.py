"""What one call of ``create`` or ``write`` changes, for the steps that follow it."""

from .undo import start_recording


class Change:
    """The names that were written, and what stood there before.

    The way through a model makes one before ``super()`` and hands it to its later
    steps, so that none of them has to look for itself what has happened::

        change = Change.of_write(self, vals, self._watched_fields())
        result = super().write(vals)
        moved = change.altered(self, "date_start", "date_stop")

    :ivar frozenset names: fields that the caller gave, in any of the values
    :ivar bool is_new: whether the records have just been created
    """

    def __init__(self, names, before=None):
        self.names = frozenset(names)
        self.is_new = before is None
        self._before = before or {}

    @classmethod
    def of_create(cls, vals_list):
        """Return the change that creates records of these values.

        :param list vals_list: dicts of values, as ``create`` gets them
        :return: Change that knows no earlier values
        """
        return cls({name for vals in vals_list for name in vals})

    @classmethod
    def of_write(cls, records, vals, watched):
        """Return the change by a write, with what the watched fields hold until then.

        Nothing is read where no watched field may change.

        :param records: as they are before the write; read under their own environment
        :param dict vals: what is about to be written
        :param watched: names of the fields whose earlier value a later step asks for;
            or a dict of such names by the name that, once written, makes them change
        :return: Change
        """
        start_recording(records)
        names = watched
        if isinstance(watched, dict):
            names = {name for key in watched if key in vals for name in watched[key]}
        else:
            names = {name for name in watched if name in vals}
        before = {
            record.id: {name: record[name] for name in names} for record in records
        }
        return cls(vals, before)

    def touches(self, *names):
        """Tell whether one of these fields was given.

        :param names: names of fields
        :return: bool
        """
        return not self.names.isdisjoint(names)

    def was(self, record, name):
        """Return what a watched field held before; ``None`` for a new record.

        :param record: one record of those that changed
        :param str name: of a watched field
        :return: value as of the record's field
        """
        return self._before.get(record.id, {}).get(name)

    def altered(self, records, *names):
        """Return those of the records in which one of the watched fields is another.

        All of them are, when they are new.

        :param records: those that changed
        :param names: names of watched fields
        :return: recordset
        """
        if self.is_new:
            return records
        return records.filtered(
            lambda record: any(
                name in self._before.get(record.id, ())
                and self.was(record, name) != record[name]
                for name in names
            )
        )
