"""A source of histories that a manager has set up without code."""

from .source import TimelineSource


class ConfiguredSource(TimelineSource):
    """Records of a model that a manager has chosen, by the fields that they named.

    :func:`configured` makes a class of it for each line of ``enova.history.source``.
    """

    of_people = True
    source_id = None
    title_field = None

    @property
    def label(self):
        # sudo: the title that managers gave it, in the reader's language
        return self.env["enova.history.source"].sudo().browse(self.source_id).name

    def is_readable(self):
        """Tell whether the user may read the records, and follow them to a contractor.

        :return: bool
        """
        if not super().is_readable() or not self.env["enova.activity"].has_access(
            "read"
        ):
            return False
        model = self.env[self.model]
        date = model._fields.get(self.date_field)
        if not date or not model._has_field_access(date, "read"):
            return False
        return self._may_follow(self.partner_field)

    @property
    def shown_fields(self):
        model = self.env[self.model]
        field = model._fields.get(self.title_field)
        readable = bool(field) and model._has_field_access(field, "read")
        return (self.title_field,) if readable else ()

    @property
    def text_fields(self):
        return self.shown_fields

    def _details(self, record):
        title = self.shown_fields and record[self.title_field]
        return {"title": str(title or record.display_name), "kind": self.label}


def configured(source_id, model, partner_path, date_field, title_field, icon):
    """Return the class of a source that a manager has set up.

    :param int source_id: of its line
    :param str model: whose records are entries
    :param str partner_path: the way from a record to its partner
    :param str date_field: by which they are sorted
    :param str title_field: what they are called by; ``False`` for their own names
    :param str icon: of Font Awesome
    :return: subclass of :class:`TimelineSource`
    """
    values = {
        "name": f"configured_{source_id}",
        "source_id": source_id,
        "model": model,
        "partner_field": partner_path,
        "date_field": date_field,
        "title_field": title_field,
        "icon": icon or "fa-circle-o",
    }
    return type("ManagersSource", (ConfiguredSource,), values)
