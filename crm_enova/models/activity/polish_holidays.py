"""The days free from work by the law of Poland, for companies of Poland.

By hand, because nothing of the ERP's set knows them: neither core nor its Polish
localisation brings public holidays, and the package `holidays` is none of the ERP's
requirements. Easter, the one part that is an algorithm, is `dateutil`'s. Days that a
company itself gives free are the ERP's (`resource.calendar.leaves`) and count as well.
"""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

# Month and day, and the first year in which the day was free.
FIXED = (
    (1, 1, 0),
    (1, 6, 2011),
    (5, 1, 0),
    (5, 3, 1990),
    (8, 15, 0),
    (11, 1, 0),
    (11, 11, 1989),
    (12, 24, 2025),
    (12, 25, 0),
    (12, 26, 0),
)
# Days after Easter Sunday: itself, Easter Monday, Pentecost, Corpus Christi.
MOVABLE = (0, 1, 49, 60)


@lru_cache(maxsize=256)
def polish_holidays(year):
    """Return the days free from work in Poland in a year, Sundays aside.

    Source: the act of 18 January 1951 on days free from work (Dz.U. 2025 poz. 296),
    with Christmas Eve since 2025 (Dz.U. 2024 poz. 1965).

    :param int year: of the Gregorian calendar
    :return: frozenset of dates
    """
    sunday = easter(year)
    fixed = (date(year, month, day) for month, day, since in FIXED if year >= since)
    movable = (sunday + timedelta(days=days) for days in MOVABLE)
    return frozenset((*fixed, *movable))
