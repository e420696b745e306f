import {describe, expect, test} from "@odoo/hoot";
import {intoLanes} from "@crm_enova/resource_board/board_lanes";
import {columnsOf, period} from "@crm_enova/resource_board/board_range";
import {placed, shade, wholeDays} from "@crm_enova/resource_board/board_shade";

const {DateTime} = luxon;

describe.current.tags("headless");

/** @param {Array[]} rows unit, start, stop, state */
function lanes(capacity, ...rows) {
    const bars = rows.map(([unit, start, stop, state = "confirmed"]) => ({
        unit,
        start,
        stop,
        state,
    }));
    const count = intoLanes(bars, capacity);
    return {count, lanes: bars.map((bar) => bar.lane)};
}

describe("lanes", () => {
    test("one for each unit, used or not", () => {
        expect(lanes(1)).toEqual({count: 1, lanes: []});
        expect(lanes(3, [2, 0, 5], [1, 3, 8])).toEqual({count: 3, lanes: [1, 0]});
    });

    test("back to back stays in a lane", () => {
        expect(lanes(1, [1, 0, 5], [1, 5, 8])).toEqual({count: 1, lanes: [0, 0]});
    });

    test("what is asked for lies beside what is taken", () => {
        expect(lanes(1, [1, 0, 5, "requested"], [1, 2, 8])).toEqual({
            count: 2,
            lanes: [1, 0],
        });
        expect(lanes(2, [1, 0, 5, "requested"], [1, 2, 8]).lanes).toEqual([1, 0]);
        expect(lanes(1, [1, 0, 2, "requested"], [1, 2, 8]).count).toBe(1);
    });

    test("what may overlap lies below", () => {
        expect(lanes(1, [1, 0, 5], [1, 1, 6], [1, 5, 9])).toEqual({
            count: 2,
            lanes: [0, 1, 0],
        });
    });

    test("of many units, those in use and a free one", () => {
        expect(lanes(100, [40, 0, 5], [99, 3, 8], [7, 5, 9])).toEqual({
            count: 3,
            lanes: [0, 1, 0],
        });
        expect(lanes(100).count).toBe(1);
    });
});

describe("styles", () => {
    const day = DateTime.fromISO("2026-05-06");
    const columns = columnsOf("day", period("day", day), {from: 8, to: 18});
    const hour = (number) => day.set({hour: number}).toMillis();
    const open = (...hours) =>
        hours.map(([start, stop]) => ({start: hour(start), stop: hour(stop)}));

    test("where a bar stands", () => {
        expect(placed(columns, hour(9), hour(10))).toBe("left: 10%; width: 10%;");
        expect(placed(columns, hour(3), hour(9))).toBe("left: 0%; width: 10%;");
    });

    test("shaded where nobody works", () => {
        expect(shade(columns, open([9, 12], [13, 18]))).toBe(
            "linear-gradient(90deg, var(--board-closed) 0% 10%, transparent 10% 40%, " +
                "var(--board-closed) 40% 50%, transparent 50% 100%)"
        );
        expect(shade(columns, [])).toBe(
            "linear-gradient(90deg, var(--board-closed) 0% 100%)"
        );
        expect(shade(columns, open([0, 23]))).toBe(
            "linear-gradient(90deg, transparent 0% 100%)"
        );
    });

    test("of a month whole days are shaded", () => {
        const month = columnsOf("month", period("month", day), {from: 8, to: 18});
        const worked = wholeDays(month, open([9, 12], [13, 17]));
        expect(worked).toEqual([{start: hour(8), stop: hour(18)}]);
        expect(wholeDays(month, [])).toEqual([]);
    });
});
