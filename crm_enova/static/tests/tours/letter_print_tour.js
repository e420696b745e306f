import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

/** The letter is looked at beside its text, settled elsewhere, printed and posted. */
registry.category("web_tour.tours").add("enova_letter_preview", {
    steps: () => [
        {
            content: "Nobody is chosen, and no page is shown",
            trigger:
                ".o_enova_letter_preview:not(:has(.o_enova_letter_page)) .o_field_widget[name='preview_partner_id'] input",
            run: "edit Browary 1",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Browary 1')",
            run: "click",
        },
        {
            content: "The letter as Browary 1 gets it, beside the text",
            trigger:
                ".o_enova_letter:has(.o_enova_letter_text .o_field_html) .o_enova_letter_page",
        },
        {trigger: ".o_form_button_cancel", run: "click"},
        {trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))"},
    ],
});

registry.category("web_tour.tours").add("enova_letter_print", {
    steps: () => [
        {
            trigger: ".o_form_view button[name='action_print_letters']:visible",
            run: "click",
        },
        {
            content: "All are drawn: one file, and a batch for the post",
            trigger: ".o_form_view button[name='action_download']:visible",
        },
        {
            trigger:
                ".o_field_widget[name='batch_ids'] .o_data_row button[name='action_posted']",
            run: "click",
        },
        {
            content: "The day is noted",
            trigger:
                ".o_field_widget[name='batch_ids'] .o_data_row:not(:has(button[name='action_posted'])) td[name='date_posted']:not(:empty)",
        },
        {
            content: "Whose letter is on which page",
            trigger: ".o_form_view button[name='action_open_lines']:visible",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Browary 2')",
        },
    ],
});

/** Pause printing, as somebody else would who has it open, too. */
async function pauseElsewhere() {
    const id = parseInt(window.location.pathname.split("/").at(-1), 10);
    const [model, method] = ["enova.letter.run", "action_pause"];
    await rpc(`/web/dataset/call_kw/${model}/${method}`, {
        model,
        method,
        args: [[id]],
        kwargs: {},
    });
}

/** Printing in the background is watched, paused and resumed. */
registry.category("web_tour.tours").add("enova_letter_progress", {
    steps: () => [
        {
            content: "The mail merge tells that it is being printed",
            trigger:
                ".o_form_view .oe_stat_button[name='action_print_letters']:visible",
            run: "click",
        },
        {
            content: "Nothing is drawn yet; there is no file to open",
            trigger:
                ".o_form_view:has(.o_progressbar):not(:has(button[name='action_download']))",
        },
        {
            trigger: ".o_form_view button[name='action_pause']:visible",
            run: pauseElsewhere,
        },
        {
            content: "The page has seen it by itself",
            trigger: ".o_form_view button[name='action_resume']:visible",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name='action_pause']:visible",
            run: "click",
        },
        {
            trigger: ".o_form_view:has(button[name='action_resume']:visible)",
        },
    ],
});
