import {browser} from "@web/core/browser/browser";
import {serializeDateTime} from "@web/core/l10n/dates";
import {KeepLast} from "@web/core/utils/concurrency";
import {Model} from "@web/model/model";
import {STEPS, columnsOf, period, shownHours, step} from "./board_range";
import {intoLanes} from "./board_lanes";
import {shade, wholeDays} from "./board_shade";

const {DateTime} = luxon;
const SCALE_KEY = "enova.board.scale";
const HOURS_KEY = "enova.board.all_hours";
const PAGE = 100;

/** Faster than a date object for each: a board has thousands of moments. */
function toMillis(text) {
    return Date.parse(`${text.replace(" ", "T")}Z`);
}

function toSpan([start, stop]) {
    return {start: toMillis(start), stop: stop ? toMillis(stop) : Infinity};
}

/** What the server says of a range, as moments, lanes and columns. */
export class BoardModel extends Model {
    setup({state, scale}) {
        this.keepLast = new KeepLast();
        const kept = browser.localStorage.getItem(SCALE_KEY);
        this.scale =
            [state?.scale, scale, kept].find((name) => name in STEPS) || "week";
        this.date = state?.date || DateTime.local();
        this.allHours = browser.localStorage.getItem(HOURS_KEY) === "true";
        this.page = {offset: 0, limit: PAGE};
    }

    get exported() {
        return {scale: this.scale, date: this.date};
    }

    /** Another search begins with its first page. */
    load({domain, groupBy}) {
        this.search = {domain, groupby: groupBy[0] || null};
        this.page.offset = 0;
        return this.read();
    }

    async read() {
        const shown = period(this.scale, this.date);
        const answer = await this.keepLast.add(
            this.orm.call("enova.resource", "board", [], {
                ...this.search,
                ...this.page,
                start: serializeDateTime(shown.start),
                stop: serializeDateTime(shown.stop),
            })
        );
        this.take(answer, shown);
        this.notify();
    }

    take(answer, shown) {
        this.shown = shown;
        this.length = answer.length;
        this.groups = answer.groups.filter((group) => group.ids.length);
        this.mayCreate = answer.create;
        this.hours = answer.hours.map((spans) => spans.map(toSpan));
        this.rows = {};
        for (const resource of Object.values(answer.resources)) {
            const out = resource.out && toSpan(resource.out);
            this.rows[resource.id] = {...resource, out, bars: []};
        }
        this.bars = answer.bars.map((bar, key) => ({
            ...bar,
            key,
            ...toSpan([bar.start, bar.stop]),
            blocked: bar.blocked && toSpan(bar.blocked),
        }));
        this.bars.sort((one, other) => one.start - other.start);
        for (const bar of this.bars) {
            this.rows[bar.resource].bars.push(bar);
        }
        for (const row of Object.values(this.rows)) {
            row.lanes = intoLanes(row.bars, row.capacity);
        }
        this.layOut();
    }

    layOut() {
        const hours = this.allHours
            ? {from: 0, to: 24}
            : shownHours([...this.hours.flat(), ...this.bars], this.shown);
        this.columns = columnsOf(this.scale, this.shown, hours);
        this.grounds = this.hours.map((open) =>
            shade(
                this.columns,
                STEPS[this.scale] ? open : wholeDays(this.columns, open)
            )
        );
    }

    setScale(scale) {
        this.scale = scale;
        browser.localStorage.setItem(SCALE_KEY, scale);
        return this.read();
    }

    setDate(date) {
        this.date = date;
        return this.read();
    }

    go(direction) {
        return this.setDate(step(this.scale, this.date, direction));
    }

    setPage(page) {
        Object.assign(this.page, page);
        return this.read();
    }

    toggleHours() {
        this.allHours = !this.allHours;
        browser.localStorage.setItem(HOURS_KEY, this.allHours);
        this.layOut();
        this.notify();
    }

    /**
     * Move a reservation in time, or to another resource. The server may refuse, and
     * says why; the board then shows what is true.
     */
    async move(bar, {start, stop, resource}) {
        const values = {};
        if (start !== bar.start || stop !== bar.stop) {
            values.start = serializeDateTime(DateTime.fromMillis(start));
            values.stop = serializeDateTime(DateTime.fromMillis(stop));
        }
        if (resource !== bar.resource) {
            values.resource_id = resource;
        }
        if (!Object.keys(values).length) {
            return;
        }
        try {
            const {enova_undo: undo} = this.env.services;
            const names = Object.keys(values);
            await undo.around("enova.reservation", [bar.id], names, () =>
                this.orm.write("enova.reservation", [bar.id], values)
            );
        } finally {
            await this.read();
        }
    }

    /** @returns {Promise<number|false>} when what was refused is free next */
    async findOffer(bar, {start, stop, resource}) {
        const text = (ms) => serializeDateTime(DateTime.fromMillis(ms));
        const wanted = [text(start), text(stop), resource];
        const offer = await this.orm.call("enova.reservation", "board_offer", [
            [bar.id],
            ...wanted,
        ]);
        return offer && toMillis(offer);
    }
}
