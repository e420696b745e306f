import {day, dragHours, standsAt} from "@crm_enova/../tests/tours/calendar_drag";
import {registry} from "@web/core/registry";

/** In the ERP's own calendar: the van shows with the meeting, and moves with it. */
registry.category("web_tour.tours").add("enova_meeting_moves", {
    steps: () => [
        {
            trigger: ".o_calendar_view .o_event:contains('Narada')",
            run: "click",
        },
        {
            content: "Who looks at the meeting sees what is booked for it",
            trigger: ".o_cw_popover:contains('Van 1')",
        },
        {trigger: ".o_cw_popover .o_cw_popover_close", run: "click"},
        {
            trigger: "body:not(:has(.o_cw_popover)) .o_event:contains('Narada')",
            async run() {
                await dragHours(day(), 10, 13, this.anchor);
            },
        },
        {
            trigger: ".o_event:contains('Narada')",
            run: () => standsAt(day(), 13),
        },
        {
            trigger: ".o_event:contains('Narada'):not(.fc-event-dragging)",
            run: "click",
        },
        {
            trigger: ".o_cw_popover:contains('1:00'):contains('Van 1')",
        },
        {trigger: ".o_cw_popover .o_cw_popover_close", run: "click"},
        {
            trigger: "body:not(:has(.o_cw_popover))",
        },
    ],
});
