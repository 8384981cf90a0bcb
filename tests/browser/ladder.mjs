// Draws every SVG in a folder in Chromium, light and dark, and fails if text leaves the picture or its box.
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium as browser } from "playwright-core";
import { chromium, flags } from "./chromium.mjs";

const folder = resolve(process.argv[2]);
const executablePath = chromium();
if (!executablePath) throw new Error("The pictures are drawn in Chromium or Chrome: 'make tools' says how to get one.");

/** Returns what is wrong in the picture: texts that are cut off or that cover another's box, and what it fetches. */
function look() {
  const problems = [];
  const picture = document.documentElement.getBoundingClientRect();
  const boxes = [...document.querySelectorAll("rect.box")].map((box) => box.getBoundingClientRect());
  const inside = (inner, outer) =>
    inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;
  const apart = (a, b) => a.right <= b.left || a.left >= b.right || a.bottom <= b.top || a.top >= b.bottom;
  for (const text of document.querySelectorAll("text")) {
    const place = text.getBoundingClientRect();
    if (!inside(place, picture)) problems.push(`outside of the picture: ${text.textContent}`);
    for (const box of boxes) {
      if (!inside(place, box) && !apart(place, box)) problems.push(`across the edge of a box: ${text.textContent}`);
    }
  }
  for (const [index, box] of boxes.entries()) {
    if (boxes.slice(index + 1).some((other) => !apart(box, other))) problems.push(`box ${index} covers another`);
  }
  if (document.querySelectorAll("text").length === 0) problems.push("no text");
  return problems;
}

const instance = await browser.launch({ executablePath, args: flags });
const files = readdirSync(folder).filter((name) => name.endsWith(".svg"));
let failed = files.length === 0;
for (const colorScheme of ["light", "dark"]) {
  const page = await instance.newPage({ colorScheme });
  for (const name of files) {
    const requests = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(join(folder, name)).href);
    const problems = await page.evaluate(look);
    if (requests.length !== 1) problems.push(`it fetches ${requests.slice(1)}`);
    page.removeAllListeners("request");
    for (const problem of problems) {
      console.log(`${name}, ${colorScheme}: ${problem}`);
      failed = true;
    }
  }
}
await instance.close();
console.log(`${files.length} pictures drawn, light and dark`);
process.exitCode = failed ? 1 : 0;
