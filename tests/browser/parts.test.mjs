// What the first part of the page leaves out must be nothing that it shows: the whole says the same, word for word.
import assert from "node:assert/strict";
import { test } from "node:test";
import { panel, rungs, site, story, tab } from "./harness.mjs";

const visit = site();
const TABS = ["Message", "Keys", "Transcript", "Certificate", "States", "Who knows"];

const isWholeThere = (page) =>
  page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("/whole-")));

/** Collects what is said at each step: the words, and the page of the inspector that is open, with each of its parts in turn. */
function collect([words, panel]) {
  const later = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  // The tools with which a record is changed on its way come with the whole.
  const text = (root) => {
    const copy = root.cloneNode(true);
    copy.querySelectorAll(".interfere, .tools:has([data-do=edit-point])").forEach((tools) => tools.remove());
    return copy.textContent;
  };
  const parts = (root) => [...root.querySelectorAll(".field-row, [data-k]")];
  return (async () => {
    const steps = [];
    for (const rung of document.querySelectorAll("#ladder [data-do=step]")) {
      rung.click();
      for (let frames = 0; frames < 3; frames += 1) await later();
      const said = [text(words), text(panel)];
      for (let place = 0; place < parts(panel).length; place += 1) {
        parts(panel)[place].click();
        said.push(text(panel));
      }
      steps.push(said);
    }
    return steps;
  })();
}

/** Returns what the page says, in both depths and on every page of the inspector. */
async function everything(page) {
  const all = {};
  for (const depth of ["Simple", "Technical"]) {
    await page.getByRole("radio", { name: depth }).check();
    for (const name of depth === "Simple" ? ["Message"] : TABS) {
      await tab(page, name).click();
      const found = await Promise.all([story(page), panel(page)].map((locator) => locator.elementHandle()));
      all[`${depth}, ${name}`] = await page.evaluate(collect, found);
    }
  }
  return all;
}

for (const address of ["", "#tickets=4&alpn=&salpn=h3&seed=another&name=a.example", "#say=&reply=&tickets=0"]) {
  test(`the whole says what the first part says, word for word: ${address || "the default"}`, () =>
    visit({ address }, async (page) => {
      const before = await everything(page);
      assert.equal(await isWholeThere(page), false);
      await page.getByRole("button", { name: "Presets", exact: true }).click();
      await page.getByRole("dialog", { name: "Presets", exact: true }).waitFor();
      await page.keyboard.press("Escape");
      await rungs(page).first().click();
      const after = await everything(page);
      let count = 0;
      for (const [where, steps] of Object.entries(before)) {
        for (const [step, said] of steps.entries()) {
          assert.deepEqual(after[where][step], said, `${where}, step ${step + 1}`);
          assert.ok(said.every((text) => text.trim()), `${where}, step ${step + 1}: something is empty`);
          count += said.length;
        }
      }
      assert.ok(count > 1000, `only ${count} texts were compared`);
    }));
}
