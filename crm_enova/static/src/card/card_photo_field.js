import {Component, useRef} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {getDataURLFromFile} from "@web/core/utils/urls";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

// The server refuses more as well; here nobody waits for an upload in vain.
const MAX_MEGABYTES = 10;

/** Browsers show no HEIC, and say no type of it; the server looks at the bytes. */
const KINDS = ["image/jpeg", "image/png", "image/webp", "image/heic", "image/heif", ""];

/**
 * A photo of a paper card: taken with the camera of a telephone, or chosen.
 *
 * The picture stays in the window until it is saved, and becomes an attachment then.
 */
export class CardPhotoField extends Component {
    static template = "crm_enova.CardPhotoField";
    static props = {...standardFieldProps};

    setup() {
        this.notification = useService("notification");
        this.camera = useRef("camera");
        this.files = useRef("files");
        this.kind = "";
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    /** The picture itself, where the browser can show it. */
    get source() {
        const shown = this.value && this.kind && !/hei[cf]/.test(this.kind);
        return shown ? `data:${this.kind};base64,${this.value}` : "";
    }

    async onChange(ev) {
        const [file] = ev.target.files;
        ev.target.value = null;
        const refusal = file && this.refusal(file);
        if (refusal) {
            this.notification.add(refusal, {type: "danger"});
        } else if (file) {
            const url = await getDataURLFromFile(file);
            this.kind = file.type;
            await this.update(url.slice(url.indexOf(",") + 1));
        }
    }

    /** @returns {string} why a file cannot be kept, or nothing */
    refusal(file) {
        if (!KINDS.includes(file.type)) {
            return _t("The photo must be a JPEG, PNG, WebP or HEIC picture.");
        }
        const size = Math.ceil(file.size / 1024 / 1024);
        return size > MAX_MEGABYTES
            ? _t(
                  "The photo has %(size)s MB; at most %(limit)s MB are kept. Take it with a lower resolution.",
                  {size, limit: MAX_MEGABYTES}
              )
            : "";
    }

    async update(value) {
        await this.props.record.update({[this.props.name]: value});
    }
}

registry.category("fields").add("enova_card_photo", {
    component: CardPhotoField,
    displayName: _t("Photo of a card"),
    supportedTypes: ["binary"],
});
