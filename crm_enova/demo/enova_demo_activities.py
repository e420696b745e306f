from datetime import timedelta

from odoo.fields import Command

from .enova_demo_tables import Tables

# What has not happened yet is a task, unless it is an appointment.
PLANNED_AS = {
    "event_call": "task_call",
    "event_email": "task_email",
    "event_letter": "task_todo",
    "event_note": "task_todo",
}
PRIORITIES = {"important": "1", "urgent": "2"}
TAGS = {"complaint": "Reklamacja", "fair": "Targi"}
# Tasks of the last days of which some were not done in time.
LATE_DAYS = 12
LOCAL_HOURS = 9


class Activities(Tables):
    """What was done and is to be done: stories of five steps, each the follow-up of
    the one before, told of thirty contractors at sixty moments of a year."""

    def _load_activities(self, users, contractors, documents):
        """Create the activities, step by step, so that each finds its predecessor."""
        steps = self._steps()
        tags = self._load_activity_tags()
        depth = max(step["step"] for step in steps)
        records = {}
        for number in range(depth + 1):
            prepared = {}
            for step in steps:
                if step["step"] == number:
                    contractor = contractors[step["contractor"]]
                    vals = self._prepare_activity(step, users, contractor, tags)
                    vals.update(self._prepare_links(step, contractor, documents))
                    parent = records.get(f"{step['plan']}_{number - 1}")
                    vals["parent_id"] = parent.id if parent else False
                    prepared[f"{step['plan']}_{number}"] = vals
            records = self._create_missing("enova.activity", "activity", prepared)

    def _load_today(self, users, contractors):
        """Fill the day of a salesperson, with a gap to plan something in."""
        prepared = {}
        for row in self._rows("today"):
            start = self._moment(0, (float(row["hour"]) - 8) * 60)
            contractor = contractors[row["contractor"]]
            prepared[row["key"]] = {
                "name": row["name"],
                "type_id": self.env.ref(
                    f"crm_enova.enova_activity_type_{row['type']}"
                ).id,
                "partner_id": contractor.id,
                "contact_id": contractor.child_ids[:1].id,
                "user_id": users["handlowiec"].id,
                "assigned_by_id": users["handlowiec"].id,
                "date_start": start,
                "date_stop": start + timedelta(minutes=int(row["minutes"])),
                "date_deadline": self._day(0)
                if row["type"].startswith("task")
                else False,
            }
        return self._create_missing("enova.activity", "today", prepared)

    def _steps(self):
        """Return all steps of all planned stories, each with its day."""
        stories = {}
        for row in self._rows("stories"):
            stories.setdefault(row["story"], []).append(row)
        steps = []
        for number, plan in enumerate(self._rows("plan")):
            for place, row in enumerate(stories[plan["story"]]):
                name = row["name"].format(about=plan["about"])
                result = row["result"].format(about=plan["about"])
                day = int(plan["start"]) + int(row["day"])
                order = number * 5 + place
                steps.append({**row, **plan, "name": name, "result": result})
                steps[-1].update(plan=number, step=place, order=order, day=day)
        return steps

    def _prepare_activity(self, step, users, contractor, tags):
        """Return the values of one step, as it looks today."""
        day, order = step["day"], step["order"]
        state = self._state_of(step)
        definition = step["type"]
        if day > 0:
            definition = PLANNED_AS.get(definition, definition)
        assignee = self._person(step["assignee"], users, contractor)
        giver = self._person(step["giver"], users, contractor) or assignee
        flags = step["flags"].split()
        people = contractor.child_ids
        vals = {
            "name": step["name"],
            "type_id": self.env.ref(f"crm_enova.enova_activity_type_{definition}").id,
            "stage_id": self.env.ref(f"crm_enova.enova_activity_stage_{state}").id,
            "partner_id": contractor.id,
            "contact_id": people[order % len(people)].id if people else False,
            "user_id": assignee.id,
            "assigned_by_id": giver.id,
            "company_id": self.env.company.id,
            "private": "private" in flags,
            "priority": next((PRIORITIES[f] for f in flags if f in PRIORITIES), "0"),
            "tag_ids": [Command.link(tags[f].id) for f in flags if f in tags],
        }
        start = self._moment(day, order * 35 % (LOCAL_HOURS * 60) // 15 * 15)
        stop = start + timedelta(minutes=int(step["minutes"]))
        if definition.startswith("event") or definition.endswith(("visit", "service")):
            vals.update(date_start=start, date_stop=stop)
        if definition.startswith("task"):
            vals["date_deadline"] = self._day(day)
        if state == "done":
            hours = int(step["minutes"]) / 60
            vals.update(result=step["result"], date_done=stop, time_spent=hours)
        return vals

    def _state_of(self, step):
        """Return the stage in which a step stands today."""
        day, order = step["day"], step["order"]
        if day > 0:
            return "planned"
        if step["type"].startswith("event"):
            return "done"
        if -LATE_DAYS <= day <= 0 and order % 4:
            return ("planned", "in_progress", "waiting")[order % 3]
        if day == 0:
            return "planned"
        return "cancelled" if order % 41 == 7 else "done"

    def _person(self, role, users, contractor):
        """Return the user who plays a role with a contractor."""
        if role == "owner":
            return contractor.user_id
        key = {"service": "serwis", "manager": "kierownik"}.get(role)
        return users.get(key, self.env["res.users"])

    def _prepare_links(self, step, contractor, documents):
        """Return the documents of the contractor that a step is about."""
        field = step["link"]
        linked = documents[field].get(contractor.id) if field else None
        return {field: [Command.set(linked.ids)]} if linked else {}

    def _load_activity_tags(self):
        """Return the tags of activities by the flag of a step."""
        tags = self.env["enova.activity.tag"]
        known = {
            tag.name: tag for tag in tags.search([("name", "in", list(TAGS.values()))])
        }
        return {
            flag: known.get(name) or tags.create({"name": name})
            for flag, name in TAGS.items()
        }
