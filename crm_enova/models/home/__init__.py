from . import (
    enova_target,
    res_partner,
    res_partner_form,
    res_partner_head,
    res_partner_purchases,
    res_partner_silence,
    res_partner_silence_task,
    res_partner_turnover,
    res_partner_write,
    res_users,
    res_users_settings,
    res_users_team,
)
from . import digest_digest, res_config_settings, res_partner_category
