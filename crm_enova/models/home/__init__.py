from . import (
    res_partner,
    res_partner_head,
    res_partner_write,
    res_users,
    res_users_settings,
)
