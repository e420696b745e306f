import {day, dragHours, standsAt} from "@crm_enova/../tests/tours/calendar_drag";
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
