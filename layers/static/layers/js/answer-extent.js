// Going to where the answer lies: the map never goes there by itself.
import { asked } from "./address.js";
import { getJson, isAbort } from "./request.js";

const MATTER = "extent";
const NOWHERE = { message: "没有可以在地图上看的结果：没有找到，或者都没有上图。", status: 404 };

export class AnswerExtent {
  #asking = null;

  constructor({ urls, question, notices, fit }) {
    Object.assign(this, { url: urls.extentUrl, question, notices, fit });
    question.addEventListener("change", () => this.#forget());
  }

  /** As a button of the map: see `dressMap`. */
  get button() {
    return { text: "结果", title: "显示全部结果的范围", show: () => this.show() };
  }

  async show() {
    this.#forget();
    const asking = (this.#asking = new AbortController());
    try {
      const { bounds } = await getJson(asked(this.url, this.question.params), asking);
      if (bounds) this.fit(bounds);
      else this.notices.fail(MATTER, NOWHERE);
    } catch (error) {
      if (!isAbort(error)) this.notices.fail(MATTER, error, () => this.show());
    }
  }

  #forget() {
    this.#asking?.abort();
    this.notices.clear(MATTER);
  }
}
