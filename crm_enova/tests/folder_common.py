"""A folder with something for everybody, and somebody of every right."""

from odoo.fields import Command

from .common import CrmEnovaCase, new_user
from .project_common import ProjectMixin

SECRET = "TAJNE"


class FolderMixin(ProjectMixin):
    """``folder`` is owned by ``user_all``; ``user_own`` reads it.

    ``items`` by name hold what different people may see. ``user_seller`` is a member
    who works with orders, ``user_adder`` adds, ``user_keeper`` manages.
    """

    @classmethod
    def _set_up_folders(cls):
        cls._set_up_projects()
        groups = "crm_enova.crm_enova_group_own,base.group_allow_export"
        cls.user_adder = new_user(cls.env, "crm_adder", groups=groups)
        cls.user_keeper = new_user(cls.env, "crm_keeper", groups=groups)
        cls.user_seller = new_user(
            cls.env,
            "crm_seller",
            groups=f"{groups},sales_team.group_sale_salesman_all_leads",
        )
        cls.user_stranger = new_user(cls.env, "crm_stranger", groups=groups)
        cls.folder = cls._folder(
            name="Umowy młyna",
            partner_id=cls.contractor.id,
            member_ids=[
                Command.create({"user_id": user.id, "level": level})
                for user, level in (
                    (cls.user_own, "read"),
                    (cls.user_seller, "read"),
                    (cls.user_adder, "add"),
                    (cls.user_keeper, "manage"),
                )
            ],
        )
        cls.general = cls.env.ref("crm_enova.enova_folder_definition_general")
        cls.papers = cls.env.ref("crm_enova.enova_folder_definition_contractor")

    @classmethod
    def _folder(cls, **values):
        """Create one folder of ``user_all``, unless told otherwise."""
        prepared = {"name": "Teczka", "user_id": cls.user_all.id, **values}
        return cls.env["enova.folder"].create(prepared)

    @classmethod
    def _fill(cls):
        """Put something of each kind into the folder, as the superuser."""
        env = cls.env
        cls.seen_task = cls._activity(name="Zadanie", partner_id=cls.contractor.id)
        cls.private_task = cls._activity(
            name=f"{SECRET} prywatne",
            private=True,
            partner_id=cls.contractor.id,
            user_id=cls.user_all.id,
            assigned_by_id=cls.user_all.id,
        )
        cls.other_task = cls._activity(
            name=f"{SECRET} cudze", partner_id=cls.other_contractor.id
        )
        cls.foreign = env["res.partner"].create(
            {"name": f"{SECRET} obcy", "company_id": cls.other_company.id}
        )
        cls.order = env["sale.order"].create({"partner_id": cls.contractor.id})
        cls.order.name = f"{SECRET} zamówienie"
        cls.paper, cls.hidden_paper = env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": name.encode(),
                    "res_model": record._name,
                    "res_id": record.id,
                }
                for name, record in (
                    ("umowa.txt", cls.contractor),
                    (f"{SECRET}.txt", cls.order),
                )
            ]
        )
        targets = {
            "contractor": cls.contractor,
            "task": cls.seen_task,
            "private": cls.private_task,
            "of others": cls.other_task,
            "other company": cls.foreign,
            "order": cls.order,
            "file": cls.paper,
            "file of the order": cls.hidden_paper,
        }
        cls.targets = targets
        cls.items = {
            name: cls.folder.action_add(record) for name, record in targets.items()
        }
        for name, values in {
            "note": {"name": "Notatka", "note": "<p>Ustalenia</p>"},
            "link": {"name": "Rejestr", "url": "https://example.com/krs"},
        }.items():
            cls.items[name] = env["enova.folder.item"].create(
                {"folder_id": cls.folder.id, **values}
            )
        for name, item in cls.items.items():
            hidden = name in cls.targets and name not in ("contractor", "task", "file")
            item.description = f"{SECRET} {name}" if hidden else name
        cls.every = env["enova.folder.item"].union(*cls.items.values())
        common = {"contractor", "task", "file", "note", "link"}
        orders = {"order", "file of the order"}
        cls.visible = {
            cls.user_all: common | {"private", "of others"},
            cls.user_own: common,
            cls.user_seller: {"contractor", "file", "note", "link"} | orders,
            cls.user_manager: common | {"of others"},
        }
        env.flush_all()
        env.invalidate_all()


class FolderCase(FolderMixin, CrmEnovaCase):
    """Base of the tests that need no browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_folders()

    def _as(self, user, model="enova.folder.item"):
        """Return a model as a user, with nothing remembered."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env[model].with_user(user)
