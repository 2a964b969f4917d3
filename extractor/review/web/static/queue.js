// Keys for the pages. Everything here can be done without it: each key presses a button or follows a link.
"use strict";

const keys = JSON.parse(document.body.dataset.keys || "{}");
const actions = Object.fromEntries(Object.entries(keys).map(([action, key]) => [key, action]));
const lines = [...document.querySelectorAll("article.line")];
const rows = [...document.querySelectorAll("tr.row a.open")];
const back = document.querySelector(".return");
let current = Math.max(0, lines.findIndex((line) => line.classList.contains("current")));
let place = -1;
let left = null;

function focusLine(number) {
  if (!lines.length) return;
  current = (number + lines.length) % lines.length;
  place = -1;
  lines.forEach((line, index) => line.classList.toggle("current", index === current));
  markEvidence();
  lines[current].focus({ preventScroll: true });
  lines[current].scrollIntoView({ block: "nearest" });
}

// The marks that carry the current code are underlined in the note.
function markEvidence() {
  const used = (lines[current]?.dataset.procedures || "").split(" ").filter(Boolean);
  for (const mark of document.querySelectorAll("mark[data-procedures]")) {
    const own = mark.dataset.procedures.split(" ");
    mark.classList.toggle("of-current", used.some((number) => own.includes(number)));
  }
}

function toEvidence(id) {
  const mark = document.getElementById(id);
  if (!mark) return;
  if (left === null) left = window.scrollY;
  mark.scrollIntoView({ block: "center" });
  mark.focus({ preventScroll: true });
  if (back) back.hidden = false;
}

function toCode() {
  if (back) back.hidden = true;
  lines[current]?.focus({ preventScroll: true });
  if (left !== null) window.scrollTo({ top: left });
  left = null;
}

function nextEvidence() {
  const links = lines[current] ? [...lines[current].querySelectorAll("a[data-evidence]")] : [];
  if (!links.length) return;
  place = (place + 1) % links.length;
  toEvidence(links[place].hash.slice(1));
}

function step(by) {
  if (lines.length) return focusLine(current + by);
  if (!rows.length) return undefined;
  const here = rows.indexOf(document.activeElement);
  return rows[Math.min(Math.max(here < 0 ? 0 : here + by, 0), rows.length - 1)].focus();
}

function unfold() {
  const folds = [...document.querySelectorAll("details[data-fold]")];
  const open = folds.some((fold) => !fold.open);
  folds.forEach((fold) => { fold.open = open; });
}

function press(action) {
  const target = lines[current]?.querySelector(`[data-action="${action}"]`)
    || document.querySelector(`[data-action="${action}"]`);
  if (!target) return;
  if (target.tagName === "INPUT") { target.focus(); return; }
  target.click();
  const field = target.closest("details[open]")?.querySelector("input:not([type=hidden]):not([name=remark]), textarea");
  if (target.tagName === "SUMMARY") {
    if (field) { field.focus(); field.select(); } else target.focus();
    target.parentElement.scrollIntoView({ block: "nearest" });
  }
}

// Only the menu that is open takes digits, and only one is open at a time.
function closeMenus(but) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (menu !== but) menu.open = false;
}

function pickReason(digit) {
  const menu = document.querySelector("details[data-menu][open]");
  menu?.querySelectorAll(".reasons button")[digit - 1]?.click();
}

const special = {
  "next-line": () => step(1),
  "previous-line": () => step(-1),
  evidence: nextEvidence,
  back: toCode,
  unfold,
  help: () => document.getElementById("help")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    const menu = document.querySelector("details[data-menu][open]");
    if (menu) { closeMenus(); toCode(); }
    return;
  }
  const typing = event.target.closest("input, textarea, select");
  if (typing || document.querySelector("dialog[open]")) return;
  if (/^[1-9]$/.test(event.key)) { pickReason(Number(event.key)); return; }
  const action = actions[event.key];
  if (!action || event.repeat && !["next-line", "previous-line", "evidence"].includes(action)) return;
  event.preventDefault();
  if (special[action]) special[action](); else press(action);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#at-"]');
  const mark = event.target.closest("mark[data-procedures]");
  const copy = event.target.closest("[data-copy]");
  if (link) {
    event.preventDefault();
    const line = link.closest("article.line");
    if (line) focusLine(lines.indexOf(line));
    toEvidence(link.hash.slice(1));
  } else if (mark) {
    const own = mark.dataset.procedures.split(" ");
    const found = lines.findIndex((line) => (line.dataset.procedures || "").split(" ").some((n) => n && own.includes(n)));
    if (found >= 0) focusLine(found);
  } else if (copy) {
    const draft = document.getElementById(copy.dataset.copy);
    draft.select();
    navigator.clipboard?.writeText(draft.value).then(() => { copy.textContent = "Copied"; });
  }
});

document.querySelector('button[data-action="help"]')?.addEventListener("click", special.help);
back?.addEventListener("click", toCode);
document.addEventListener("toggle", (event) => {
  if (event.target.matches("details[data-menu][open]")) closeMenus(event.target);
}, true);
// A form is sent once, however often its key is struck.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  if (event.target.method === "post") event.target.dataset.sent = event.target.action.endsWith("/export") ? "" : "yes";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => { delete form.dataset.sent; }));

if (document.body.classList.contains("work")) {
  markEvidence();
  if (!document.querySelector("[role=alert]")) lines[current]?.focus({ preventScroll: true });
}
