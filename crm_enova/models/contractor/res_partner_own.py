from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.context import COUNTING, Narrowing, is_counting

# Up to so many contractors are named one by one, which makes PostgreSQL gather their
# records by index. Among more of them, newest first is found sooner by walking the list
# and asking for each row whether it belongs to one.
FEW = 1000


# What a page has asked already; see AskedOnce.
ASKED_KEY = "enova_asked"


class AskedOnce:
    """What the parts of one page ask alike, and what the database has answered.

    It travels in the context of a page that changes nothing; a client can send no such
    object.
    """

    def __init__(self):
        self._answers = {}

    @classmethod
    def around(cls, records):
        """Return records for whose searches one's own contractors are asked for once.

        :param records: recordset that a page is made with
        """
        return records.with_context(**{ASKED_KEY: cls()})

    @classmethod
    def is_on(cls, env):
        """Tell whether a page that asks once is being made.

        :param env: environment of who asks
        :return: bool
        """
        return type(env.context.get(ASKED_KEY)) is cls

    @classmethod
    def rows(cls, env, query):
        """Return the rows of a statement, asked once where a page says so.

        :param env: environment of who asks
        :param SQL query: the statement
        """
        if not cls.is_on(env):
            return env.execute_query(query)
        asked = env.context[ASKED_KEY]
        answers, key = asked._answers, (query.code, tuple(query.params))
        if key not in answers:
            answers[key] = env.execute_query(query)
        return answers[key]


