"""What the tests of attacks over RPC share."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from .common import new_user

# What a client is told that may not do something (an AccessError is one, too), or has
# sent nonsense; nothing else may come of a call: no traceback, and no answer.
REFUSED = UserError


class AttackMixin:
    """Call methods as a client does, and look at what has become of the records."""

    @classmethod
    def _set_up_attackers(cls):
        """A manager of another company, beside the users of every group."""
        cls.stranger = new_user(
            cls.env,
            login="crm_stranger",
            name="Crm Stranger",
            groups="crm_enova.crm_enova_group_manager",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.attackers = {**cls.crm_users, "stranger": cls.stranger}

    def _call(self, role, model, method, *args, **kwargs):
        """Call a method as the web client or a script would."""
        user = self.attackers[role]
        self.env.flush_all()
        self.env.invalidate_all()
        env = self.env(user=user, su=False, context={"lang": "en_US"})
        return call_kw(env[model], method, list(args), kwargs)

    def _assert_refused(self, role, model, method, *args, **kwargs):
        with mute_logger("odoo.addons.base.models.ir_rule"):
            with mute_logger("odoo.addons.base.models.ir_model"):
                with self.assertRaises(REFUSED), self.env.cr.savepoint():
                    self._call(role, model, method, *args, **kwargs)

    def _held(self, *records):
        """Return what records hold by now, to be compared."""
        self.env.invalidate_all()
        return [
            [
                tuple(found.sudo()[name] for name in ("write_date", "write_uid"))
                for found in part.exists()
            ]
            for part in records
        ]
