"""To what else than a contractor an entry of a history belongs."""

from typing import ClassVar

from odoo.fields import Domain


class Linked:
    """The links of a source to records that have a history of their own.

    ``paths`` holds, by model, the dotted names of fields that lead from an entry there.
    """

    paths: ClassVar[dict] = {}

    def is_about(self, model):
        """Tell whether there can be entries in the history of a model's records.

        :param str model: ``"res.partner"`` or another that has histories
        :return: bool
        """
        return model == "res.partner" or bool(self._open_paths(model))

    def _linked(self, request):
        """Return which entries belong to the record whose history is asked for."""
        return Domain.OR(
            Domain(path, "in", request.subject.ids)
            for path in self._open_paths(request.subject._name)
        )

    def _open_paths(self, model):
        """Return the links to a model that the user may follow.

        :param str model: such as ``"enova.project"``
        :return: list of dotted names of fields
        """
        return [path for path in self.paths.get(model, ()) if self._may_follow(path)]

    def _may_follow(self, path):
        """Tell whether the user may read every field of a path, and every model on it.

        :param str path: dotted names of fields that are links
        :return: bool
        """
        model = self.env[self.model]
        for name in path.split("."):
            field = model._fields.get(name)
            leads_on = field and field.comodel_name in self.env
            if not leads_on or not model._has_field_access(field, "read"):
                return False
            model = self.env[field.comodel_name]
            if not model.has_access("read"):
                return False
        return True