class ResPartner(models.Model):
    """Whose caretaker the user is today, as a condition for record rules.

    Measured in ``benchmarks/own_rule.py``: no single form of the condition is fast for
    a caretaker of fifty, for one of ten thousand, for a page and for a count.

    A setting, off by default, restricts contractors to their caretakers alone. It binds
    the group "Own contractors" alone, whatever other groups a person has. Partners
    without status stay readable: own companies, colleagues, oneself.
    """

    _inherit = "res.partner"

    is_own_contractor = fields.Boolean(
        compute="_compute_is_own_contractor",
        search="_search_is_own_contractor",
        exportable=False,
        help="I am a caretaker today, or it is nobody's contractor.",
    )

    # Own companies and own people, whom the restricting rule lets everybody see.
    _nobodys_idx = models.Index(
        "(id) WHERE contractor_status IS NULL AND parent_id IS NULL"
    )

    @api.depends(
        "commercial_partner_id.contractor_status",
        "commercial_partner_id.caretaker_user_ids",
        "commercial_partner_id.user_id",
    )
    @api.depends_context("uid")
    def _compute_is_own_contractor(self):
        """Agree with the search, for partners that are being created."""
        user = self.env.user
        # sudo: asked for one's own name, and whether there is a status
        known = self.sudo()
        # the salesperson, whom most are asked for, is a caretaker without a look at the
        # periods; that of a partner that is being created has none yet
        mine = known.filtered(lambda p: p.commercial_partner_id.user_id.id == user.id)
        # the value is the reader's, not that of the system
        mine.with_env(self.env).is_own_contractor = True
        for partner in known - mine:
            company = partner.commercial_partner_id
            cared_for = user in company.caretaker_user_ids
            is_own = cared_for or company._is_nobodys()
            partner.with_env(self.env).is_own_contractor = is_own

    @api.model
    def _search_is_own_contractor(self, operator, value):
        """Search by companies, which contact persons belong to."""
        if operator != "in":
            return NotImplemented
        domain = self._own_contractors_domain() | self._nobodys_domain()
        return domain if True in value else ~domain

    @api.model
    def _contractors_are_restricted(self):
        """Whether the setting is on, and binds the user."""
        user = self.env.user
        # groups first: they are known without a query
        if not user.has_group("crm_enova.crm_enova_group_own") or user.has_group(
            "crm_enova.crm_enova_group_all"
        ):
            return False
        # sudo: whether a rule is active
        rule = self.env.ref("crm_enova.res_partner_rule_own", False)
        return bool(rule and rule.sudo().active)  # sudo: see above

    @api.model
    @api.readonly
    def search_count(self, domain, limit=None):
        """Count under the restricting rule in the form that is fast for a count."""
        counted = self.with_context(**COUNTING.on)
        return super(ResPartner, counted).search_count(domain, limit)

    @api.model
    def _own_contractors_domain(self, name="commercial_partner_id"):
        """Return the condition that a record's contractor is the user's own today.

        It tells nothing but one's own. Where it is counted, it has the form that finds
        all the records rather than the first.

        :param str name: the field of the searched model that holds the contractor
        :return: Domain
        """
        contractors, user = self._own_contractors_sql(), self.env.user
        narrowing = Narrowing.of(self.env)
        if narrowing:
            # what is not asked about need not be told apart
            own_ids = narrowing.own_ids
            if user.id not in own_ids:
                own_ids[user.id] = self._own_of(narrowing.contractor_ids)
            return Domain(name, "in", own_ids[user.id])

        def predicate(record):
            # sudo: the caretakers are asked for one's own name alone
            return user in record.sudo()[name].caretaker_user_ids

        return self._contractor_in_domain(contractors, predicate, name)

    @api.model
    def _own_contractors_sql(self):
        """Return the query of the contractors that the user is a caretaker of today."""
        relation = self._fields["caretaker_user_ids"]
        return SQL(
            "SELECT partner_id FROM %s WHERE user_id = %s",
            SQL.identifier(relation.relation),
            self.env.uid,
            to_flush=relation,
        )

    @api.model
    def _has_many_own(self):
        """Whether the user is a caretaker of more contractors than are named."""
        beyond = SQL("%s OFFSET %s LIMIT 1", self._own_contractors_sql(), FEW)
        return bool(self.env.execute_query(beyond))

    @api.model
    def _own_of(self, ids):
        """Return which of some ids are of contractors that are the user's own today.

        A page that has asked for all of them, if they are few, is not asked again.
        """
        if AskedOnce.is_on(self.env):
            beyond = SQL("%s LIMIT %s", self._own_contractors_sql(), FEW + 1)
            rows = AskedOnce.rows(self.env, beyond)
            if len(rows) <= FEW:
                return [id_ for (id_,) in rows if id_ in set(ids)]
        return self.browse(ids)._own_among().ids

    def _own_among(self):
        """Return those of these contractors that the user is a caretaker of today."""
        ids = tuple(self._origin.ids)
        if not ids:
            return self.browse()
        query = SQL("%s AND partner_id IN %s", self._own_contractors_sql(), ids)
        return self.browse(id_ for (id_,) in AskedOnce.rows(self.env, query))

    @api.model
    def _nobodys_domain(self):
        """Return the condition that a record belongs to no contractor and no card."""
        status, parent = self._fields["contractor_status"], self._fields["parent_id"]
        nobodys = SQL(
            "SELECT id FROM res_partner"
            " WHERE contractor_status IS NULL AND parent_id IS NULL%s",
            SQL("", to_flush=status),
            to_flush=parent,
        )

        def predicate(record):
            # sudo: whether there is a status
            return record.sudo().commercial_partner_id._is_nobodys()

        return self._contractor_in_domain(nobodys, predicate)

    def _is_nobodys(self):
        """Whether this is neither a contractor nor what belongs to one."""
        return not self.contractor_status and not self.parent_id

    @api.model
    def _contractor_in_domain(self, selection, predicate, name="commercial_partner_id"):
        """Return the condition that the contractor is in a selection.

        :param SQL selection: selects ids of partners
        :param predicate: function that tells the same of one record
        """
        rows = AskedOnce.rows(self.env, SQL("%s LIMIT %s", selection, FEW + 1))
        if len(rows) <= FEW:
            return Domain(name, "in", [id_ for (id_,) in rows])
        # an array is looked up by index for each id; a sub-query is hashed, and asked
        # for each row
        form = "%s = ANY (ARRAY(%s))" if is_counting(self.env) else "%s IN (%s)"

        def to_sql(model, alias, query):
            field = model._field_to_sql(alias, name, query)
            return SQL(form, field, selection)

        return Domain.custom(to_sql=to_sql, predicate=predicate)
