"""The charts of the page of the team, each drawn when somebody scrolls to it."""

from datetime import timedelta

from odoo.fields import Domain

from ..project.enova_project_stage import OPEN_PROJECT_STATES
from ..resource.enova_reservation import COUNTED
from .team_columns import Contacts

# The chart of the forecast looks so far.
FORECAST_MONTHS = 6


class Chart:
    """One chart of the current company, under the rights of whoever looks.

    An addon adds one by appending a class in ``res.users._enova_team_charts``. It has a
    ``name``, the ``model`` that it counts, the XML id of a graph as ``view``, a
    :attr:`label`, the words of an :attr:`empty` one, and the :attr:`domain`.
    """

    name = None
    model = "enova.project"
    view = None
    # Without a record of this model there is nothing to draw, nor a chart.
    needs = None
    # XML ids of list and form that a bar opens, where those are not the first ones.
    opens = ()

    def __init__(self, team):
        self.team = team
        self.env = team.env
        self.period = team.period

    @property
    def label(self):
        """Return the heading, in the user's language."""
        raise NotImplementedError

    @property
    def empty(self):
        """Return what stands there where there is nothing to draw."""
        raise NotImplementedError

    @property
    def domain(self):
        """Return the condition of all that is drawn, of whatever company."""
        raise NotImplementedError

    def is_shown(self):
        """Tell whether the user may read what is drawn, and whether it is used at all.

        :return: bool
        """
        if not self.env[self.model].has_access("read"):
            return False
        if not self.needs:
            return True
        used = self.env[self.needs].with_context(active_test=False)
        company = Domain("company_id", "=", self.env.company.id)
        return bool(used.search(company, order="id", limit=1))

    def content(self):
        """Return the chart as the client draws it and opens its list.

        :return: dict of ``name``, ``label``, ``empty``, ``model``, ``domain``, ``view``
            and, where a bar does not open the first list and form, their ``views``
        """
        company = Domain("company_id", "=", self.env.company.id)
        views = [
            [self.env.ref(xml_id).id, kind]
            for xml_id, kind in zip(self.opens, ("list", "form"), strict=False)
        ]
        return {
            "name": self.name,
            "label": self.label,
            "empty": self.empty,
            "model": self.model,
            "domain": list(self.domain & company),
            "view": self.env.ref(self.view).id,
            **({"views": views} if views else {}),
        }


class ForecastChart(Chart):
    """What open projects are likely to bring, by month and stage."""

    name = "forecast"
    view = "crm_enova.enova_project_view_graph_forecast"

    @property
    def label(self):
        return self.env._("Sales forecast")

    @property
    def empty(self):
        return self.env._("No open project has a day on which it is to be decided.")

    @property
    def domain(self):
        first = self.period.first
        until = self.period.today.replace(day=1) + timedelta(days=31 * FORECAST_MONTHS)
        return (
            Domain("state", "in", OPEN_PROJECT_STATES)
            & Domain("date_expected", ">=", str(first))
            & Domain("date_expected", "<", str(until))
        )


class ContactsChart(Chart):
    """Contacts of the period by week and channel."""

    name = "contacts"
    model = "enova.activity"
    view = "crm_enova.enova_activity_view_graph_contacts"

    @property
    def label(self):
        return self.env._("Contacts")

    @property
    def empty(self):
        return self.env._("There were no contacts in this period.")

    @property
    def domain(self):
        return Contacts(self.team).domain


class ReasonChart(Chart):
    """Why projects were lost in the period."""

    name = "reason"
    view = "crm_enova.enova_project_view_graph_reason"

    @property
    def label(self):
        return self.env._("Reasons of losing")

    @property
    def empty(self):
        return self.env._("No project was lost in this period.")

    @property
    def domain(self):
        return Domain("state", "=", "lost") & self.period.moments("date_closed")


class CampaignsChart(Chart):
    """How far the members of the campaigns are that run in the period."""

    name = "campaigns"
    model = "enova.campaign.member"
    view = "crm_enova.enova_campaign_member_view_graph_team"
    needs = "enova.campaign"

    @property
    def label(self):
        return self.env._("Members of campaigns")

    @property
    def empty(self):
        return self.env._("No campaign with members runs in this period.")

    @property
    def domain(self):
        begun = Domain("date_start", "=", False)
        begun |= Domain("date_start", "<", str(self.period.after))
        unended = Domain("date_stop", "=", False)
        unended |= Domain("date_stop", ">=", str(self.period.first))
        running = begun & unended & Domain("active", "=", True)
        return Domain("campaign_id", "any", list(running))


class OccupancyChart(Chart):
    """For how many hours each resource is taken that is booked in the period."""

    name = "occupancy"
    model = "enova.reservation"
    view = "crm_enova.enova_reservation_view_graph_team"
    needs = "enova.resource"

    @property
    def label(self):
        return self.env._("Occupancy of resources (hours)")

    @property
    def empty(self):
        return self.env._("No resource is booked in this period.")

    @property
    def domain(self):
        return Domain("state", "in", COUNTED) & self.period.moments("start")


class ServiceChart(Chart):
    """Service orders that are planned for the period, by week and stage."""

    name = "service"
    model = "repair.order"
    view = "crm_enova.repair_order_view_graph_team"
    needs = "repair.order"
    opens = (
        "crm_enova.repair_order_view_list_service",
        "crm_enova.repair_order_view_form_service",
    )

    @property
    def label(self):
        return self.env._("Service orders")

    @property
    def empty(self):
        return self.env._("No service order is planned for this period.")

    @property
    def domain(self):
        return Domain("state", "!=", "cancel") & self.period.moments("schedule_date")


CHARTS = (
    ForecastChart,
    ContactsChart,
    ReasonChart,
    CampaignsChart,
    OccupancyChart,
    ServiceChart,
)
