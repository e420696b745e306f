import {registry} from "@web/core/registry";

const {DateTime} = luxon;

/** Day of this week in the calendar's grid: Wednesday, or Thursday on a Wednesday. */
function slot(day, hour) {
    const time = `${String(hour).padStart(2, "0")}:00:00`;
    return {
        column: `.fc-timegrid-col[data-date='${day}']`,
        lane: `.fc-timegrid-slot-lane[data-time='${time}']`,
    };
}

/** Press at one hour of a day, and let go at another; the calendar listens to these. */
async function dragHours(day, from, to, start = null) {
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

function day() {
    const today = DateTime.local();
    const other = today.weekday === 3 ? 4 : 3;
    return today.set({weekday: other}).toISODate();
}

/** Plan by drag: draw an hour, name it; drag it to another hour. */
registry.category("web_tour.tours").add("enova_calendar_drag", {
    steps: () => [
        {trigger: ".o_switch_view.o_calendar", run: "click"},
        {
            trigger: ".o_calendar_view .fc-timegrid-col",
            async run() {
                document
                    .querySelector(".fc-timegrid-slot-lane[data-time='09:00:00']")
                    .scrollIntoView({block: "start"});
                await dragHours(day(), 10, 11);
            },
        },
        {
            content: "The window knows the hour that was drawn",
            trigger: ".modal .o_field_widget[name='date_start']:contains('10:00')",
        },
        {
            trigger:
                ".modal .o_field_widget[name='name'] input, .modal .o_field_widget[name='name'] textarea",
            run: "edit Show the new pump",
        },
        {
            trigger: ".modal .o_field_widget[name='partner_id'] input",
            run: "edit Hurtownia",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Hurtownia')",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name='calendar_entry'] input:not(:checked)",
            run: "click",
        },
        {trigger: ".modal .o_form_button_save", run: "click"},
        {
            trigger: ".o_event:contains('Show the new pump')",
            async run() {
                await dragHours(day(), 10, 13, this.anchor);
            },
        },
        {
            content: "It stands at the new hour, and stays there",
            trigger: ".o_event:contains('Show the new pump')",
            async run() {
                for (let tries = 0; tries < 50; tries++) {
                    const task = document.querySelector(".o_event");
                    const hour = document.querySelector(slot(day(), 13).lane);
                    const top = (node) => node.getBoundingClientRect().top;
                    if (task && Math.abs(top(task) - top(hour)) < 5) {
                        return;
                    }
                    await new Promise((resolve) => setTimeout(resolve, 100));
                }
                throw new Error("The task did not move");
            },
        },
        {
            trigger: ".o_event:contains('Show the new pump'):not(.fc-event-dragging)",
        },
    ],
});
