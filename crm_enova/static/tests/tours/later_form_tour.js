import {registry} from "@web/core/registry";

const count = "button[name=action_open_enova_activities] .o_stat_value";

/** The form of a contractor stands, then its figures are there. */
registry.category("web_tour.tours").add("enova_later_form", {
    steps: () => [
        {
            content: "What is typed before the figures come stays",
            trigger: ".o_enova_later_waiting .o_enova_name input",
            run: "edit Renamed",
        },
        {
            trigger: `.o_enova_later_come ${count}:contains('2')`,
        },
        {
            trigger: ".o_enova_name input:value('Renamed')",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "So do they when it is saved",
            trigger: `.o_form_saved, .o_form_view:not(:has(.o_form_status_indicator_buttons:not(.invisible))) ${count}:contains('2')`,
        },
        {
            content: "Further fields are on pages that were not open",
            trigger: "a[name=enova_caretakers]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=acting_user_id].o_enova_later:visible a, .o_field_widget[name=acting_user_id]:visible .o_avatar",
        },
    ],
});

/** No right to a figure: the form is there without it, and works. */
registry.category("web_tour.tours").add("enova_later_form_failing", {
    steps: () => [
        {
            trigger: `.o_enova_later_failed button[name=action_open_enova_activities]`,
        },
        {
            trigger: "body:not(:has(.o_error_dialog, .o_notification))",
        },
        {
            trigger: ".o_enova_name input",
            run: "edit Renamed",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: `.o_enova_later_come ${count}:contains('2')`,
        },
    ],
});

/** The buttons that come with the figures leave the name of the contractor its room. */
registry.category("web_tour.tours").add("enova_later_form_buttons", {
    steps: () => [
        {
            trigger: `body:has(.o_enova_later_come):has(.o-form-buttonbox .o_button_more) ${count}`,
            run() {
                const name = document.querySelector(".o_last_breadcrumb_item span");
                if (name.scrollWidth > name.clientWidth) {
                    throw new Error("the name is cut");
                }
            },
        },
    ],
});
