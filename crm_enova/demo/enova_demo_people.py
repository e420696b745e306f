from odoo.fields import Command

from .enova_demo_tables import Tables


class People(Tables):
    """Who works here, and with whom."""

    def _load_users(self):
        """Return the demo users by key; the key is the login and the password."""
        installed = dict(self.env["res.lang"].get_installed())
        common = {
            "tz": "Europe/Warsaw",
            "lang": "pl_PL" if "pl_PL" in installed else self.env.user.lang,
            "notification_type": "inbox",
            "company_id": self.env.company.id,
            "company_ids": [Command.set(self.env.company.ids)],
        }
        prepared = {}
        for row in self._rows("users"):
            key = row["key"]
            groups = ["base.group_user", *row["groups"].split()]
            prepared[key] = {
                **common,
                "name": row["name"],
                **{name: row[name] for name in ("function", "phone")},
                "login": key,
                "password": key,
                "email": f"{key}@example.com",
                "group_ids": [
                    Command.set([self.env.ref(group).id for group in groups])
                ],
            }
        taken = self.env["res.users"].with_context(active_test=False)
        taken = taken.search([("login", "in", list(prepared))])
        users = {user.login: user for user in taken}
        missing = {key: vals for key, vals in prepared.items() if key not in users}
        return users | self._create_missing("res.users", "user", missing)

    def _load_contractors(self, users):
        """Return the demo contractors by key; their contact persons come along."""
        rows = self._rows("contractors")
        tags = self._load_tags(rows)
        country = self.env.ref("base.pl").id
        prepared = {
            row["key"]: {
                **{name: row[name] for name in ("name", "vat", "street", "zip")},
                **{name: row[name] for name in ("city", "phone", "email")},
                "is_company": True,
                "country_id": country,
                "lang": users["handlowiec"].lang,
                "user_id": users[row["caretaker"]].id,
                "category_id": [
                    Command.set([tags[name].id for name in row["tags"].split(",")])
                ],
            }
            for row in rows
        }
        contractors = self._create_missing("res.partner", "contractor", prepared)
        self._create_missing(
            "res.partner",
            "contact",
            {
                row["key"]: {
                    **{name: row[name] for name in ("name", "email", "phone")},
                    "function": row["function"],
                    "parent_id": contractors[row["contractor"]].id,
                }
                for row in self._rows("contacts")
            },
        )
        return contractors

    def _load_tags(self, rows):
        """Return the tags that the rows of contractors name, by name."""
        names = dict.fromkeys(name for row in rows for name in row["tags"].split(","))
        tags = self.env["res.partner.category"]
        known = {tag.name: tag for tag in tags.search([("name", "in", list(names))])}
        missing = [name for name in names if name not in known]
        created = tags.create(
            [
                {"name": name, "color": color % 11 + 1}
                for color, name in enumerate(missing)
            ]
        )
        return known | dict(zip(missing, created, strict=True))

    def _load_absence(self, users, contractors):
        """Let somebody be ill: the day of whoever stands in shows their tasks."""
        absent, deputy = users["doradca"], users["handlowiec"]
        own = {
            key: contractor
            for key, contractor in contractors.items()
            if contractor.user_id == absent
        }
        self._create_missing(
            "enova.caretaker",
            "deputy",
            {
                key: {
                    "partner_id": contractor.id,
                    "user_id": deputy.id,
                    "role": "deputy",
                    "date_from": self._day(-200),
                }
                for key, contractor in own.items()
            },
        )
        if not absent.out_of_office_to:
            absent.out_of_office_from = self._moment(-1)
            absent.out_of_office_to = self._moment(3, 480)
