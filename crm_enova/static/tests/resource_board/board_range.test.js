import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {mockTimeZone} from "@odoo/hoot-mock";
import {patchWithCleanup} from "@web/../tests/web_test_helpers";
import {localization} from "@web/core/l10n/localization";
import {
    clicked,
    columnsOf,
    drawn,
    momentAt,
    moved,
    period,
    position,
    shownHours,
    step,
    stretched,
} from "@crm_enova/resource_board/board_range";

const {DateTime} = luxon;
const HOUR = 3600 * 1000;
const ALL = {from: 0, to: 24};

function at(text) {
    return DateTime.fromISO(text).toMillis();
}

function iso(ms) {
    return DateTime.fromMillis(ms).toFormat("yyyy-MM-dd HH:mm");
}

function texts({start, stop}) {
    return [iso(start), iso(stop)];
}

function board(scale, day, hours = ALL) {
    return columnsOf(scale, period(scale, DateTime.fromISO(day)), hours);
}

describe.current.tags("headless");

beforeEach(() => patchWithCleanup(localization, {weekStart: 1}));

describe("which days", () => {
    test("a week begins on the ERP's first day", () => {
        const days = (weekStart) => {
            patchWithCleanup(localization, {weekStart});
            const {start, stop} = period("week", DateTime.fromISO("2026-05-06"));
            return [start.toISODate(), stop.toISODate()];
        };
        expect(days(1)).toEqual(["2026-05-04", "2026-05-11"]);
        expect(days(7)).toEqual(["2026-05-03", "2026-05-10"]);
        expect(days(6)).toEqual(["2026-05-02", "2026-05-09"]);
    });

    test("two weeks, a day, a month of any length", () => {
        expect(board("fortnight", "2026-05-06")).toHaveLength(14);
        expect(board("day", "2026-05-06")).toHaveLength(24);
        expect(board("month", "2026-02-06")).toHaveLength(28);
        expect(board("month", "2028-02-06")).toHaveLength(29);
    });

    test("to the next one and back", () => {
        const day = DateTime.fromISO("2026-01-31");
        expect(step("month", day, 1).toISODate()).toBe("2026-02-28");
        expect(step("week", day, -1).toISODate()).toBe("2026-01-24");
        expect(step("fortnight", day, 1).toISODate()).toBe("2026-02-14");
        expect(step("day", day, 1).toISODate()).toBe("2026-02-01");
    });
});

describe("which hours", () => {
    const shown = period("day", DateTime.fromISO("2026-05-06"));
    const hours = (...spans) =>
        shownHours(
            spans.map(([start, stop]) => ({start: at(start), stop: at(stop)})),
            shown
        );

    test("by day, where nothing is at night", () => {
        expect(hours()).toEqual({from: 8, to: 18});
        expect(hours(["2026-05-06T09:00", "2026-05-06T12:00"])).toEqual({
            from: 8,
            to: 18,
        });
    });

    test("nothing that begins or ends is left out", () => {
        expect(hours(["2026-05-06T06:30", "2026-05-06T12:00"]).from).toBe(6);
        expect(hours(["2026-05-06T12:00", "2026-05-06T19:10"]).to).toBe(20);
        expect(hours(["2026-05-06T22:00", "2026-05-07T00:00"])).toEqual({
            from: 8,
            to: 24,
        });
        expect(hours(["2026-05-05T22:00", "2026-05-06T02:00"])).toEqual({
            from: 1,
            to: 18,
        });
    });

    test("what lies over all of it widens nothing", () => {
        expect(hours(["2026-05-05T22:00", "2026-05-07T03:00"])).toEqual({
            from: 8,
            to: 18,
        });
    });
});

describe("places", () => {
    test("there and back", () => {
        for (const scale of ["day", "week", "fortnight", "month"]) {
            const columns = board(scale, "2026-05-06");
            for (const place of [0, 0.1, 0.25, 0.5, 0.77, 0.999]) {
                const back = position(columns, momentAt(columns, place));
                expect(Math.abs(back - place)).toBeLessThan(1e-9);
            }
        }
    });

    test("what is not shown stands at the edge", () => {
        const columns = board("week", "2026-05-06", {from: 8, to: 18});
        expect(position(columns, at("2026-05-01T12:00"))).toBe(0);
        expect(position(columns, at("2026-06-01T12:00"))).toBe(1);
        // the night between Monday and Tuesday
        expect(position(columns, at("2026-05-04T22:00"))).toBe(1 / 7);
        expect(position(columns, at("2026-05-05T07:00"))).toBe(1 / 7);
        expect(position(columns, at("2026-05-05T13:00"))).toBe(1.5 / 7);
    });
});

