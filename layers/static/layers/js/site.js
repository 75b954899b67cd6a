// Every page: the theme's sheets, menus that close, waiting and failing htmx requests.
import "bootstrap/dist/css/bootstrap-reboot.css";
import "bootstrap/dist/css/bootstrap-utilities.css";
import "../css/tokens.css";
import "../css/base.css";
import "../css/layout.css";
import "../css/header.css";
import "../css/components.css";
import "../css/records.css";
import "../css/forms.css";
import "../css/tables.css";
import "../css/filters.css";
import "../css/results.css";
import "../css/saved-views.css";
import "../css/share.css";
import "../css/print.css";
import { closeMenusOutside } from "./menus.js";
import { watchHtmx } from "./partials.js";
import { bindRowKeys } from "./row-keys.js";
import { bindSavedViews } from "./saved-views.js";
import { bindShare } from "./share.js";
import { guardDoubleSubmit } from "./submit.js";

closeMenusOutside(document);
watchHtmx(document);
bindShare(document);
guardDoubleSubmit(document);
bindSavedViews(document);
bindRowKeys(document);
