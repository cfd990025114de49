"""What the page of a comparison looks like and does: its style sheet and its script."""

from __future__ import annotations

STYLE = """
:root { --red: #c1121f; --grey: #6b7280; --line: #9db4c8; --paper: #fff; --ink: #1b1f24; --soft: #f3f4f6; }
@media (prefers-color-scheme: dark) {
  :root { --red: #ff7b72; --grey: #9aa3ad; --line: #47617a; --paper: #14171a; --ink: #e6e8ea; --soft: #20252a; } }
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; font: 15px/1.7 system-ui, sans-serif; color: var(--ink);
  background: var(--paper); }
header { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; padding: .5rem 1rem;
  border-bottom: 1px solid var(--line); }
h1 { font-size: 1rem; margin: 0; } nav { display: flex; gap: .3rem; flex-wrap: wrap; max-height: 5rem; overflow: auto; }
.tools { margin-left: auto; display: flex; gap: .5rem; align-items: center; font-size: .85rem; }
button { font: inherit; font-size: .85rem; border: 1px solid var(--line); background: var(--soft); color: inherit;
  border-radius: .3rem; padding: .1rem .5rem; cursor: pointer; }
button[aria-pressed=true] { outline: 2px solid var(--ink); }
.badge { color: var(--red); }
main { flex: 1; min-height: 0; } section { height: 100%; display: flex; flex-direction: column; }
section[hidden] { display: none; }
.sum { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; padding: .4rem 1rem; align-items: baseline; }
.sum .discrepancy b, .sum .missing b { color: var(--red); } .sum small { color: var(--grey); margin-left: auto; }
.found { max-height: 32%; flex: none; overflow: auto; border-block: 1px solid var(--line); }
.nothing { margin: 0; padding: .3rem 1rem; color: var(--grey); }
table { width: 100%; border-collapse: collapse; font-size: .88rem; }
th { position: sticky; top: 0; background: var(--soft); text-align: left; font-weight: 600; }
th, td { padding: .1rem .6rem; vertical-align: top; line-height: 1.45; } tbody tr { cursor: pointer; }
tbody tr:hover, tbody tr.on { background: var(--soft); }
tr.discrepancy td:first-child, tr.missing td:first-child { color: var(--red); font-weight: 600; }
tr.note { color: var(--grey); }
.texts { position: relative; flex: 1; min-height: 0; display: grid; grid-template-columns: 1fr 1fr; column-gap: 5rem; }
article { overflow: auto; padding: .4rem 1.2rem 40vh; position: relative; }
h2 { font-size: .85rem; color: var(--grey); margin: 0 0 .4rem; font-weight: 600; }
h2 i { font-style: normal; text-transform: uppercase; }
p { margin: 0 0 .7rem; white-space: pre-line; max-width: 68ch; }
p.title { font-size: 1.15rem; font-weight: 700; } p.heading { font-weight: 600; }
p.publisher, p.date, p.source, p.caption { color: var(--grey); font-size: .88rem; }
p.bullet { padding-left: 1rem; }
mark { color: inherit; background: #d7e6f3; border-radius: .2rem; padding: 0 .12em; cursor: pointer; }
mark.note { background: #d9dce0; } mark.discrepancy { background: #ffd0d0; box-shadow: inset 0 -2px var(--red); }
mark.missing { background: repeating-linear-gradient(135deg, #ff9d9d 0 3px, #fff 3px 7px);
  box-shadow: 0 0 0 1px var(--red); }
@media (prefers-color-scheme: dark) { mark { background: #24405a; } mark.note { background: #3d434a; }
  mark.discrepancy { background: #6b1d22; }
  mark.missing { background: repeating-linear-gradient(135deg, #8b2a30 0 3px, #14171a 3px 7px); } }
mark.on { outline: 2px solid var(--ink); outline-offset: 1px; }
svg { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
path { fill: none; stroke: var(--line); stroke-width: 1; } path.note { stroke: var(--grey); stroke-dasharray: 3 3; }
path.discrepancy { stroke: var(--red); stroke-width: 2; } path.on { stroke: var(--ink); stroke-width: 2.5; }
.quiet path.agree:not(.on) { display: none; }
@media (max-width: 50rem) { .texts { column-gap: 1.5rem; } article { padding-inline: .6rem; } }
@media print { body, main, section, article { height: auto; display: block; overflow: visible; } svg { display: none; }
  .texts { display: grid; } section[hidden] { display: none; } }
"""

