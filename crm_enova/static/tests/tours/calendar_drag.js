const {DateTime} = luxon;

/** Day of this week in the calendar's grid: Wednesday, or Thursday on a Wednesday. */
export function slot(day, hour) {
    const time = `${String(hour).padStart(2, "0")}:00:00`;
    return {
        column: `.fc-timegrid-col[data-date='${day}']`,
        lane: `.fc-timegrid-slot-lane[data-time='${time}']`,
    };
}

const wait = (ms = 120) => new Promise((resolve) => setTimeout(resolve, ms));

/** Press at one point, and let go at another; the calendar listens to these. */
async function drag(target, first, last) {
    const fire = (node, type, point) =>
        node.dispatchEvent(
            new MouseEvent(type, {bubbles: true, cancelable: true, button: 0, ...point})
        );
    fire(target, "mousedown", first);
    await wait();
    fire(document, "mousemove", {
        clientX: first.clientX,
        clientY: first.clientY + 12,
    });
    await wait();
    fire(document, "mousemove", last);
    await wait();
    fire(document, "mouseup", last);
}

function inside(node) {
    const {left, top} = node.getBoundingClientRect();
    return {clientX: left + 15, clientY: top + 5};
}

/** Press at one hour of a day, and let go at another. */
export async function dragHours(day, from, to, start = null) {
    const at = (hour) => {
        const {column, lane} = slot(day, hour);
        const columnBox = document.querySelector(column).getBoundingClientRect();
        const laneBox = document.querySelector(lane).getBoundingClientRect();
        return {
            clientX: columnBox.left + columnBox.width / 2,
            clientY: laneBox.top + 3,
        };
    };
    const first = start ? inside(start) : at(from);
    const target = start || document.elementFromPoint(first.clientX, first.clientY);
    await drag(target, first, at(to));
}

/** Return the cell of a day, in a month or above the hours of a week. */
function cell(date) {
    return document.querySelector(`.fc-daygrid-day[data-date='${date}']`);
}

/** Drag what takes a whole day to another day. */
export async function dragToDay(start, date) {
    await drag(start, inside(start), inside(cell(date)));
}

/** Wait until what a day shows contains a text. */
export async function standsOn(date, text) {
    for (let tries = 0; tries < 50; tries++) {
        const shown = cell(date)?.querySelector(".o_event_allday")?.textContent || "";
        if (shown.includes(text)) {
            return;
        }
        await wait(100);
    }
    throw new Error(`${text} does not stand on ${date}`);
}

/** Return today, and a day beside it that the week shows. */
export function shownDays() {
    const today = DateTime.local();
    const days = [1, -1].map((step) => today.plus({days: step}).toISODate());
    return [today.toISODate(), days.find(cell)];
}

export function day() {
    const today = DateTime.local();
    const other = today.weekday === 3 ? 4 : 3;
    return today.set({weekday: other}).toISODate();
}

/** Wait until the first entry of the calendar stands at an hour of a day. */
export async function standsAt(date, hour) {
    for (let tries = 0; tries < 50; tries++) {
        const entry = document.querySelector(".o_event");
        const lane = document.querySelector(slot(date, hour).lane);
        const top = (node) => node.getBoundingClientRect().top;
        if (entry && Math.abs(top(entry) - top(lane)) < 5) {
            return;
        }
        await wait(100);
    }
    throw new Error("The entry did not move");
}
