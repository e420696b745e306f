import {describe, expect, test} from "@odoo/hoot";
import {mockTimeZone} from "@odoo/hoot-mock";
import {foldBursts, hoursOf} from "@crm_enova/timeline/days";

describe.current.tags("headless");

const entries = (source, count, from = 1) =>
    Array.from({length: count}, (_, index) => ({source, id: from + index}));
const shape = (rows) => rows.map(({entry, burst}) => (entry ? 1 : burst.length));

test("four and more of one source beside each other are one row", () => {
    const rows = foldBursts([...entries("activity", 1), ...entries("message", 12)]);
    expect(shape(rows)).toEqual([1, 12]);
    expect(rows[1].burst.map(({id}) => id)).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
});

test("three are no burst, and another kind between them ends one", () => {
    const rows = foldBursts([
        ...entries("message", 3),
        ...entries("order", 1),
        ...entries("message", 3, 4),
        ...entries("file", 4),
    ]);
    expect(shape(rows)).toEqual([1, 1, 1, 1, 1, 1, 1, 4]);
});

test("what people have done themselves is never folded", () => {
    expect(shape(foldBursts(entries("activity", 6)))).toEqual([1, 1, 1, 1, 1, 1]);
});

test("a burst keeps its key when a newer entry comes in", () => {
    const [before] = foldBursts(entries("message", 4, 2));
    const [after] = foldBursts(entries("message", 5, 1));
    expect(after.key).toBe(before.key);
});

test("nothing gives nothing", () => {
    expect(foldBursts([])).toEqual([]);
});

test("a burst says from when to when, and what came at once says one hour", () => {
    mockTimeZone("Europe/Warsaw");
    const [late, early] = ["2026-06-10T09:30:20Z", "2026-06-10T09:00:00Z"];
    const hours = (...dates) =>
        hoursOf(dates.map((date) => ({date}))).replaceAll(/\s/g, "");
    expect(hours(late, early)).toInclude("–");
    expect(hours(late, "2026-06-10T09:30:00Z")).toBe(hours(late));
    expect(hours("2026-06-10", "2026-06-10")).toBe("");
});
