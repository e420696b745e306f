import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {formatDateTime, serializeDateTime} from "@web/core/l10n/dates";
import {RPCError} from "@web/core/network/rpc";
import {useDateTimePicker} from "@web/core/datetime/datetime_picker_hook";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {CogMenu} from "@web/search/cog_menu/cog_menu";
import {Layout} from "@web/search/layout";
import {usePager} from "@web/search/pager_hook";
import {SearchBar} from "@web/search/search_bar/search_bar";
import {useSearchBarToggler} from "@web/search/search_bar/search_bar_toggler";
import {useModelWithSampleData} from "@web/model/model";
import {ActionHelper} from "@web/views/action_helper";
import {standardViewProps} from "@web/views/standard_view_props";
import {ViewScaleSelector} from "@web/views/view_components/view_scale_selector";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {BoardModel} from "./board_model";
import {BoardRenderer} from "./board_renderer";
import {SCALES, title, weekNumber} from "./board_words";

const {DateTime} = luxon;
const REFUSAL = "odoo.exceptions.UserError";

/** The frame of the board: search, dates, and the windows that it opens. */
export class BoardController extends Component {
    static template = "crm_enova.BoardController";
    static components = {
        ActionHelper,
        BoardRenderer,
        CogMenu,
        Layout,
        SearchBar,
        ViewScaleSelector,
    };
    static props = {...standardViewProps};

    setup() {
        this.dialog = useService("dialog");
        this.action = useService("action");
        this.model = useModelWithSampleData(BoardModel, {
            state: this.props.state,
            scale: this.props.context.enova_board_scale,
        });
        useSetupAction({getLocalState: () => this.model.exported});
        this.searchBarToggler = useSearchBarToggler();
        this.scales = SCALES;
        usePager(() => ({
            ...this.model.page,
            total: this.model.length,
            onUpdate: (page) => this.model.setPage(page),
        }));
        this.picker = useDateTimePicker({
            target: "picker",
            pickerProps: {type: "date", value: this.model.date},
            onApply: (date) => this.model.setDate(date),
        });
    }

    get title() {
        return title(this.model.scale, this.model.shown);
    }

    get week() {
        return weekNumber(this.model.scale, this.model.shown);
    }

    get isEmpty() {
        return !this.model.groups.length;
    }

    pickDate() {
        this.picker.state.value = this.model.date;
        this.picker.open(0);
    }

    goToday() {
        return this.model.setDate(DateTime.local());
    }

    /** Open a window on a reservation; whatever is done there, the board shows it. */
    openWindow(props) {
        return new Promise((resolve) => {
            this.dialog.add(
                FormViewDialog,
                {resModel: "enova.reservation", ...props},
                {onClose: () => resolve(this.model.read())}
            );
        });
    }

    reserve(resource, span) {
        const context = {...this.props.context, default_calendar_entry: true};
        if (resource) {
            context.default_resource_id = resource;
        }
        if (span) {
            const text = (ms) => serializeDateTime(DateTime.fromMillis(ms));
            context.default_start = text(span.start);
            context.default_stop = text(span.stop);
        }
        return this.openWindow({title: _t("Reserve"), context});
    }

    /** Move a bar; where it is refused, the next free time is offered instead. */
    async move(bar, to) {
        try {
            await this.model.move(bar, to);
        } catch (error) {
            const refused =
                error instanceof RPCError && error.exceptionName === REFUSAL;
            const start = refused && (await this.model.findOffer(bar, to));
            if (!start || start === to.start) {
                throw error;
            }
            const time = formatDateTime(DateTime.fromMillis(start));
            this.dialog.add(ConfirmationDialog, {
                title: _t("Free next: %(time)s", {time}),
                body: error.data.message,
                confirmLabel: _t("Take that time"),
                confirm: () =>
                    this.model.move(bar, {
                        ...to,
                        start,
                        stop: start + to.stop - to.start,
                    }),
                cancel: () => {
                    // it stays where it was
                },
            });
        }
    }

    openBar(bar) {
        if (bar.id) {
            this.openWindow({title: _t("Reservation"), resId: bar.id});
        }
    }

    openResource(resId) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "enova.resource",
            res_id: resId,
            views: [[false, "form"]],
        });
    }
}
