"""What the imports of contractors and of activities share; no model of its own.

Core creates the rows of a file in one batch. When a single row makes that batch fail,
it creates all of them again one by one, which on 10,000 rows outlasts every time limit
of a web server, and a row refused while it is read does not keep it from creating the
others. So the rows are checked before creation, and after the first refused row nothing
more is created: the remaining rows are only read, to report them too.
"""

CONTEXT_KEY = "enova_import_run"


class ImportRun:
    """The state of one call of ``load``, carried by the context to what it calls.

    No client can send such an object, so whoever finds one knows that it is ours.
    """

    def __init__(self):
        # the name of the model that is imported
        self.model = None
        # (field, subfield, text) -> records that the text may mean
        self.references = {}
        # ids of activities whose assignees are still to be told
        self.given = []
        # row -> pairs of field and message: what was wrong before the conversion
        self.refused = {}
        self.errors = 0
        self.last_row = -1

    @classmethod
    def of(cls, env):
        """Return the run that a call is part of; a client can send none.

        :param env: environment whose context may carry it
        :return: the run, or ``None`` outside of an import
        """
        run = env.context.get(CONTEXT_KEY)
        return run if isinstance(run, cls) else None

    def refuse(self, row, field, message):
        """Remember what is wrong with a row before it is converted.

        :param int row: its place in the data
        :param str field: that the message is shown at
        :param str message: why the row cannot be taken
        """
        self.refused.setdefault(row, []).append((field, message))

    def ids_of(self, field):
        """Return the ids of all records that the cells of a column may mean.

        :param str field: name of the column's field
        :return: list of int, each once
        """
        found = (
            r for (name, _sub, _text), r in self.references.items() if name == field
        )
        return list(dict.fromkeys(id_ for records in found for id_ in records.ids))

    def watch(self, log):
        """Return ``log`` with the errors that go through it counted.

        :param log: function of a message, as core hands it to converters
        :return: function of a message
        """

        def counted(message):
            self.errors += message.get("type") == "error"
            log(message)

        return counted

    def without_blanks(self, env, vals):
        """Return values without those of empty cells, so that defaults may apply.

        What core leaves out of a row on the user's word, it finds as an empty value.

        :param env: environment of the import, with its context
        :param dict vals: of one row, converted
        :return: dict, a new one
        """
        left_out = env.context.get("import_skip_records") or ()
        return {
            name: value
            for name, value in vals.items()
            if value is not False or name in left_out
        }

    def sift(self, stream, log, check):
        """Yield the converted rows until one is refused; check and report them all.

        :param stream: what core's ``_convert_records`` yields, with ``log`` watched
        :param log: watched too
        :param check: called with the row's number, whether it is a new record, and its
            values; returns pairs of a field's name and a message
        :return: iterator of what the stream yields
        """
        before = self.errors
        for dbid, xid, vals, extras in stream:
            self.last_row = extras["rows"]["to"]
            if self.errors == before:
                row = extras["rows"]["from"]
                for field, message in check(row, not (dbid or xid), vals):
                    log(dict(extras, type="error", field=field, message=message))
            if not self.errors:
                yield dbid, xid, vals, extras
            before = self.errors

    def finish(self, result, limit):
        """Return core's result with the row at which the next batch of it begins.

        :param dict result: what core's ``load`` returned; it is changed
        :param limit: rows of a batch, or ``None``
        :return: dict, the same
        """
        following = self.last_row + 1
        if not result["ids"] and limit and following >= limit:
            result["nextrow"] = following
        return result
