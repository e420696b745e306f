"""What one merge is told and does, from its beginning to its event."""

CONTEXT_KEY = "enova_merge"


class MergeReport(dict):
    """What one merge has done, gathered for its event; no client can send one.

    ``stays`` names, before it begins, whose value stays of some fields.
    """

    key = CONTEXT_KEY

    @classmethod
    def of(cls, env):
        """Return the report of the merge that is going on.

        :param env: environment whose context carries it
        :return: the report, or ``None``
        """
        report = env.context.get(CONTEXT_KEY)
        return report if isinstance(report, cls) else None
