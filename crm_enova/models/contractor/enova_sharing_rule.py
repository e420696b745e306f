import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

NO_KEY = re.compile(r"[^0-9A-Z]")


def zip_key(text):
    """Return a postcode as it is compared: capitals and digits alone.

    :param text: as somebody has written it, or a false value
    :return: str
    """
    return NO_KEY.sub("", (text or "").upper())


class EnovaSharingRule(models.Model):
    """Whose contractor somebody becomes whom nobody looks after, by postcode or tag.

    The first rule that fits decides. :class:`ResPartner` asks for contractors of an
    import or from the web, and for cards; a window for those that somebody selects.
    """

    _name = "enova.sharing.rule"
    _inherit = ["enova.guard.mixin"]
    _description = "Rule of sharing contractors out"
    _order = "sequence, id"
    _rec_name = "user_id"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    zip_from = fields.Char(
        string="Postcode from",
        help="The beginning of a postcode is enough: 30 to 34 are all that begin so.",
    )
    zip_to = fields.Char(string="Postcode to", help="Empty: the same as from.")
    country_id = fields.Many2one("res.country", help="Empty: any.")
    category_id = fields.Many2one(
        "res.partner.category",
        string="Tag",
        ondelete="cascade",
        help="Empty: with any tags or without.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Caretaker",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
    )
    company_id = fields.Many2one(
        "res.company",
        help="For contractors of this company, and for those of none that are entered"
        " or shared out in it. Empty: for all.",
    )

    @api.constrains("user_id", "zip_from", "zip_to", "category_id")
    def _check_fits_somebody(self):
        """Refuse a rule without a condition, and postcodes in the wrong order."""
        for rule in self:
            first, last = rule._zip_range()
            if not first and not rule.category_id:
                raise ValidationError(
                    self.env._("A rule needs postcodes or a tag to go by.")
                )
            if rule.zip_to and not first or first[: len(last)] > last:
                raise ValidationError(
                    self.env._(
                        "Postcodes go from the smaller to the greater:"
                        " %(first)s is not before %(last)s.",
                        first=rule.zip_from or "…",
                        last=rule.zip_to,
                    )
                )

    @api.constrains("user_id", "company_id")
    def _check_works_there(self):
        """A caretaker works in the company whose contractors they are given."""
        for rule in self:
            # sudo: in which companies a colleague works
            if (
                rule.company_id
                and rule.company_id not in rule.user_id.sudo().company_ids
            ):
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work in %(company)s.",
                        user=rule.user_id.name,
                        company=rule.company_id.name,
                    )
                )

    @api.model
    def _rules(self):
        """Return the rules that anybody's contractors are shared out by, in order.

        Whoever has left gets nothing.
        """
        # sudo: rules are the manager's, what comes of them is everybody's
        return self.sudo().search(Domain("user_id.active", "=", True))

    def _user_for(self, zip_code, country, tags, company):
        """Return who becomes the caretaker by the first rule that fits.

        :param str zip_code: of the contractor
        :param int country: id, or a false value
        :param set tags: ids
        :param company: the contractor's; empty for one of all companies, to whom the
            rules of the company apply in which they are entered
        :return: ``res.users``, maybe empty
        """
        key = zip_key(zip_code)
        companies = (company or self.env.company, company.browse())
        for rule in self:
            if (
                rule.company_id in companies
                # who does not work there could not see the contractor
                and company <= rule.user_id.company_ids
                and rule.country_id.id in (False, country)
                and (not rule.category_id or rule.category_id.id in tags)
                and rule._fits_zip(key)
            ):
                return rule.user_id.sudo(False)
        return self.env["res.users"].sudo(False)

    def _fits_zip(self, key):
        """Whether a postcode lies in the range; all do where there is none."""
        first, last = self._zip_range()
        if not first:
            return True
        return bool(key) and first <= key[: len(first)] and key[: len(last)] <= last

    def _zip_range(self):
        first = zip_key(self.zip_from)
        return first, zip_key(self.zip_to) or first
