import {queryAll, queryOne} from "@odoo/hoot-dom";
import {registry} from "@web/core/registry";

/** What a camera gives, here drawn: white, with a line of ink. */
async function photograph() {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, {width: 320, height: 200});
    const context = canvas.getContext("2d");
    context.fillStyle = "white";
    context.fillRect(0, 0, 320, 200);
    context.fillStyle = "black";
    context.fillText("Kuźnia Nowa", 20, 100);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
    return new File([blob], "IMG_0001.jpg", {type: "image/jpeg"});
}

async function give(selector, file) {
    const data = new DataTransfer();
    data.items.add(await file);
    const input = queryOne(selector);
    input.files = data.files;
    input.dispatchEvent(new Event("change"));
}

function text(name, value) {
    return {
        trigger: `.modal .o_field_widget[name='${name}'] input`,
        run: `edit ${value}`,
    };
}

/** Nothing that is shown of the first is covered by the second. */
function checkApart(first, second) {
    const [a, b] = [first, second].map((item) => item.getBoundingClientRect());
    const apart =
        a.right <= b.left ||
        b.right <= a.left ||
        a.bottom <= b.top ||
        b.bottom <= a.top;
    if (!apart) {
        throw new Error(`${second.className} covers ${first.className}`);
    }
}

function checkWidth() {
    const {scrollWidth, clientWidth} = document.documentElement;
    if (scrollWidth > clientWidth) {
        throw new Error(`${scrollWidth} px stand on ${clientWidth} px`);
    }
}

/** On a telephone, at the stand of a fair: from the board to the card with its photo. */
registry.category("web_tour.tours").add("enova_card_photo", {
    steps: () => [
        {
            content: "The board of cards",
            trigger: ".o_kanban_view .o_kanban_record:contains('Mlyn Lubelski')",
            run: checkWidth,
        },
        {
            trigger: ".o_kanban_button_new, .o-kanban-button-new",
            run: "click",
        },
        text("name", "Kuźnia Nowa"),
        text("contact_name", "Adam Kowal"),
        text("phone", "501 502 503"),
        {
            content: "The camera is offered, and large enough for a thumb",
            trigger: ".modal .o_enova_take_photo:visible",
            run({anchor}) {
                checkWidth();
                const {height} = anchor.getBoundingClientRect();
                const input = queryOne(".o_enova_camera_input:not(:visible)");
                if (height < 44 || input.getAttribute("capture") !== "environment") {
                    throw new Error("No camera for a thumb");
                }
            },
        },
        {
            content: "What is no picture is refused",
            trigger: ".modal .o_enova_card_photo",
            run: () =>
                give(
                    ".o_enova_picture_input:not(:visible)",
                    new File(["text"], "card.txt", {type: "text/plain"})
                ),
        },
        {
            trigger: ".o_notification:contains('JPEG, PNG, WebP or HEIC')",
        },
        {
            content: "So is what is too large",
            trigger: ".modal .o_enova_card_photo",
            run: () =>
                give(
                    ".o_enova_camera_input:not(:visible)",
                    new File([new Uint8Array(11 * 1024 * 1024)], "a.jpg", {
                        type: "image/jpeg",
                    })
                ),
        },
        {
            trigger: ".o_notification:contains('at most 10 MB')",
        },
        {
            content: "Take the photo",
            trigger: ".modal .o_enova_card_photo",
            run: () => give(".o_enova_camera_input:not(:visible)", photograph()),
        },
        {
            content: "It is shown before it is saved",
            trigger: ".modal img.o_enova_card_picture:visible",
            run: checkWidth,
        },
        {
            trigger: ".modal button[name='action_save']",
            run: "click",
        },
        {
            content: "The card; the ribbon covers nothing",
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_enova_ribbon:contains('Business card'):visible",
            run({anchor}) {
                checkWidth();
                const name = queryOne(".o_form_view .o_field_widget[name='name']");
                for (const ribbon of queryAll(".ribbon:visible")) {
                    checkApart(name, ribbon);
                }
                checkApart(name, anchor);
            },
        },
    ],
});
