"""What the tests of Undo share."""


class UndoMixin:
    """Take back what a notice offers."""

    def _undo(self, notice, user=None):
        """Press *Undo* of a notice, and return what is said then."""
        self.assertEqual(notice["tag"], "crm_enova.undo_notice")
        undo = self.env["enova.undo"].with_user(user or self.user_own)
        self.env.flush_all()
        self.env.invalidate_all()
        return undo.browse(notice["params"]["undo_id"]).action_undo()["params"]

    def _queries(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = call()
        self.env.flush_all()
        return result, self.env.cr.sql_log_count - before
