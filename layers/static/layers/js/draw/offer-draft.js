// A draft that was left behind is offered again, with its date and what it holds. Nothing is kept
// until that is decided, or the draft would be overwritten.
import { element } from "../element.js";
import { broughtWords, meet } from "./meeting.js";
import { readableChanges, readableMoment } from "./readable.js";

export async function offerDrafts({ editor, keeper, saving, conflicts, docs }) {
  for (const draft of await keeper.find()) {
    if (!await keeper.claim(draft)) continue;
    const isWanted = await offer(draft, { editor, saving });
    if (isWanted) return takeUp(editor, keeper.take(draft, docs), conflicts);
    await keeper.discard(draft);
  }
  return undefined;
}

function takeUp(editor, changed, conflicts) {
  const { open, brought } = meet(editor, changed);
  const tell = () => brought.length && editor.say(broughtWords(brought));
  if (open.length) conflicts.show(open, tell);
  else tell();
}

async function offer(draft, { editor, saving }) {
  saving.isClosed = true;
  // What was drawn before the choice would be lost by it.
  const rest = editor.root.querySelectorAll(".draw-tools, .draw-panel, .leaflet-container");
  rest.forEach((part) => part.toggleAttribute("inert", true));
  const isWanted = await ask(editor.root.querySelector("[data-draft]"), draft);
  rest.forEach((part) => part.toggleAttribute("inert", false));
  saving.isClosed = false;
  return isWanted;
}

function ask(container, { savedAt, body }) {
  return new Promise((resolve) => {
    const answer = (isWanted) => () => {
      container.hidden = true;
      container.replaceChildren();
      resolve(isWanted);
    };
    const held = [readableChanges(body.changes), body.pending?.positions.length > (body.pending?.given ?? 0) ? "一条没画完的线" : ""].filter(Boolean).join("，另有");
    container.hidden = false;
    container.replaceChildren(
      element("h2", { text: "上次有没保存的草稿" }),
      element("p", { text: `${readableMoment(new Date(savedAt))} 存在这台电脑上：${held || "已发出、没有得到答复的保存"}。` }),
      element("div", { class: "draw-choices" }, [
        element("button", { type: "button", class: "btn btn-primary", text: "恢复草稿", on: { click: answer(true) } }),
        element("button", { type: "button", class: "btn", text: "丢弃", on: { click: answer(false) } }),
      ]),
    );
    container.querySelector("button").focus();
  });
}