SCRIPT = """
"use strict";
const words = JSON.parse(document.getElementById("words").textContent);
const sections = [...document.querySelectorAll("section")];
const NS = "http://www.w3.org/2000/svg";
let shown = null, chosen = null;

function speak(lang) {
  document.documentElement.lang = lang;
  for (const node of document.querySelectorAll("[data-word]")) {
    node.textContent = words[lang][node.dataset.word] ?? node.dataset.word;
  }
  for (const node of document.querySelectorAll("button[data-lang]")) {
    node.setAttribute("aria-pressed", node.dataset.lang === lang);
  }
  draw();
}

function show(number) {
  shown = sections[number];
  sections.forEach((section, k) => { section.hidden = k !== number; });
  for (const node of document.querySelectorAll("#pairs button")) {
    node.setAttribute("aria-pressed", Number(node.dataset.pair) === number);
  }
  draw();
}

function draw() {
  if (!shown) return;
  const box = shown.querySelector(".texts"), svg = box.querySelector("svg");
  const frame = box.getBoundingClientRect(), sides = [...box.querySelectorAll("article")];
  const left = new Map([...sides[0].querySelectorAll("mark")].map((mark) => [mark.dataset.k, mark]));
  const inner = sides.map((side) => side.getBoundingClientRect());
  svg.replaceChildren();
  const late = [];
  for (const other of sides[1].querySelectorAll("mark")) {
    const one = left.get(other.dataset.k);
    if (!one) continue;
    const a = [...one.getClientRects()].at(-1), b = other.getClientRects()[0];
    const inside = (rect, side) => rect.bottom > inner[side].top && rect.top < inner[side].bottom;
    if (!inside(a, 0) && !inside(b, 1)) continue;
    const clamp = (y, side) => Math.min(Math.max(y, inner[side].top), inner[side].bottom) - frame.top;
    // A line runs below its line of text, not through it; where the two agree it only crosses the gap.
    const plain = other.classList.contains("agree") && other.dataset.k !== chosen;
    const y0 = clamp(plain ? (a.top + a.bottom) / 2 : a.bottom + 2, 0);
    const y1 = clamp(plain ? (b.top + b.bottom) / 2 : b.bottom + 2, 1);
    const gap0 = inner[0].right - frame.left - 8, gap1 = inner[1].left - frame.left + 8, middle = (gap0 + gap1) / 2;
    const x0 = plain ? gap0 - 8 : a.right - frame.left, x1 = plain ? gap1 + 8 : b.left - frame.left;
    const path = document.createElementNS(NS, "path");
    path.setAttribute("d", `M${x0} ${y0} L${gap0} ${y0} C${middle} ${y0} ${middle} ${y1} ${gap1} ${y1} L${x1} ${y1}`);
    path.setAttribute("class", other.className);
    if (plain) svg.append(path); else late.push(path);
  }
  svg.append(...late);
}

function jump(key, from) {
  chosen = key;
  for (const node of document.querySelectorAll(".on")) node.classList.remove("on");
  for (const node of shown.querySelectorAll(`[data-k="${key}"]`)) {
    node.classList.add("on");
    const column = node.closest("article");
    if (column && !(from && column.contains(from))) {
      const space = node.getBoundingClientRect().top - column.getBoundingClientRect().top;
      column.scrollTo({ top: column.scrollTop + space - column.clientHeight / 3 });
    } else if (!column) node.scrollIntoView({ block: "nearest" });
  }
  draw();
}

function step(way) {
  const found = [...shown.querySelectorAll("tbody tr")].map((row) => row.dataset.k);
  if (found.length) jump(found[(found.indexOf(chosen) + way + found.length) % found.length]);
}

document.addEventListener("click", (event) => {
  const node = event.target.closest("[data-k], button");
  if (!node) return;
  if (node.dataset.k) jump(node.dataset.k, node.tagName === "MARK" ? node : null);
  else if (node.dataset.lang) speak(node.dataset.lang);
  else if (node.dataset.pair) show(Number(node.dataset.pair));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "n" || event.key === "p") step(event.key === "n" ? 1 : -1);
  else if (event.key === "Enter" && event.target.dataset.k) jump(event.target.dataset.k, event.target);
});
document.getElementById("lines").addEventListener("change", (event) => {
  document.body.classList.toggle("quiet", !event.target.checked);
});
document.addEventListener("scroll", () => requestAnimationFrame(draw), true);
addEventListener("resize", draw);
speak(navigator.language.startsWith("fr") ? "fr" : "en");
const asked = /^#(\\d+)(?:-(\\d+))?$/.exec(location.hash);
show(asked && sections[asked[1]] ? Number(asked[1]) : 0);
if (asked && asked[2]) jump(asked[0].slice(1));
"""
