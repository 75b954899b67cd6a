// The shelf of a project's papers: files sent one by one, photos on the map.
import "../css/notices.css";
import "../css/upload.css";
import "../css/files.css";
import "../css/papers.css";
import "./photo-map.js";
import { showSent } from "./just-sent.js";
import { Sendings } from "./sendings.js";

for (const form of document.querySelectorAll("[data-papers-upload]")) new Sendings(form).bind();
showSent(document);
