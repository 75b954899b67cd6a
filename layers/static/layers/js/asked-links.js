// Links that lead on with the question now asked: <a data-asked="/exports/new/">.
import { asked } from "./address.js";

/** `listedBy(params)` is what the links ask where the question holds more than they know. */
export function bindAskedLinks(root, question, listedBy = (params) => params) {
  const follow = () => {
    for (const link of root.querySelectorAll("[data-asked]")) {
      link.href = asked(link.dataset.asked, listedBy(question.params));
    }
  };
  question.addEventListener("change", follow);
  follow();
}