describe("when the clock changes", () => {
    test("a day has 23 or 25 hours, each as wide", () => {
        mockTimeZone("Europe/Warsaw");
        expect(board("day", "2026-03-29")).toHaveLength(23);
        expect(board("day", "2026-10-25")).toHaveLength(25);
        expect(board("day", "2026-03-29", {from: 8, to: 18})).toHaveLength(10);
    });

    test("days of a week stay as wide as each other", () => {
        mockTimeZone("Europe/Warsaw");
        const columns = board("week", "2026-03-29");
        expect(columns).toHaveLength(7);
        expect((columns[6].to - columns[6].from) / HOUR).toBe(23);
        expect((columns[5].to - columns[5].from) / HOUR).toBe(24);
        expect(position(columns, at("2026-03-29T00:00"))).toBe(6 / 7);
        expect(iso(momentAt(columns, 6 / 7))).toBe("2026-03-29 00:00");
        // eight o'clock is seven hours after midnight
        const eight = position(columns, at("2026-03-29T08:00"));
        expect(Math.abs(eight - (6 + 7 / 23) / 7)).toBeLessThan(1e-9);
    });

    test("ten o'clock stays ten o'clock when pulled over it", () => {
        mockTimeZone("Europe/Warsaw");
        const span = {start: at("2026-03-27T10:00"), stop: at("2026-03-27T12:00")};
        const to = moved("week", span, at("2026-03-27T11:00"), at("2026-03-30T11:00"));
        expect(texts(to)).toEqual(["2026-03-30 10:00", "2026-03-30 12:00"]);
    });

    test("two days by the clock stay two days by the clock", () => {
        mockTimeZone("Europe/Warsaw");
        const span = {start: at("2026-10-20T08:00"), stop: at("2026-10-22T16:00")};
        const to = moved("month", span, at("2026-10-20T09:00"), at("2026-10-24T15:00"));
        expect(texts(to)).toEqual(["2026-10-24 08:00", "2026-10-26 16:00"]);
    });

    test("a quarter is drawn in the hour that comes twice", () => {
        mockTimeZone("Europe/Warsaw");
        const columns = board("day", "2026-10-25");
        // the second two o'clock, an hour after the first
        const second = at("2026-10-25T01:00") + 2 * HOUR;
        const span = drawn(columns, "day", second + 1000, second + 60 * 1000);
        expect(span.start).toBe(second);
        expect(span.stop - span.start).toBe(HOUR / 4);
    });
});

describe("drawing", () => {
    const draw = (scale, day, from, to, hours) =>
        texts(drawn(board(scale, day, hours), scale, at(from), at(to)));

    test("keeps to quarters of a day, half hours of a week, days of a month", () => {
        const [from, to] = ["2026-05-06T10:08", "2026-05-06T11:26"];
        expect(draw("day", "2026-05-06", from, to)).toEqual([
            "2026-05-06 10:00",
            "2026-05-06 11:30",
        ]);
        expect(draw("week", "2026-05-06", "2026-05-06T10:40", to)).toEqual([
            "2026-05-06 10:30",
            "2026-05-06 11:30",
        ]);
        expect(draw("month", "2026-05-06", from, "2026-05-08T11:00")).toEqual([
            "2026-05-06 00:00",
            "2026-05-09 00:00",
        ]);
    });

    test("backwards is the same", () => {
        const [from, to] = ["2026-05-06T10:00", "2026-05-06T12:00"];
        expect(draw("day", "2026-05-06", to, from)).toEqual(
            draw("day", "2026-05-06", from, to)
        );
    });

    test("to the line that is meant", () => {
        const to = (time) =>
            draw("day", "2026-05-06", "2026-05-06T10:00", `2026-05-06T${time}`)[1];
        expect(to("12:02")).toBe("2026-05-06 12:00");
        expect(to("11:57")).toBe("2026-05-06 12:00");
        expect(to("10:01")).toBe("2026-05-06 10:15");
    });

    test("ends with the hours that are shown", () => {
        const hours = {from: 8, to: 18};
        const evening = ["2026-05-06T17:10", "2026-05-06T18:00"];
        expect(draw("week", "2026-05-06", ...evening, hours)).toEqual([
            "2026-05-06 17:00",
            "2026-05-06 18:00",
        ]);
    });

    test("days of a month are whole, whichever hours are shown", () => {
        const shown = {from: 8, to: 18};
        const days = ["2026-05-06T10:00", "2026-05-07T11:00"];
        expect(draw("month", "2026-05-06", ...days, shown)).toEqual([
            "2026-05-06 00:00",
            "2026-05-08 00:00",
        ]);
    });

    test("a click proposes an hour, or a day of a month", () => {
        const click = (scale) =>
            texts(clicked(board(scale, "2026-05-06"), scale, at("2026-05-06T10:40")));
        expect(click("day")).toEqual(["2026-05-06 10:30", "2026-05-06 11:30"]);
        expect(click("week")).toEqual(["2026-05-06 10:30", "2026-05-06 11:30"]);
        expect(click("month")).toEqual(["2026-05-06 00:00", "2026-05-07 00:00"]);
    });
});

describe("pulling", () => {
    const span = {start: at("2026-05-06T10:10"), stop: at("2026-05-06T11:10")};

    test("by steps, minutes beside them stay", () => {
        const to = moved("day", span, at("2026-05-06T10:30"), at("2026-05-06T11:34"));
        expect(texts(to)).toEqual(["2026-05-06 11:10", "2026-05-06 12:10"]);
    });

    test("an end, but a step is left", () => {
        const pull = (end, held, now) =>
            texts(stretched("week", span, end, at(held), at(now)));
        expect(pull("stop", "2026-05-06T11:10", "2026-05-06T12:10")).toEqual([
            "2026-05-06 10:10",
            "2026-05-06 12:10",
        ]);
        expect(pull("stop", "2026-05-06T11:10", "2026-05-06T08:00")).toEqual([
            "2026-05-06 10:10",
            "2026-05-06 10:40",
        ]);
        expect(pull("start", "2026-05-06T10:10", "2026-05-06T15:00")).toEqual([
            "2026-05-06 10:40",
            "2026-05-06 11:10",
        ]);
    });

    test("in a month the end moves by days", () => {
        const to = stretched(
            "month",
            span,
            "stop",
            at("2026-05-06T12:00"),
            at("2026-05-08T03:00")
        );
        expect(texts(to)).toEqual(["2026-05-06 10:10", "2026-05-08 11:10"]);
    });
});
