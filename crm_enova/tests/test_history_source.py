from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged, users
from odoo.tools import SQL, mute_logger

from .test_timeline_messages import MessageCase

ICON = "fa-tachometer"


@tagged("post_install", "-at_install")
class TestHistorySource(MessageCase):
    """A manager adds records of any model to histories, without code."""

    def setUp(self):
        super().setUp()
        self.product = self.system["product.product"].create({"name": "Roll"})

    def _source(self, **values):
        sources = self.system["enova.history.source"].with_user(self.user_manager)
        return sources.create(
            {
                "name": "Price lists",
                "model": "product.supplierinfo",
                "partner_path": "partner_id",
                "date_field": "create_date",
                "title_field": "product_name",
                "icon": ICON,
                **values,
            }
        )

    def _entry(self, partner=None, **values):
        return self.system["product.supplierinfo"].create(
            {
                "partner_id": (partner or self.contact).id,
                "product_tmpl_id": self.product.product_tmpl_id.id,
                "product_name": "Rolls of theirs",
                **values,
            }
        )

    def _of_source(self, source, **arguments):
        self.env.flush_all()
        self.env.invalidate_all()
        name = f"configured_{source.id}"
        contractor = self.contractor.with_env(self.env)
        answer = contractor.enova_timeline(sources=[name], **arguments)
        known = {known["name"]: known["label"] for known in answer["sources"]}
        return answer["entries"], known.get(name), answer["failed"]

    @users("crm_manager")
    def test_entries_of_the_company_and_its_people(self):
        self.env.user.sudo().group_ids += self.env.ref("product.group_product_manager")
        source = self._source()
        entry = self._entry()
        other = self._entry(self.contractor, product_name=False)
        self._entry(self.other_contractor)
        entries, label, failed = self._of_source(source)
        self.assertEqual({e["id"] for e in entries}, {entry.id, other.id})
        self.assertEqual((label, failed), ("Price lists", []))
        [first] = [e for e in entries if e["id"] == entry.id]
        self.assertEqual(first["title"], "Rolls of theirs")
        self.assertEqual((first["icon"], first["kind"]), (ICON, "Price lists"))
        [unnamed] = [e for e in entries if e["id"] == other.id]
        self.assertEqual(unnamed["title"], other.display_name)
        found, _label, _failed = self._of_source(source, text="of theirs")
        self.assertEqual([e["id"] for e in found], entry.ids)
        # page by page, without one twice
        first, *_rest = self._of_source(source, limit=1)
        self.assertEqual(len(first), 1)
        self.contractor.with_env(self.env).enova_pin(entry._name, entry.id)
        pins = self.contractor.with_env(self.env).enova_open_tasks()["pins"]
        self.assertEqual([pin["id"] for pin in pins], entry.ids)

    @users("crm_own")
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_over_another_record_and_under_the_reader_s_rights(self):
        """Neither entry nor filter tells of what one may not read."""
        source = self._source(
            model="sale.order.line",
            partner_path="order_id.partner_id",
            title_field="name",
        )
        order = self._order()
        line = self.system["sale.order.line"].create(
            {"order_id": order.id, "product_id": self.product.id, "name": "Ten rolls"}
        )
        self.assertEqual(self._of_source(source), ([], None, []))
        self.env.user.sudo().group_ids += self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        [entry], label, failed = self._of_source(source)
        self.assertEqual((entry["id"], entry["title"]), (line.id, "Ten rolls"))
        self.assertEqual((label, failed), ("Price lists", []))

    @users("crm_manager")
    def test_archived_and_of_an_app_that_is_gone(self):
        self.env.user.sudo().group_ids += self.env.ref("product.group_product_manager")
        source = self._source()
        self._entry()
        self.assertTrue(self._of_source(source)[0])
        source.active = False
        self.assertEqual(self._of_source(source), ([], None, []))
        source.active = True
        for column, value in (
            ("partner_path", "product_name.partner_id"),  # was a link once
            ("model", "gone.app"),
            ("date_field", "gone"),
        ):
            self.env.cr.execute(
                SQL(
                    "UPDATE enova_history_source SET %s = %s",
                    SQL.identifier(column),
                    value,
                )
            )
            self.env.registry.clear_cache()
            with self.subTest(column=column):
                self.assertEqual(self._of_source(source), ([], None, []))
        # the others stand
        self._events(1)
        answer = self.contractor.with_env(self.env).enova_timeline()
        self.assertTrue(answer["entries"])
        source.unlink()

    def test_what_does_not_serve_is_refused(self):
        for values in (
            {"partner_path": "product_tmpl_id"},
            {"partner_path": "no_such"},
            {"partner_path": "partner_id.name"},
            {"partner_path": "partner_id."},
            {"date_field": "product_name"},
            {"date_field": "no_such"},
            {"title_field": "price"},
            {"title_field": "no_such"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._source(**values)
        for model in ("res.users", "ir.rule", "enova.activity", "no.such"):
            with self.subTest(model=model), self.assertRaises(ValidationError):
                self._source(model=model)

    def test_the_form_proposes(self):
        sources = self.env["enova.history.source"].with_user(self.user_manager)
        form = Form(sources)
        form.name = "Lines"
        form.model = "product.supplierinfo"
        self.assertEqual(form.partner_path, "partner_id")
        self.assertEqual(form.date_field, "date_start")
        self.assertEqual(form.save().icon, "fa-circle-o")
