from odoo.fields import Command

from .enova_demo_tables import Tables


class Cards(Tables):
    """Who may become a contractor; one of them is there already."""

    def _load_cards(self, users):
        """Return the business cards by key, and plan their next contacts."""
        rows = self._rows("cards")
        sources = self._load_sources(rows)
        prepared = {
            row["key"]: {
                **{name: row[name] for name in ("name", "street", "zip", "city")},
                **{name: row[name] for name in ("phone", "email")},
                "contractor_status": "card",
                "is_company": True,
                "country_id": self.env.ref("base.pl").id,
                "lang": users["handlowiec"].lang,
                "user_id": users[row["caretaker"]].id,
                "card_source_id": sources[row["source"]].id,
                "child_ids": [
                    Command.create({"name": row["person"], "function": row["function"]})
                ]
                if row["person"]
                else [],
            }
            for row in rows
        }
        cards = self._create_missing("res.partner", "card", prepared)
        self._create_missing(
            "enova.activity",
            "card_call",
            {
                row["key"]: {
                    "name": f"Zadzwonić: {row['person']}",
                    "type_id": self.env.ref(
                        "crm_enova.enova_activity_type_task_call"
                    ).id,
                    "partner_id": cards[row["key"]].id,
                    "contact_id": cards[row["key"]].child_ids[:1].id,
                    "user_id": users[row["caretaker"]].id,
                    "assigned_by_id": users[row["caretaker"]].id,
                    "date_deadline": self._day(row["day"]),
                }
                for row in rows
                if row["day"]
            },
        )
        return cards

    def _load_sources(self, rows):
        """Return the sources that the rows of cards name, by name."""
        names = dict.fromkeys(row["source"] for row in rows)
        known = self.env["utm.source"].search([("name", "in", list(names))])
        found = {source.name: source for source in known}
        missing = [name for name in names if name not in found]
        created = known.create([{"name": name} for name in missing])
        return found | dict(zip(missing, created, strict=True))
