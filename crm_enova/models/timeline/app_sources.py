"""What other applications of the ERP know of a contractor, where they are present."""

from odoo.fields import Domain

from .source import DRAFT, GOOD, OPEN, SALE, SERVICE, WAITING, TimelineSource


class AppSource(TimelineSource):
    """A document of an application that the addon does not depend on."""

    partner_field = "partner_id"
    of_people = True
    group = SALE
    text_fields = ("name",)

    def is_readable(self):
        """Tell whether the application is there, and the user works with both.

        :return: bool
        """
        return super().is_readable() and self.env["enova.activity"].has_access("read")


class LeadSource(AppSource):
    """Leads and opportunities."""

    name = "lead"
    model = "crm.lead"
    date_field = "create_date"
    icon = "fa-star-o"
    shown_fields = ("name", "stage_id", "user_id", "expected_revenue", "active")

    @property
    def label(self):
        return self.env._("Leads and opportunities")

    def _domain(self, request):
        # a lost one is archived, and part of the history all the same
        return super()._domain(request) & Domain("active", "in", [True, False])

    def _details(self, record):
        currency = record.company_currency or self.env.company.currency_id
        return {
            "title": record.name,
            # sudo: the name of the stage of a lead they read
            "state_label": record.stage_id.sudo().name or False,
            "tone": OPEN if record.active else DRAFT,
            "user": self._user_name(record.user_id),
            "amount": self._amount(record.expected_revenue, currency)
            if record.expected_revenue
            else False,
        }


class ProjectTaskSource(AppSource):
    """Tasks of the ERP's projects."""

    name = "project_task"
    model = "project.task"
    group = SERVICE
    date_field = "create_date"
    icon = "fa-tasks"
    shown_fields = ("name", "stage_id", "user_ids", "project_id")

    @property
    def label(self):
        return self.env._("Tasks of projects")

    def _details(self, record):
        return {
            "title": record.name,
            # sudo: names on a task they read
            "kind": record.project_id.sudo().name or False,
            "state_label": record.stage_id.sudo().name or False,
            "tone": OPEN,
            "user": ", ".join(record.user_ids.sudo().mapped("name")) or False,
        }


class PurchaseSource(AppSource):
    """What we have bought from them."""

    name = "purchase"
    model = "purchase.order"
    date_field = "date_order"
    icon = "fa-credit-card"
    text_fields = ("name", "partner_ref", "order_line.name")
    shown_fields = ("name", "state", "user_id", "amount_total", "currency_id")
    tones = {"draft": DRAFT, "sent": OPEN, "to approve": WAITING, "purchase": GOOD}

    @property
    def label(self):
        return self.env._("Purchases")

    def _details(self, record):
        return {
            "title": self.env._("Purchase"),
            "number": record.name,
            "direction": "in",
            "state": record.state,
            "state_label": self._selection_label(record, "state"),
            "tone": self.tones.get(record.state, DRAFT),
            "user": self._user_name(record.user_id),
            "amount": self._amount(record.amount_total, record.currency_id),
        }


class PosOrderSource(AppSource):
    """What they have bought at a point of sale."""

    name = "pos"
    model = "pos.order"
    date_field = "date_order"
    icon = "fa-shopping-bag"
    text_fields = ("name", "pos_reference", "lines.full_product_name")
    shown_fields = ("name", "state", "user_id", "amount_total", "currency_id")
    tones = {"paid": GOOD, "done": GOOD, "invoiced": GOOD}

    @property
    def label(self):
        return self.env._("Point of sale")

    def _details(self, record):
        return {
            "title": self.env._("Point of sale"),
            "number": record.name,
            "state": record.state,
            "state_label": self._selection_label(record, "state"),
            "tone": self.tones.get(record.state, DRAFT),
            "user": self._user_name(record.user_id),
            "amount": self._amount(record.amount_total, record.currency_id),
        }


APP_SOURCES = (LeadSource, ProjectTaskSource, PurchaseSource, PosOrderSource)
