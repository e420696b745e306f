import {day, dragHours, standsAt} from "@crm_enova/../tests/tours/calendar_drag";
import {registry} from "@web/core/registry";

/** Click until it opens: what has been moved is drawn anew when the server answers. */
async function openPopover() {
    for (let tries = 0; tries < 20; tries++) {
        document.querySelector(".o_event").click();
        await new Promise((resolve) => setTimeout(resolve, 400));
        if (document.querySelector(".o_cw_popover")) {
            return;
        }
    }
    throw new Error("The meeting does not open");
}

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
            content: "It is booked for the new hour",
            trigger: ".o_event:contains('Narada'):not(.fc-event-dragging)",
            run: openPopover,
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
