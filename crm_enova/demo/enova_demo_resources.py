from datetime import timedelta

from odoo import Command

from .enova_demo_tables import Tables

# Who has what, so many working days from today, from which hour on and for how long. A
# weekend may put two days on one: hours of a resource differ from one day to the next.
# For a contractor, if one is named.
PLAN = (
    ("bus", "serwis", 1, 8, 6, "Przegląd w Lublinie", "magazyny_lublin"),
    ("bus", "serwis", 2, 9, 5, "Naprawa u klienta", "hurt_radom"),
    ("osobowy", "handlowiec", 1, 10, 4, "Wizyta handlowa", "meble_kepno"),
    ("wozek", "handlowiec", 3, 10, 3, "Pokaz wózka", "chlodnia_gdynia"),
    ("osobowy", "kierownik", 0, 14, 3, "Rozmowa z bankiem"),
    ("osobowy", "handlowiec", 2, 7, 3, "Oferta w Świdniku"),
    ("dostawczy", "serwis", 0, 8, 4, "Dostawa części"),
    ("dostawczy", "handlowiec", 1, 12, 4, "Odbiór od dostawcy"),
    ("sala", "handlowiec", 0, 12, 3, "Spotkanie z klientem"),
    ("sala", "serwis", 1, 15, 2, "Odprawa serwisu"),
    ("szkolenia", "kierownik", 1, 9, 7, "Szkolenie BHP"),
    ("wozek", "handlowiec", 1, 14, 2, "Test na placu"),
    ("rzutnik", "handlowiec", 0, 12, 3, "Spotkanie z klientem"),
    ("rzutnik", "kierownik", 1, 9, 7, "Szkolenie BHP"),
)


class Resources(Tables):
    """What people book, and a few days of bookings."""

    def _load_resources(self, users):
        """Return the demo resources by key."""
        prepared = {
            row["key"]: {
                "name": row["name"],
                "category_id": self.env.ref(
                    f"crm_enova.enova_resource_category_{row['category']}"
                ).id,
                "number": row["number"],
                "place": row["place"],
                "capacity": int(row["capacity"]),
                "buffer_before": float(row["before"]),
                "buffer_after": float(row["after"]),
                "approval_required": bool(row["approval"]),
                "hourly_cost": float(row["cost"] or 0),
                "responsible_id": users["kierownik"].id,
                "company_id": self.env.company.id,
            }
            for row in self._rows("resources")
        }
        return self._create_missing("enova.resource", "resource", prepared)

    def _load_reservations(self, users, resources):
        """Book a few hours of the days to come."""
        prepared = {}
        contractors = self._existing("res.partner", "contractor")
        for number, (key, user, day, hour, hours, name, *whom) in enumerate(PLAN):
            start = self._moment(day, (hour - 8) * 60)
            # the van of the service has two whole days, which need two weeks
            start += timedelta(days=7 * (number == 1))
            waits = resources[key].approval_required
            prepared[str(number)] = {
                "resource_id": resources[key].id,
                "user_id": users[user].id,
                "name": name,
                "partner_id": contractors[whom[0]].id if whom else False,
                "start": start,
                "stop": start + timedelta(hours=hours),
                # what wants approval waits for the manager
                "state": "requested" if waits else "confirmed",
            }
        return self._create_missing("enova.reservation", "reservation", prepared)

    def _load_meeting(self, users, resources):
        """Plan a meeting in the ERP's calendar, with the room."""
        start = self._moment(2, 60)
        prepared = {
            "name": "Narada sprzedaży",
            "start": start,
            "stop": start + timedelta(hours=2),
            "user_id": users["kierownik"].id,
            "partner_ids": [
                Command.set((users["kierownik"] | users["handlowiec"]).partner_id.ids)
            ],
            "enova_resource_ids": [Command.set(resources["sala"].ids)],
        }
        quiet = self._within(no_mail_to_attendees=True, dont_notify=True)
        return quiet._create_missing("calendar.event", "meeting", {"n": prepared})
