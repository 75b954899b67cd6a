// Ordinary forms (data-draft): what is typed is kept in this tab until it is saved, comes back when
// the login has ended meanwhile, and is asked about when the page is left. By a link that one comes
// back from (data-comes-back) it is left unasked. One that the server has refused
// (data-draft="refused") shows what was sent by itself.
import { DraftShelf } from "./draft-shelf.js";
import { element } from "./element.js";
import { fillForm, formValues, isChanged } from "./form-values.js";

const RESTORED = "上次没有保存的内容已恢复，请核对后保存。";
const OVERTAKEN = "这期间记录有改动，保存时会告诉您改了什么。";
// Hidden controls that say which state of the record a form was opened on.
const OPENED_ON = ["edition", "version", "opened", "after", "looked_at"];

// Rows that were added for a draft stay, and must count.
const isNoCount = ([name]) => !name.endsWith("-TOTAL_FORMS");
const isDraft = (form) => form?.dataset?.draft !== undefined;
const isUnsaved = (form) => form.dataset.draft === "refused" || isChanged(form);

function addressIn(url) {
  const { pathname, search } = new URL(url, location.href);
  return pathname + search;
}

/** A form's address is where it is sent: a refused one may be shown under another than before. */
function addressOf(form) {
  return addressIn(form.action);
}

/** The addresses of the forms that this page says were saved. */
function answered(body) {
  const notices = body.querySelectorAll(".messages :is(.message-success, .message-info)");
  return [...notices].map(({ dataset }) => addressIn(dataset.answers));
}

export function bindDrafts(body) {
  const { person, loginUrl } = body.dataset;
  const shelf = new DraftShelf(person, () => window.sessionStorage);
  if (!person) return waitAtTheDoor(body, shelf);
  shelf.dropOthers();
  shelf.settle(answered(body));
  for (const form of formsIn(body)) takeUp(form, shelf);
  return new Keeper(body, shelf, loginUrl).start();
}

function formsIn(body) {
  return [...body.querySelectorAll("form[data-draft]")];
}

// Nothing that was sent on the way here has been saved; who signs out has nothing left.
function waitAtTheDoor(body, shelf) {
  shelf.settle([]);
  const note = body.querySelector("[data-drafts-wait]");
  if (note) note.hidden = shelf.isEmpty;
}

function takeUp(form, shelf) {
  const address = addressOf(form);
  const draft = shelf.found(address);
  if (!draft) return;
  if (form.dataset.draft === "refused") return shelf.drop(address);
  const opened = formValues(form);
  form.dispatchEvent(new CustomEvent("draft:restoring", { detail: { values: draft.values } }));
  fillForm(form, draft.values);
  if (isChanged(form)) return showRestored(form, opened, () => shelf.drop(address));
  fillForm(form, opened);
  return shelf.drop(address);
}

// The note of each form that was given back what had been typed.
const notes = new WeakMap();

function showRestored(form, opened, forget) {
  const giveUp = () => {
    fillForm(form, opened.filter(isNoCount));
    forget();
    note.remove();
  };
  const words = isOvertaken(opened, formValues(form)) ? RESTORED + OVERTAKEN : RESTORED;
  const note = element("div", { class: "draft-note", role: "status" }, [
    element("span", { text: words }),
    element("button", { class: "btn btn-small", type: "button", text: "不要恢复", on: { click: giveUp } }),
  ]);
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  notes.set(form, note);
  form.before(note);
}

function isOvertaken(opened, restored) {
  const states = (pairs) => JSON.stringify(pairs.filter(([name]) => OPENED_ON.includes(name)));
  return states(opened) !== states(restored);
}

class Keeper {
  #isLeaving = false;
  #typed = new Set();
  #kept = new WeakMap();

  constructor(body, shelf, loginUrl) {
    Object.assign(this, { body, shelf, loginUrl });
  }

  start() {
    for (const sign of ["input", "change"]) this.body.addEventListener(sign, (event) => this.#note(event));
    document.addEventListener("submit", (event) => this.#send(event));
    document.addEventListener("click", ({ target }) => this.#goTo(target.closest?.("a[href]")));
    document.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && this.#settle(detail.requestConfig.elt));
    window.addEventListener("beforeunload", (event) => this.#ask(event));
    window.addEventListener("pagehide", () => this.#leave());
    window.addEventListener("pageshow", () => (this.#isLeaving = false));
  }

  // The event comes from what is in its place by now.
  #settle(form) {
    if (!isDraft(form)) return;
    this.shelf.drop(addressOf(form));
    notes.get(form)?.remove();
  }

  #unsaved() {
    return formsIn(this.body).filter(isUnsaved);
  }

  #note({ target, isTrusted }) {
    const { form } = target;
    if (!isDraft(form)) return;
    this.#isLeaving = false;
    if (isTrusted) this.#typed.add(form);
    if (isUnsaved(form)) this.#keep(form);
    else this.shelf.drop(addressOf(form));
  }

  // The page may have come under another address since: nothing is left behind under the old one.
  #keep(form, options) {
    const [address, before] = [addressOf(form), this.#kept.get(form)];
    if (before !== undefined && before !== address) this.shelf.drop(before);
    this.#kept.set(form, address);
    this.shelf.keep(address, formValues(form), options);
  }

  #keepAll() {
    for (const form of this.#unsaved()) this.#keep(form);
    this.#isLeaving = true;
  }

  #send({ target, defaultPrevented }) {
    if (defaultPrevented) return;
    if (target.matches("[data-sign-out]")) return this.shelf.clear();
    this.#keepAll();
    if (isDraft(target)) this.#keep(target, { isSent: true });
  }

  // Who signs in again, or goes to send a photo, comes back to what he has typed.
  #goTo(link) {
    if (link?.pathname === this.loginUrl || link?.matches("[data-comes-back]")) this.#keepAll();
  }

  // Browsers of before 2023 ask only where a value is returned.
  #ask(event) {
    if (this.#isLeaving || !this.#unsaved().length) return;
    event.preventDefault();
    event.returnValue = true;
  }

  // He was asked, and left without saving.
  #leave() {
    if (this.#isLeaving) return;
    for (const form of this.#typed) this.shelf.drop(addressOf(form));
  }
}
