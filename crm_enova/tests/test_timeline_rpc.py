import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import CrmEnovaMixin

SECRET = "Tajny piec"


@tagged("post_install", "-at_install")
class TestTimelineRpc(CrmEnovaMixin, HttpCase):
    """Histories and boards as somebody asks for them past our own client."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_crm()
        # of a company in which none of them works
        values = {"name": SECRET, "company_id": cls.other_company.id}
        partner = cls.env["res.partner"].create(dict(values))
        theirs = {**values, "partner_id": partner.id}
        warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.other_company.id)], limit=1
        )
        order = {
            "company_id": cls.other_company.id,
            "partner_id": partner.id,
            "picking_type_id": warehouse.repair_type_id.id,
        }
        cls.hidden = {
            "enova.project": cls.env["enova.project"].create(dict(theirs)),
            "enova.campaign": cls.env["enova.campaign"].create(dict(values)),
            "enova.device": cls.env["enova.device"].create(dict(theirs)),
            "repair.order": cls.env["repair.order"].create(order),
            "res.partner": partner,
        }
        for record in cls.hidden.values():
            record.message_post(body=SECRET, message_type="comment")

    def _call(self, model, method, *arguments, **named):
        """Return the whole answer of the server, as text."""
        parameters = {
            "model": model,
            "method": method,
            "args": arguments,
            "kwargs": named,
        }
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json.dumps({"jsonrpc": "2.0", "id": 1, "params": parameters}),
            headers={"Content-Type": "application/json"},
        )
        return answer.text

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_no_history_of_what_is_hidden(self):
        for role in ("own", "all", "manager", "outsider", "portal"):
            login = self.crm_users[role].login
            self.authenticate(login, login)
            for model, record in self.hidden.items():
                methods = ["enova_timeline"]
                methods += ["enova_open_tasks"] if model == "res.partner" else []
                for method in methods:
                    for named in (
                        {},
                        {
                            "limit": 1,
                            "context": {"allowed_company_ids": [self.other_company.id]},
                        },
                    ):
                        with self.subTest(role=role, model=model, named=named):
                            text = self._call(model, method, record.ids, **named)
                            self.assertIn('"error"', text)
                            self.assertNotIn(SECRET, text)

    def test_what_is_theirs_is_answered(self):
        """The same call on a record that they see is no error."""
        self.contractor.message_post(body=SECRET, message_type="comment")
        login = self.user_own.login
        self.authenticate(login, login)
        text = self._call("res.partner", "enova_timeline", self.contractor.ids)
        self.assertNotIn('"error"', text)
        self.assertIn(SECRET, text)

    @mute_logger("odoo.http", "odoo.models", "odoo.addons.base.models.ir_rule")
    @mute_logger("odoo.addons.base.models.ir_model")
    def test_odd_records_and_words(self):
        """They are refused in words, and no source is said to have failed."""
        order = self.env["repair.order"].create({"partner_id": self.contractor.id})
        records = {"repair.order": order, "res.partner": self.contractor}
        for role in ("all", "outsider"):
            login = self.crm_users[role].login
            self.authenticate(login, login)
            for model, record in records.items():
                odd = [([id_], {}) for id_ in (0, None, False, "", [])]
                odd += [(record.ids, {"text": text}) for text in ("\0", "a\ud800")]
                for ids, named in odd:
                    with self.subTest(role=role, model=model, ids=ids, named=named):
                        text = self._call(model, "enova_timeline", ids, **named)
                        error = json.loads(text)["error"]["data"]["name"]
                        self.assertRegex(error, "(User|Access|Missing)Error$")

    @mute_logger("odoo.http")
    def test_a_made_up_limit_of_the_board_changes_no_rights(self):
        """It says how far is counted, and never of what."""
        hidden = self._activity(name=SECRET, private=True, user_id=self.user_all.id)
        login = self.user_own.login
        self.authenticate(login, login)
        for limit in (1, 10**9, -1, "x", [1], {"a": 1}, None):
            with self.subTest(limit=limit):
                text = self._call(
                    "enova.activity",
                    "web_read_group",
                    [("id", "=", hidden.id)],
                    ["stage_id"],
                    context={"enova_count_limit": limit},
                )
                groups = json.loads(text)["result"]["groups"]
                self.assertEqual([g for g in groups if g["__count"]], [])
