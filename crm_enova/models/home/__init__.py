from . import (
    enova_target,
    res_partner,
    res_partner_cold,
    res_partner_head,
    res_partner_write,
    res_users,
    res_users_settings,
    res_users_team,
)
from . import digest_digest
