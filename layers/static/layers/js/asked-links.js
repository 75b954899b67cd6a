// Links that lead on with the question now asked: <a data-asked="/exports/new/">.
import { asked } from "./address.js";

export function bindAskedLinks(root, question) {
  const follow = () => {
    for (const link of root.querySelectorAll("[data-asked]")) {
      link.href = asked(link.dataset.asked, question.params);
    }
  };
  question.addEventListener("change", follow);
  follow();
}
