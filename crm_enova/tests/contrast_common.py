"""What the walks over every screen with axe-core share."""

import json
import os
from datetime import datetime, time, timedelta
from pathlib import Path

from dateutil.relativedelta import relativedelta

from odoo.tools.safe_eval import safe_eval

from .contrast_windows import WindowsMixin
from .project_common import ProjectMixin
from .resource_common import ResourceMixin
from .test_tour_timeline import TourCase

# The texts that a screen is about, by its kind.
MEASURED = {"calendar": ".o_event", "enova_board": ".o_enova_board_bar"}


class ContrastCase(WindowsMixin, ProjectMixin, ResourceMixin, TourCase):
    """Every screen with a handful of records, as a manager sees them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_projects()
        cls._set_up_resources()
        cls.user = cls.user_manager
        cls.contractor.user_id = cls.user
        cls._set_up_activities()
        cls._set_up_others()

    @classmethod
    def _set_up_activities(cls):
        """Past, overdue, of today and to come; open, done and cancelled."""
        today, morning = cls._today(), datetime.combine(cls._today(), time(9))
        mine = {"user_id": cls.user.id, "partner_id": cls.contractor.id}
        days = {"Overdue": -3, "Today": 0, "Next": 1, "Later": 20}
        for name, day in days.items():
            deadline = today + timedelta(days=day)
            cls._activity(name=name, date_deadline=deadline, **mine)
        hours = {
            "planned": 2,
            "in_progress": 24,
            "waiting": -24,
            "done": -23,
            "cancelled": -22,
        }
        for state, hour in hours.items():
            cls._activity(
                name=f"Visit {state}",
                date_start=morning + timedelta(hours=hour),
                date_stop=morning + timedelta(hours=hour + 1),
                stage_id=getattr(cls, f"stage_{state}").id,
                result="Agreed",
                **mine,
            )
        cls._activity(name="Called", type_id=cls.type_call.id, result="Well", **mine)
        cls.env["enova.color.rule"].create(
            [
                {
                    "name": f"Rule {color}",
                    "model": model,
                    "domain": f"[('name', 'ilike', '{word}')]",
                    "color": color,
                }
                for color, model, word in (
                    (10, "enova.activity", "planned"),
                    (4, "enova.activity", "waiting"),
                    (3, "enova.project", "Roof"),
                    (5, "res.partner", "Północ"),
                    (9, "enova.reservation", "Rented"),
                )
            ]
        )

    @classmethod
    def _set_up_others(cls):
        today, morning = cls._today(), datetime.combine(cls._today(), time(9))
        campaign = cls._campaign()
        for state in ("planned", "in_progress", "won", "lost"):
            project = cls._project(
                name=f"Roof {state}",
                user_id=cls.user.id,
                date_start=today - timedelta(days=3),
                date_deadline=today + timedelta(days=1),
                stage_id=getattr(cls, f"project_stage_{state}").id,
                reason_id=cls.reason.id,
                campaign_id=campaign.id,
                expected_revenue=1000,
            )
            cls._activity(name="Measure", project_id=project.id)
        cls._playbook(("Call", 0), ("Visit", 3))
        cls._set_up_devices(today)
        states = ("requested", "confirmed", "done", "refused", "cancelled")
        categories = cls.env["enova.resource.category"].search([], limit=len(states))
        for number, state in enumerate(states):
            category = categories[number % len(categories)]
            resource = cls._resource(name=f"Crane {number}", category_id=category.id)
            # long enough for words on the board, of a week and of a month
            for hour, length in ((0, 12), (25, 72)):
                cls.env["enova.reservation"].create(
                    {
                        "resource_id": resource.id,
                        "start": morning + timedelta(hours=hour),
                        "stop": morning + timedelta(hours=hour + length),
                        "name": "Rented" if hour else "Crane hired",
                        "user_id": cls.user.id,
                        "partner_id": cls.contractor.id,
                        "state": state,
                    }
                )
        cls.contractor.activity_schedule(
            "mail.mail_activity_data_call",
            today - timedelta(days=1),
            summary="Ask",
            user_id=cls.user.id,
        )

    @classmethod
    def _set_up_devices(cls, today):
        """Inspections that are overdue, of today and to come."""
        for name, day in {"Lift": -3, "Truck": 0, "Rack": 5}.items():
            cls.env["enova.device"].create(
                {
                    "name": name,
                    "partner_id": cls.contractor.id,
                    "technician_id": cls.user.id,
                    "company_id": cls.company.id,
                    "serial_number": f"SN-{name}",
                    "inspection_months": 12,
                    "last_inspection": today + relativedelta(years=-1, days=day),
                }
            )

    def _axe(self):
        """Return where the browser gets axe-core from."""
        path = os.environ.get("CRM_ENOVA_AXE")
        self.assertTrue(
            path and Path(path).is_file(),
            "Set CRM_ENOVA_AXE to the axe.min.js of the npm package axe-core, as"
            " ./dev test does.",
        )
        script = self.env["ir.attachment"].create(
            {"name": "axe.min.js", "raw": Path(path).read_bytes(), "public": True}
        )
        return f"/web/content/{script.id}"

    def _screens(self):
        """Return each view of each action that the menus open.

        What the framework draws of a pivot or a graph is its own; that it opens at all
        is ours.
        """
        root = self.env.ref("crm_enova.crm_enova_menu_root")
        menus = self.env["ir.ui.menu"].search([("id", "child_of", root.id)])
        menus = menus.with_user(self.user)._filter_visible_menus().sudo()
        screens = []
        for menu in menus.filtered("action"):
            action = menu.action
            if action._name != "ir.actions.act_window" or action.target == "new":
                screens.append(self._screen(menu.name, action, ""))
                continue
            for kind in sorted(set(action.view_mode.split(","))):
                screens.append(self._screen(menu.name, action, kind))
        return [screen for screen in screens if screen]

    def _screen(self, title, action, kind):
        screen = {
            "title": f"{title} {kind}",
            "action": action.id,
            "options": {"viewType": kind},
        }
        if kind == "form":
            model = self.env[action.res_model].with_user(self.user)
            domain = safe_eval(action.domain or "[]", {"uid": self.user.id})
            first = model.search(domain, limit=1)
            if not first:
                return None
            screen["options"]["props"] = {"resId": first.id}
        if kind in MEASURED:
            screen["measured"] = MEASURED[kind]
        return screen

    def _windows(self):
        """Return what opens beside the menus: the contractor's page, windows."""
        form = {
            "action": self.env.ref("crm_enova.res_partner_action_contractor").id,
            "options": {"viewType": "form", "props": {"resId": self.contractor.id}},
        }
        tasks = self.env["enova.activity"].search([("name", "=", "Overdue")])
        done = tasks.with_user(self.user)._action_done_window()
        return [
            {"title": "Contractor", **form, "measured": ".o_enova_due"},
            {"title": "Log", **form, "press": [".o_enova_quick_log button"]},
            {"title": "Plan", **form, "press": [".o_enova_plan_task"]},
            {"title": "Done", "action": done, "options": {"viewType": "form"}},
            {
                **self._board("Call"),
                "press": [".o_enova_call_systray"],
                "measured": "",
            },
        ]

    def _board(self, title):
        action = self.env.ref("crm_enova.enova_resource_board_action")
        return self._screen(title, action, "enova_board")

    def _months(self):
        """Return board and calendar, a month of each."""
        activities = self.env.ref("crm_enova.enova_activity_action")
        month = [
            ".o_view_scale_selector .scale_button_selection",
            ".o_scale_button_month",
        ]
        return [
            {**self._board("Month"), "press": month},
            {**self._screen("Month", activities, "calendar"), "press": month},
        ]

    def _dark_style(self):
        """Return where the style is with a dark theme, which addons bring."""
        self.env["ir.asset"].create(
            {
                "name": "Dark theme of the tests",
                "bundle": "web.assets_web_dark",
                "directive": "before",
                "target": "web/static/src/scss/primary_variables.scss",
                "path": "crm_enova/static/tests/dark/dark_theme.scss",
            }
        )
        qweb = self.env["ir.qweb"]
        return qweb._get_asset_bundle("web.assets_web_dark", js=False).css().url

    def _walk(self, screens, dark=""):
        """Look at screens in the light; in the dark, too, where there is a style."""
        how = {"axe": self._axe(), "screens": screens, "dark": dark}
        module = "@crm_enova/../tests/tours/contrast_walk"
        how = json.dumps(how, default=str)
        walk = f"odoo.loader.modules.get('{module}').walk({how})"
        code = f"{walk}.then(() => console.log('test successful'))"
        ready = "odoo.isReady && document.querySelector('.o_view_controller')"
        self.browser_js(
            "/odoo/enova-my-tasks",
            code,
            f"Boolean({ready})",
            login="crm_manager",
            timeout=600,
        )
