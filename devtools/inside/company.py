"""Make the company of a database Polish, before accounting is installed.

Accounting chooses its chart and taxes by the company's country at the moment
it is installed. Usage: ``python -m devtools.inside.company DATABASE``.
"""

import sys

from devtools.inside.session import environment

if __name__ == "__main__":
    with environment(sys.argv[1]) as env:
        poland = env.ref("base.pl")
        zloty = env.ref("base.PLN")
        zloty.active = True
        env.ref("base.main_company").write(
            {
                "name": "Magazyn i Transport sp. z o.o.",
                "country_id": poland.id,
                "currency_id": zloty.id,
            }
        )
        env.ref("base.user_admin").write({"lang": "pl_PL", "tz": "Europe/Warsaw"})
