"""What the walks over every screen with axe-core share."""

import json
import os
from datetime import date, datetime, time, timedelta
from pathlib import Path

from odoo.tools.safe_eval import safe_eval

from .project_common import ProjectMixin
from .resource_common import ResourceMixin
from .test_tour_timeline import TourCase

# The texts that a screen is about, by its kind.
MEASURED = {"calendar": ".o_event", "enova_board": ".o_enova_board_bar"}


class ContrastCase(ProjectMixin, ResourceMixin, TourCase):
    """Every screen with a handful of records, as a manager sees them."""

    scheme = "light"

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
        today, morning = date.today(), datetime.combine(date.today(), time(9))
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
        today, morning = date.today(), datetime.combine(date.today(), time(9))
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

    def _wizards(self):
        """Return the windows that a button or an entry of *Action* opens."""
        search = self.env["enova.activity"].search
        tasks, visits = (
            search([("name", "in", names)])
            for names in (("Overdue", "Next"), ("Visit planned", "Visit in_progress"))
        )
        projects = self.env["enova.project"].search([("state", "=", "in_progress")])
        reservation = self.env["enova.reservation"].search(
            [("state", "=", "confirmed")], limit=1
        )
        both = self.contractor | self.other_contractor
        opened = {
            "enova_absence_action": self.user,
            "enova_activity_into_project_action": tasks,
            "enova_activity_reassign_action": tasks,
            "enova_activity_repeat_action": visits[:1],
            "enova_activity_reschedule_action": visits,
            "enova_card_entry_action": self.user,
            "enova_caretaker_assign_action": both,
            "enova_creator_action": both,
            "enova_partner_anonymize_action": self.contact,
            "enova_project_close_action": projects,
            "enova_project_into_campaign_action": projects,
            "enova_reservation_repeat_action": reservation,
            "enova_resource_out_action": reservation.resource_id,
            "enova_user_handover_action": self.user_own,
            "base.action_partner_merge": both,
        }
        return [
            self._window(name, records) for name, records in opened.items()
        ] + self._prepared_windows()

    def _window(self, name, records):
        self.assertTrue(records, name)
        action = self.env.ref(name if "." in name else f"crm_enova.{name}")
        chosen = {
            "active_model": records._name,
            "active_ids": records.ids,
            "active_id": records[:1].id,
        }
        return {
            "title": name,
            "action": action.id,
            "options": {"additionalContext": chosen},
        }

    def _prepared_windows(self):
        """Return the windows that a method of the server opens."""
        card = self.env["res.partner"].create(
            {
                "name": "Młyn Lubelski",
                "is_company": True,
                "contractor_status": "card",
                "phone": self.contractor.phone,
                "user_id": self.user.id,
            }
        )
        run = self._run(
            self.user,
            partner_ids=self.contractor,
            playbook_id=self.env["enova.playbook"].search([], limit=1).id,
            campaign_name="Taken back",
        )
        actions = {
            "Convert": card.with_user(self.user).action_convert_card(),
            "Take back": run.with_user(self.user).action_undo(),
        }
        return [
            {"title": title, "action": action, "options": {}}
            for title, action in actions.items()
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

    def _walk(self, screens):
        """Look at screens, in the style that the web client is asked for."""
        scheme = self.scheme
        self.patch(type(self.env["ir.http"]), "color_scheme", lambda _self: scheme)
        how = {"axe": self._axe(), "screens": screens}
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
            cookies={"color_scheme": self.scheme},
        )
