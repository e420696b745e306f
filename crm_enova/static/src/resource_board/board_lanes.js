/** Of more units than these, what is booked is packed, and one free lane left. */
export const SHOWN_UNITS = 4;

function isFree(lane, bar) {
    return lane.every((other) => other.stop <= bar.start || other.start >= bar.stop);
}

/**
 * Put the bars of a resource into lanes, one under the other: a lane for each unit. What
 * would lie upon another bar, as it is only asked for or may overlap, goes below.
 *
 * @param {Object[]} bars with unit, start and stop; each gets the number of its lane
 * @param {number} capacity
 * @returns {number} how many lanes there are
 */
export function intoLanes(bars, capacity) {
    const units = capacity <= SHOWN_UNITS ? capacity : 0;
    const lanes = Array.from({length: units}, () => []);
    const waiting = [];
    for (const bar of bars) {
        const unitLane = lanes[bar.unit - 1];
        if (unitLane && bar.state !== "requested" && isFree(unitLane, bar)) {
            unitLane.push(bar);
            bar.lane = bar.unit - 1;
        } else {
            waiting.push(bar);
        }
    }
    for (const bar of waiting.sort((one, other) => one.start - other.start)) {
        let number = lanes.findIndex((lane) => isFree(lane, bar));
        if (number < 0) {
            number = lanes.push([]) - 1;
        }
        lanes[number].push(bar);
        bar.lane = number;
    }
    return lanes.length + (units ? 0 : 1);
}
