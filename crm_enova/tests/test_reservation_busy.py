from odoo.exceptions import UserError
from odoo.tests import tagged

from .resource_common import ResourceCase


@tagged("post_install", "-at_install")
class TestReservationBusy(ResourceCase):
    """What whoever comes second is told of whoever was first."""

    def test_nobodys_secret_is_what_the_rules_show(self):
        """Whoever is told without the rules being asked may read it by them."""
        about = (
            {},
            {"private": True},
            {"partner_id": self.other_contractor.id},
            {"activity_id": self._activity(user_id=self.user_own.id).id},
        )
        booked = [
            self._book(10 * n, 10 * n + 1, user=self.user_manager, **values)
            for n, values in enumerate(about)
        ]
        known = []
        for user in (self.user_own, self.user_all):
            for reservation in booked:
                reservations = reservation.browse().with_user(user)
                shown = reservations._is_nobodys_secret(
                    private=reservation.private,
                    company_id=reservation.company_id.id,
                    about=reservation.activity_id.id or reservation.partner_id.id,
                )
                if shown:
                    known.append(reservation)
                    found = reservations.search([("id", "=", reservation.id)])
                    self.assertEqual(found, reservation.with_user(user))
        self.assertEqual(known, [booked[0]] * 2)
        elsewhere = self.env["enova.reservation"].with_user(self.user_own)
        other = {"private": None, "about": None, "company_id": self.other_company.id}
        self.assertFalse(elsewhere._is_nobodys_secret(**other))

    def test_busy_where_one_may_not_know(self):
        secret = self._activity(private=True, user_id=self.user_own.id, name="Tajne")
        self._book(
            0,
            2,
            user=self.user_own,
            name="Tajne",
            activity_id=secret.id,
            user_id=self.user_own.id,
        )
        with self.assertRaises(UserError) as caught:
            self._book(1, 2)
        message = str(caught.exception)
        self.assertIn("Busy", message)
        self.assertNotIn("Tajne", message)
        self.assertNotIn("Crm Own", message)
