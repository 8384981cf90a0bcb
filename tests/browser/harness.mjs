// What every test of the page starts with: a browser, the page in it, and what went wrong there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before } from "node:test";
import playwright from "playwright-core";
import { chromium, flags } from "./chromium.mjs";
import { serve } from "./server.mjs";

/** The sizes that the page is made for, in CSS pixels. */
export const sizes = {
  desktop: { width: 1280, height: 800 },
  projector: { width: 1920, height: 1080 },
  embed: { width: 820, height: 560 },
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 640 },
};

/** Starts the browser, with `more` flags. */
export function launch(more = []) {
  return playwright.chromium.launch({ executablePath: chromium(), args: [...flags, ...more] });
}

/**
 * Opens the page in a context of its own.
 *
 * `address` is what follows the folder: `""`, `#seed=x`. `context` goes to Playwright: `viewport`, `colorScheme`,
 * `forcedColors`, `reducedMotion`, `javaScriptEnabled`.
 */
export async function open(browser, { url, address = "", wait = true, storage = true, ...context }) {
  const own = await browser.newContext({ viewport: sizes.desktop, reducedMotion: "reduce", ...context });
  const page = await own.newPage();
  page.setDefaultTimeout(15_000);
  if (!storage) await page.addInitScript(refuseStorage);
  const problems = [];
  const requests = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => {
    // What is written within the page is asked of nobody.
    if (!request.url().startsWith("data:")) requests.push(request.url());
  });
  await page.goto(url + address);
  if (wait) await ready(page);
  return { page, problems, requests, close: () => own.close() };
}

/**
 * Starts a browser and a server for the tests of a file, and returns the function with which each of them visits the page.
 *
 * It opens the page as `options` say, calls `run` with it, and fails if anything was complained of on the console, or
 * anybody was asked for anything after the page had loaded, but for the whole program and the files in `asked`.
 */
export function site() {
  let browser;
  let served;
  before(async () => {
    browser = await launch();
    served = await serve({ quality: 4 });
  });
  after(async () => {
    await browser?.close();
    served?.close();
  });
  return async ({ asked = [], ...options }, run) => {
    const { page, problems, requests, close } = await open(browser, { url: served.url, ...options });
    const loaded = requests.length;
    await run(page, { browser, served });
    assert.deepEqual(problems, [], "complaints on the console");
    const whole = new RegExp(`^${served.url}whole-[0-9a-f]{16}(_bg)?\\.(js|wasm)$`);
    const others = requests.slice(loaded).filter((url) => !whole.test(url) && !asked.includes(url.slice(served.url.length)));
    assert.deepEqual(others, [], "requests after loading");
    await close();
  };
}

function refuseStorage() {
  for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(window, name, {
      get() {
        throw new DOMException("The document is sandboxed.", "SecurityError");
      },
    });
  }
}

/** Waits until the page can be used, with all of its first step: the still frame has no "Next". */
export async function ready(page) {
  await next(page).waitFor();
  await followed(page);
}

/** The button that goes one step on. */
export const next = (page) => page.getByRole("button", { name: "Next", exact: true });

/** The button that goes one step back. */
export const previous = (page) => page.getByRole("button", { name: "Previous", exact: true });

/** What happens in the step, in words. */
export const story = (page) => page.getByRole("region", { name: "What happens" });

/** The title of the step. */
export const title = (page) => story(page).getByRole("heading", { level: 2 });

/** The buttons of the ladder, one for each step. */
export const rungs = (page) => page.getByRole("list", { name: "Steps" }).getByRole("button");

/** The names of the ladder's buttons, as a screen reader has them. */
export async function rungNames(page) {
  const list = await page.getByRole("list", { name: "Steps" }).ariaSnapshot();
  return [...list.matchAll(/- '?button "((?:[^"\\]|\\.)*)"/g)].map(([, name]) => name);
}

/** The button that opens a page of the inspector. */
export const tab = (page, name) => page.getByRole("tab", { name, exact: true });

/** The page of the inspector that is shown. */
export const panel = (page) => page.getByRole("tabpanel");

/** What stands in the inspector under a term, in the same list of facts. */
export const fact = (within, term) =>
  within.getByRole("term").filter({ hasText: new RegExp(`^\\s*${term}\\s*$`) }).locator("xpath=following-sibling::*[1]");

/** The scrubber. */
export const slider = (page) => page.getByRole("slider", { name: "Step" });

/** Returns where the scrubber stands: the step, the first, the last, and how it is spoken. */
export async function position(page) {
  return slider(page).evaluate((input) => ({
    step: Number(input.value),
    first: Number(input.min),
    last: Number(input.max),
    spoken: input.getAttribute("aria-valuetext"),
  }));
}

/** Returns where the page says it is, from every place that says so. */
export async function where(page) {
  const current = rungs(page).and(page.locator("[aria-current='step']"));
  return {
    ...(await position(page)),
    title: await title(page).innerText(),
    rung: (await current.ariaSnapshot()).match(/button "((?:[^"\\]|\\.)*)"/)[1],
    kicker: await story(page).getByText(/^Step \d+ of \d+/).first().innerText(),
    counter: (await page.getByText(/^\d+ \/ \d+$/).innerText()).split(" / ").map(Number),
  };
}

/** Goes to a step, the first being 1, by the ladder. */
export async function goTo(page, step, there = at) {
  await rungs(page).nth(step - 1).click();
  await there(page, step);
}

/** Waits until the page tells of a step. */
export async function told(page, step) {
  await story(page).getByText(new RegExp(`^Step ${step} (of \\d+ )?· `)).waitFor();
}

/** Waits until the page is at a step, with its bytes and all else. */
export async function at(page, step) {
  await told(page, step);
  await followed(page);
}

/** Waits for the bytes and all else of a step, which follow a frame later. */
export async function followed(page) {
  await frame(page);
  await frame(page);
}

/** Waits until the address holds `part`, which it does with a delay, and returns what follows the folder. */
export async function addressWith(page, part) {
  await page.waitForFunction((part) => location.hash.includes(part), part);
  return page.evaluate(() => location.hash);
}

/** Resolves after the next frame is on its way to the screen. */
export async function frame(page) {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Fails with what axe finds against WCAG 2.2 AA, naming each rule and element. */
export async function accessible(page, where) {
  // Not as a script element: the page's security policy refuses those.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values } }), wcag);
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n  ${node.target.join(" ")}\n  ${node.failureSummary.replaceAll("\n", "\n  ")}`)
  );
  assert.deepEqual(found, [], `${where}: ${found.length} violations\n${found.join("\n")}`);
}

/** Fails if the page is wider than the window, naming the elements that reach out. */
export async function fits(page, where) {
  const out = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
  });
  assert.deepEqual(out, [], `${where}: reaches out of the window: ${out.slice(0, 8).join(", ")}`);
}

/** Moves the focus on with Tab until `locator` has it. */
export async function tabTo(page, locator, limit = 60) {
  for (let count = 0; count < limit; count += 1) {
    await page.keyboard.press("Tab");
    if (await locator.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`not reached within ${limit} presses of Tab: ${locator}`);
}

export { serve };
