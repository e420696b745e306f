from odoo import api, models


class EnovaReservation(models.Model):
    """Find like resources for what has no place on the one that was meant."""

    _inherit = "enova.reservation"

    @api.model
    def _elsewhere(self, bookings, without=()):
        """Return a free resource of the same category for each booking, or none.

        What one of them takes, the next finds taken. The number of queries depends on
        neither bookings nor resources.

        :param list bookings: tuples (resource, start, stop) of one company
        :param without: ids of reservations that move away
        :return: list of resources, an empty recordset where nothing is free
        """
        if not bookings:
            return []
        meant = self.env["enova.resource"].union(*(b[0] for b in bookings))
        alike = {
            (category, company): meant.search(
                meant._bookable_domain(category, company)
            ).sorted(lambda r: (r.sequence, r.id))
            for category, company in {(r.category_id, r.company_id) for r in meant}
        }
        every = meant.union(*alike.values())
        first = min(start for _resource, start, _stop in bookings)
        last = max(stop for _resource, _start, stop in bookings)
        taken = every._taken(*every._widest(first, last), without)
        found = []
        for resource, start, stop in bookings:
            others = alike[resource.category_id, resource.company_id] - resource
            chosen = meant.browse()
            for other in others:
                free = other._free_units(start, stop, taken[other.id])
                if free:
                    taken[other.id].append((free[0], *other._blocked(start, stop)))
                    chosen = other
                    break
            found.append(chosen)
        return found
