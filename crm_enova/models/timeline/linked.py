"""To what else than a contractor an entry of a history belongs."""

from typing import ClassVar

from odoo.fields import Domain

TECHNICIANS = "crm_enova.crm_enova_group_technician"
# Of what technicians without the CRM have a history before them.
SERVED = ("repair.order", "enova.device")


class Linked:
    """The links of a source to records that have a history of their own.

    ``paths`` holds, by model, the dotted names of fields that lead from an entry there;
    what may stand on any record is ``everywhere``.
    """

    paths: ClassVar[dict] = {}
    everywhere = False

    def is_about(self, model):
        """Tell whether there can be entries in the history of a model's records.

        :param str model: ``"res.partner"`` or another that has histories
        :return: bool
        """
        if model == "res.partner" or self.everywhere:
            return True
        return bool(self._open_paths(model))

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


class Served:
    """What technicians see, too, in the histories of their orders and devices.

    Who works neither with the CRM nor on service orders sees none of it anywhere. Which
    entries they may read is asked as of any source.
    """

    def is_readable(self):
        """Tell whether the user may read it, and works with the CRM or in service.

        :return: bool
        """
        return super().is_readable() and (
            self._has_crm() or self.env.user.has_group(TECHNICIANS)
        )

    def is_about(self, model):
        """Tell whether it shows in the history of a model's records to this user.

        :param str model: ``"res.partner"`` or another that has histories
        :return: bool
        """
        return super().is_about(model) and (model in SERVED or self._has_crm())

    def _has_crm(self):
        return self.env["enova.activity"].has_access("read")
