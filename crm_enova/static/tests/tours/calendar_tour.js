import {
    day,
    dragHours,
    dragToDay,
    shownDays,
    standsAt,
    standsOn,
} from "@crm_enova/../tests/tours/calendar_drag";
import {registry} from "@web/core/registry";

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
            content: "It begins with whom it is for and what is to be done",
            trigger:
                ".o_event_title:contains('Hurtownia Północ S.A.: Show the new pump · ')",
        },
        {
            trigger: ".o_event:contains('Show the new pump')",
            async run() {
                await dragHours(day(), 10, 13, this.anchor);
            },
        },
        {
            content: "It stands at the new hour, and stays there",
            trigger: ".o_event:contains('Show the new pump')",
            run: () => standsAt(day(), 13),
        },
        {
            trigger: ".o_event:contains('Show the new pump'):not(.fc-event-dragging)",
        },
        {
            content: "What was pulled can be taken back",
            trigger:
                ".o_notification:contains('Show the new pump') .o_notification_buttons button:contains('Undo')",
        },
    ],
});

/** What is for today stands on today, and goes to another day when it is dragged. */
function daySteps(zone, text) {
    let days = [];
    return [
        {trigger: ".o_switch_view.o_list", run: "click"},
        {trigger: ".o_list_view"},
        {
            trigger: ".o_switch_view.o_calendar",
            async run({click}) {
                // the browser of somebody who works there
                luxon.Settings.defaultZone = zone;
                await click();
            },
        },
        {
            trigger: `.o_calendar_view .o_event_allday:contains('${text}')`,
            async run() {
                days = shownDays();
                await standsOn(days[0], text);
                await dragToDay(this.anchor, days[1]);
            },
        },
        {
            content: "It stands there, and still does when it is read again",
            trigger: `.o_calendar_view .o_event_allday:contains('${text}')`,
            run: () => standsOn(days[1], text),
        },
        {trigger: ".o_switch_view.o_list", run: "click"},
        {trigger: `.o_list_view .o_data_row:contains('${text}')`},
        {trigger: ".o_switch_view.o_calendar", run: "click"},
        {
            trigger: `.o_calendar_view .o_event_allday:contains('${text}')`,
            run: () => standsOn(days[1], text),
        },
    ];
}

const tours = registry.category("web_tour.tours");
tours.add("enova_calendar_deadline", {
    steps: () => daySteps("system", "Send the offer"),
});
tours.add("enova_calendar_deadline_east", {
    steps: () => daySteps("Pacific/Kiritimati", "Send the offer"),
});
tours.add("enova_calendar_deadline_west", {
    steps: () => daySteps("Pacific/Pago_Pago", "Send the offer"),
});
tours.add("enova_calendar_reservation", {
    steps: () => daySteps("America/Los_Angeles", "Van 1"),
});
