"""What a Polish company has: the ERP's check of tax numbers, by the country."""

from devtools import databases

WRONG_NIP = """
from odoo.exceptions import ValidationError
user = env["res.users"].search([("login", "=", "handlowiec")])
for nip in ("5260001247", "PL5260001247", "526-000-12-47", "5260001246"):
    with env.registry.cursor() as cr:
        own = env(cr=cr, user=user.id, context={})
        values = {"name": "Literówka sp. z o.o.", "is_company": True, "vat": nip}
        try:
            print(nip, own["res.partner"].create(values).country_id.code)
        except ValidationError:
            print(nip, "refused")
        cr.rollback()
"""


def test_a_wrong_nip_is_refused_also_where_nobody_chose_a_country(outside):
    template = databases.addon_template(outside.erp, demo=True)
    with outside.copy_of(template, "polish") as name:
        assert outside.python(name, WRONG_NIP).splitlines() == [
            "5260001247 refused",
            "PL5260001247 refused",
            "526-000-12-47 refused",
            "5260001246 PL",
        ]
