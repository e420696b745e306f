import {queryOne} from "@odoo/hoot-dom";
import {registry} from "@web/core/registry";
import {transfer} from "./files_tour";

const tours = registry.category("web_tour.tours");

tours.add("enova_files_version", {
    steps: () => [
        {
            trigger: ".o_form_view button[name=action_replace]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_many2many_binary",
            run() {
                const input = queryOne(
                    ".modal .o_field_many2many_binary input[type=file]"
                );
                input.files = transfer("nowa.txt").files;
                input.dispatchEvent(new Event("change"));
            },
        },
        {
            trigger: ".modal .o_field_many2many_binary:contains(nowa.txt)",
        },
        {
            trigger: ".modal button[name=action_replace]",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=file_name]:contains(nowa.txt)",
        },
        {
            content: "The former one is among the versions",
            trigger: ".o_notebook .nav-link:contains(Earlier versions)",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=version_ids] .o_data_row:contains(pierwsza.txt)",
        },
        {
            trigger:
                ".o_field_widget[name=version_ids] button[name=action_enova_compare]",
            run: "click",
        },
        {
            content: "Which is which, and what differs",
            trigger:
                ".modal .o_enova_compare:contains(pierwsza.txt):contains(nowa.txt) .o_enova_line_gone del:contains(Pierwsza)",
            run() {
                const heads = document.querySelector(".o_enova_compare .row").innerText;
                if (/:\d\d:\d\d/.test(heads)) {
                    throw new Error("the time has seconds");
                }
            },
        },
        {
            trigger: ".modal .o_enova_line_new ins:contains(Umowa najmu hali)",
        },
        {
            trigger: ".modal .o_enova_both",
            run: "click",
        },
        {
            content: "Both side by side",
            trigger:
                ".modal .o_enova_compare:has(.o_enova_file_preview:contains(Pierwsza)) .o_enova_file_preview:contains(Umowa najmu hali)",
            run() {
                const text = this.anchor.querySelector("pre");
                if (getComputedStyle(text).whiteSpace !== "pre-wrap") {
                    throw new Error("a text is shown without its lines");
                }
            },
        },
        {
            trigger: ".modal-header button[aria-label='Close']",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=version_ids] button[name=action_enova_restore]",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=file_name]:contains(pierwsza.txt)",
        },
    ],
});

/** On a telephone an earlier version is a card, with all that can be done to it. */
tours.add("enova_files_version_phone", {
    steps: () => [
        {
            trigger: ".o_notebook .nav-link:contains(Earlier versions)",
            run: "click",
        },
        {
            trigger: ".o_enova_version:contains(pierwsza.txt) .fa-download:visible",
        },
        {
            trigger: ".o_enova_version button[name=action_enova_compare]",
            run: "click",
        },
        {
            content: "It does not stick out of the screen",
            trigger: ".modal .o_enova_compare .o_enova_line_gone",
            run() {
                const page = document.querySelector(".modal .modal-body");
                if (page.scrollWidth > page.clientWidth) {
                    throw new Error("what differs is wider than the screen");
                }
            },
        },
        {
            trigger:
                ".modal-header button[aria-label='Close'], .modal-header .oi-arrow-left",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_enova_version button[name=action_enova_restore]",
            run() {
                const {left, right, height} = this.anchor.getBoundingClientRect();
                if (left < 0 || right > window.innerWidth || height < 44) {
                    throw new Error("the button is not within a finger's reach");
                }
                this.anchor.click();
            },
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=file_name]:contains(pierwsza.txt)",
        },
    ],
});
