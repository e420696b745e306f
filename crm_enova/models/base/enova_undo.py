from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS

from .arguments import ids as a_list
from .arguments import optional, read_arguments, text, texts
from .undo import TAG, difference, last_message, snapshot

# How long it can be taken back.
MINUTES = 10
MOST_RECORDS = 10_000
# So many are named in a notice.
NAMED = 5


class EnovaUndo(models.TransientModel):
    """What one key or click has changed, for the short time in which it goes back.

    It is of whoever made the change, and goes back through the ORM under their own
    rights. What was there before is written by the server alone and read by nobody.
    """

    _name = "enova.undo"
    _description = "Undo"

    # What records held, until it is known what became of them.
    before = fields.Json(groups=NO_ACCESS)
    is_started = fields.Boolean(groups=NO_ACCESS)
    parts = fields.Json(groups=NO_ACCESS)
    # The last message before the change: who was written to stands after it.
    last_message = fields.Integer(groups=NO_ACCESS)
    told = fields.Json(groups=NO_ACCESS)

    @api.model
    def _keep(self, parts, message_id):
        """Store what a change has made of records; nothing where it changed nothing.

        :param list parts: of a recording
        :param int message_id: the last message before the change
        :return: the record, or none
        """
        if not parts:
            return self.browse()
        told = self._told_since(message_id)
        # sudo: no client writes what is taken back; create_uid is the user's
        undo = self.sudo().create({"parts": parts, "told": told})
        return undo.sudo(False)

    @api.model
    def _told_since(self, message_id):
        """Return the names of whom the user has written to since a message."""
        # sudo: messages of the user's own; names of those whom they went to leave here
        messages = self.env["mail.message"].sudo()
        messages = messages.search(
            [("id", ">", message_id), ("create_uid", "=", self.env.uid)]
        )
        if not messages:
            return []
        # sudo: the queue of the same messages
        mails = self.env["mail.mail"].sudo()
        mails = mails.search([("mail_message_id", "in", messages.ids)])
        people = messages.notified_partner_ids | mails.recipient_ids
        return people.sorted("id").mapped("name")

    def _notice(self, message, kind="success", follows=None):
        """Return the action that says what was done, with Undo where there is any."""
        return {
            "type": "ir.actions.client",
            "tag": TAG,
            "params": {
                "message": message,
                "type": kind,
                "undo_id": self.id,
                "next": follows or {"type": "ir.actions.act_window_close"},
            },
        }

    def action_undo(self):
        """Take the change back, all of it or nothing.

        :return: dict, the action that says so, and who was written to of it
        :raises UserError: when it is too late, or somebody has changed it since
        """
        undo = self._for_the_user()
        parts, told = undo.parts or [], undo.told
        models_ = [(self.env[part["model"]], part["rows"]) for part in parts]
        for model, rows in models_:
            model._undo_check(rows)
        for model, rows in models_:
            model._undo_rows(rows)
        undo.unlink()
        message = self.env._("Taken back.")
        if told:
            message = self.env._(
                "Taken back. Written to already, which cannot be taken back: %s.",
                ", ".join(told),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "warning" if told else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _for_the_user(self):
        """Return one's own, as superuser, while it lasts.

        :raises AccessError: for another's
        :raises UserError: for what is gone, was taken back already, or is too old
        """
        if len(self) == 1 and self.exists():
            self.check_access("read")
            # sudo: of the user's own, what nobody reads
            undo = self.sudo()
            if undo.create_uid != self.env.user:
                raise AccessError(self.env._("Whoever did it takes it back."))
            begin = fields.Datetime.now() - timedelta(minutes=MINUTES)
            if undo.create_date >= begin:
                return undo
        raise UserError(
            self.env._("It is too late to take this back, or it was taken back before.")
        )

    # -- moves that the web client makes by itself ----------------------------------

    @api.model
    @read_arguments(model=text, ids=a_list, names=optional(texts))
    def begin_change(self, model, ids, names=None):
        """Keep what records hold before the web client changes them by a drag.

        :param str model: a model whose changes can be taken back
        :param list ids: ids of its records
        :param list names: further fields that are about to be written
        :return: int, the id to call :meth:`end_change` with
        :raises UserError: for another model
        """
        self.check_access("read")
        known = model in self.env and hasattr(self.env[model], "_undo_rows")
        if not known or self.env[model]._abstract or len(ids) > MOST_RECORDS:
            raise UserError(self.env._("Changes of this cannot be taken back."))
        records = self.env[model].browse(ids)
        records.check_access("read")
        written = [name for name in names or () if records._undo_may_write(name)]
        before = []
        for member in records._undo_members():
            further = written if member._name == model else []
            held = snapshot(member, further)
            before.append([member._name, further, list(held.items())])
        values = {"before": before, "last_message": last_message(self.env)}
        # sudo: as in _keep
        return self.sudo().create(values).id

    def _start(self, records):
        """Keep anew what is there as the user's own first write begins.

        Whatever a client sends, nobody's but the user's own is looked at.

        :param records: that are about to be written
        """
        # sudo: of the user's own, what nobody reads
        undo = self.sudo().search(
            [
                ("id", "=", self.id),
                ("create_uid", "=", self.env.uid),
                ("is_started", "=", False),
            ]
        )
        kept = undo.before or []
        if not any(
            model == records._name and not set(records.ids).isdisjoint(dict(before))
            for model, _names, before in kept
        ):
            return
        known = (
            (model, names, self.env[model].browse(dict(before)).exists())
            for model, names, before in kept
        )
        before = [
            [found._name, names, list(snapshot(found, names).items())]
            for _model, names, found in known
        ]
        undo.write({"before": before, "is_started": True})

    def end_change(self):
        """Say what the web client has changed since :meth:`begin_change`.

        What a colleague has written last is theirs, whoever began before.

        :return: dict of ``message`` and ``undo_id``; ``False`` where nothing changed
        """
        undo = self._for_the_user()
        parts, names = [], []
        for model, written, before in undo.before or ():
            before = dict(before)
            records = self.env[model].browse(before).exists()
            # sudo: who has written them last; they may be the user's no longer
            theirs = records.sudo().filtered(lambda r: r.write_uid == self.env.user)
            after = snapshot(theirs, written)
            # a move deletes nothing; what has been deleted meanwhile does not come back
            rows = [row for id_ in after if (row := difference(id_, before, after))]
            if rows:
                parts.append({"model": model, "rows": rows})
                changed = records.browse([row[0] for row in rows])
                names += changed._filtered_access("read").mapped("display_name")
        if not parts:
            undo.unlink()
            return False
        told = self._told_since(undo.last_message)
        undo.write({"before": False, "parts": parts, "told": told})
        message = self.env._("Changed: %s", ", ".join(names[:NAMED]))
        return {"message": message, "undo_id": self.id}
