import {describe, expect, test} from "@odoo/hoot";
import {mockTimeZone} from "@odoo/hoot-mock";
import {agendaOf} from "@crm_enova/home/agenda";

describe.current.tags("headless");

const row = (id, start, stop = false) => ({id, start, stop, title: `row ${id}`});

test("by the hour, then what has none", () => {
    mockTimeZone("Europe/Warsaw");
    const agenda = agendaOf([
        row(1, false),
        row(2, "2026-06-10T09:00:00Z", "2026-06-10T09:30:00Z"),
        row(3, "2026-06-10T08:30:00Z", "2026-06-10T09:00:00Z"),
    ]);
    expect(agenda.map(({id}) => id)).toEqual([3, 2, 1]);
});

test("what has no hour stands below the hours, and does not repeat the day", () => {
    mockTimeZone("Europe/Warsaw");
    const whole = {...row(1, false), date: "2026-06-10"};
    const [, below] = agendaOf([whole, row(2, "2026-06-10T09:00:00Z")]);
    expect([below.id, below.hour, below.date]).toEqual([1, "", false]);
    const [alone] = agendaOf([whole]);
    expect("hour" in alone).toBe(false);
});

test("an hour that is free between two is offered, in UTC for the server", () => {
    mockTimeZone("Europe/Warsaw");
    const agenda = agendaOf([
        row(1, "2026-06-10T07:00:00Z", "2026-06-10T08:00:00Z"),
        row(2, "2026-06-10T09:00:00Z", "2026-06-10T10:00:00Z"),
        row(3, "2026-06-10T10:30:00Z"),
    ]);
    expect(agenda.map(({gap}) => Boolean(gap))).toEqual([false, true, false, false]);
    expect(agenda[1].begin).toBe("2026-06-10 08:00:00");
});

test("what overlaps leaves no gap, and what is inside another does not end it", () => {
    mockTimeZone("Europe/Warsaw");
    const agenda = agendaOf([
        row(1, "2026-06-10T07:00:00Z", "2026-06-10T12:00:00Z"),
        row(2, "2026-06-10T08:00:00Z", "2026-06-10T08:30:00Z"),
        row(3, "2026-06-10T12:30:00Z", "2026-06-10T13:00:00Z"),
    ]);
    expect(agenda.some(({gap}) => gap)).toBe(false);
});

test("a free day has no rows and no gaps", () => {
    expect(agendaOf([])).toEqual([]);
});
