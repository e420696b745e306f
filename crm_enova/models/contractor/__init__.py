from . import res_partner, res_partner_import, res_partner_search
from . import res_company, res_users
