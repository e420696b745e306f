"""What a page of a list and the count beside it have found out together."""

from odoo.fields import Domain


class PageSearch:
    """What is known of one condition, of one reader, while a page is made.

    It travels in the context; a client can send no such object.
    """

    def __init__(self, env, domain):
        self.domain = Domain(domain)
        self._reader = _reader(env)

    @classmethod
    def of(cls, env, key, domain):
        """Return what the context holds for a condition; a new one where it has none.

        :param env: environment of who searches
        :param str key: of the context
        :param domain: what is searched for
        :return: PageSearch
        """
        known = env.context.get(key)
        if type(known) is cls and known._is_about(env, domain):
            return known
        return cls(env, domain)

    def _is_about(self, env, domain):
        """Tell whether it was found out of the same, for the same reader."""
        return self._reader == _reader(env) and self.domain == Domain(domain)


def _reader(env):
    """Return what decides what somebody may read."""
    return env.uid, env.su, tuple(env.companies.ids)
