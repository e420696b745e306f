"""Sums as one reads them at a glance."""

from odoo.tools import format_amount
from odoo.tools.misc import get_lang


def whole_amount(env, amount, currency):
    """Return a sum without its smallest coins.

    Not by ``trailing_zeroes=False`` of core, which asks the database for the language
    and makes 2 of 2,000 where a currency has no coins.

    :param env: environment of the reader
    :param float amount: in the currency
    :param currency: ``res.currency``
    :return: str
    """
    shown = format_amount(env, round(amount), currency)
    if not currency.decimal_places:
        return shown
    coins = get_lang(env).decimal_point + "0" * currency.decimal_places
    before, _coins, after = shown.rpartition(coins)
    return before + after
