const {DateTime} = luxon;

/** Day of this week in the calendar's grid: Wednesday, or Thursday on a Wednesday. */
export function slot(day, hour) {
    const time = `${String(hour).padStart(2, "0")}:00:00`;
    return {
        column: `.fc-timegrid-col[data-date='${day}']`,
        lane: `.fc-timegrid-slot-lane[data-time='${time}']`,
    };
}

/** Press at one hour of a day, and let go at another; the calendar listens to these. */
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
    const fire = (target, type, point) =>
        target.dispatchEvent(
            new MouseEvent(type, {bubbles: true, cancelable: true, button: 0, ...point})
        );
    const wait = () => new Promise((resolve) => setTimeout(resolve, 120));
    const first = start
        ? (({left, top}) => ({clientX: left + 15, clientY: top + 5}))(
              start.getBoundingClientRect()
          )
        : at(from);
    const last = at(to);
    const target = start || document.elementFromPoint(first.clientX, first.clientY);
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
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("The entry did not move");
}
