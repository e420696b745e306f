"""People of all roles, and what each of them may not see."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .common import new_user
from .project_common import ProjectMixin
from .test_timeline_everything import EverythingCase

SECRET = "TAJNE"
# Whoever asks beside the users of all tests, and by which groups.
MORE_ROLES = {
    "technician": "crm_enova.crm_enova_group_technician",
    "accountant": "account.group_account_invoice",
    "seller": "crm_enova.crm_enova_group_own,sales_team.group_sale_salesman",
}


class HiddenCase(ProjectMixin, EverythingCase):
    """People of every role, and ways to enter what some of them may not read."""

    def setUp(self):
        super().setUp()
        self._set_up_projects()
        self.project = self._project(name="Shown")
        self.roles = {
            **self.crm_users,
            **{
                role: new_user(self.env, f"crm_{role}", groups=groups)
                for role, groups in MORE_ROLES.items()
            },
            "public": self.env.ref("base.public_user"),
        }
        self.stranger = new_user(
            self.env, "crm_stranger", groups="crm_enova.crm_enova_group_own"
        )
        members = [
            Command.create({"user_id": user.id, "level": "read"})
            for user in self.roles.values()
            if not user.share
        ]
        self.folder = self._create(
            "enova.folder",
            name="Shared",
            user_id=self.stranger.id,
            member_ids=members,
        )
        self._create(
            "enova.history.source",
            name="Price lists",
            model="product.supplierinfo",
            partner_path="partner_id",
            date_field="create_date",
            title_field="product_name",
        )
        self.now = fields.Datetime.now()

    # -- what is hidden ----------------------------------------------------------------

    def _hide_private_call(self):
        return self._call(private=True)

    def _hide_private_task(self):
        task = {"type_id": self.type_task.id, "date_start": False}
        late = self.now.date() - timedelta(days=1)
        return self._call(
            private=True, date_deadline=late, project_id=self.project.id, **task
        )

    def _hide_call_of_another_company(self):
        return self._call(company_id=self.other_company.id, user_id=False)

    def _hide_person_of_another_company(self):
        """Somebody of the contractor who has spoken and written today."""
        person = self._create(
            "res.partner",
            name=f"{SECRET} osoba",
            parent_id=self.contractor.id,
            email="tajne@example.com",
        )
        person.company_id = self.other_company
        self._message(person, subject=SECRET, author_id=person.id, date=self.now)
        self._call(
            partner_id=person.id, company_id=self.other_company.id, user_id=False
        )
        return person

    def _hide_order(self):
        product = self._create("product.product", name=SECRET, type="service")
        line = {"product_id": product.id, "price_unit": 5000}
        order = self._create(
            "sale.order",
            name=SECRET,
            partner_id=self.contractor.id,
            user_id=self.stranger.id,
            order_line=[Command.create(line)],
        )
        order.action_confirm()
        self._message(order, subject=SECRET, author_id=False, date=self.now)
        return self._with_papers(order)

    def _hide_private_papers(self):
        return self._with_papers(self._call(private=True))

    def _hide_target(self):
        return self._create(
            "enova.target",
            user_id=self.stranger.id,
            month=self.now.date(),
            amount=70000,
            contacts=70,
        )

    def _hide_folder(self):
        return self._create(
            "enova.folder",
            name=SECRET,
            user_id=self.stranger.id,
            partner_id=self.contractor.id,
        )

    def _hide_invoice(self):
        yesterday = self.now.date() - timedelta(days=1)
        line = {"name": SECRET, "price_unit": 9000, "tax_ids": False}
        invoice = self._create(
            "account.move",
            move_type="out_invoice",
            partner_id=self.contractor.id,
            invoice_date=yesterday,
            invoice_date_due=yesterday,
            invoice_user_id=self.stranger.id,
            invoice_line_ids=[Command.create(line)],
        )
        invoice.action_post()
        return invoice

    def _hide_entry_of_a_source(self):
        product = self._create("product.product", name="Roll")
        return self._create(
            "product.supplierinfo",
            partner_id=self.contractor.id,
            product_tmpl_id=product.product_tmpl_id.id,
            product_name=SECRET,
        )

    def _hide_service_order(self):
        return self._create(
            "repair.order", partner_id=self.contractor.id, schedule_date=self.now
        )

    def _hide_payment(self):
        return self.made["payment"].copy()

    def _hide_transfer(self):
        return self._make_transfer()

    def _call(self, **values):
        """Log a call of a colleague with the contractor, of now."""
        return self._create(
            "enova.activity",
            **{
                "name": SECRET,
                "type_id": self.type_call.id,
                "partner_id": self.contractor.id,
                "user_id": self.stranger.id,
                "assigned_by_id": self.stranger.id,
                "date_start": self.now,
                **values,
            },
        )

    def _with_papers(self, record):
        """Attach a file to a record, put it into the shared folder, and pin it."""
        place = {"res_model": record._name, "res_id": record.id}
        self._create(
            "ir.attachment", name=f"{SECRET}.txt", raw=SECRET.encode(), **place
        )
        self._create("enova.folder.item", folder_id=self.folder.id, **place)
        self._create("enova.pin", partner_id=self.contractor.id, **place)
        return record

    def _hidden_from(self, user):
        """Enter what a user may not read; return the names of the ways to do so."""
        hidden = []
        for name in sorted(dir(self)):
            if not name.startswith("_hide_"):
                continue
            with self.env.cr.savepoint() as place:
                record = getattr(self, name)().with_user(user)
                if record.has_access("read"):
                    place.rollback()
                else:
                    hidden.append(name)
        return hidden
