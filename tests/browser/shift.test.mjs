// The page stands still while it is read: nothing shifts that was there before.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, frame, next, position, site } from "./harness.mjs";

const visit = site();

/** Presses a button as a program does: what then shifts counts, as it does not after a click. */
const press = (locator) => locator.evaluate((button) => button.click());

/** Returns how far things shifted, and which. */
function shifts() {
  return new Promise((resolve) => {
    const found = [];
    const take = (list) => {
      for (const { value, sources } of list) {
        found.push(`${value.toFixed(4)}: ${sources.map(({ node }) => (node?.nodeType === 1 ? `${node.tagName}.${node.className}` : node?.nodeName)).join(", ")}`);
      }
    };
    const observer = new PerformanceObserver((list) => take(list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => setTimeout(() => {
      take(observer.takeRecords());
      observer.disconnect();
      resolve(found);
    }, 100));
  });
}

for (const [name, options] of Object.entries({
  desktop: {},
  embed: { viewport: { width: 820, height: 560 }, address: "#ui=embed" },
  phone: { viewport: { width: 390, height: 844 } },
})) {
  test(`nothing shifts, from loading to the end of the story: ${name}`, () =>
    visit({ reducedMotion: "no-preference", ...options }, async (page) => {
      const { last } = await position(page);
      for (let step = 2; step <= last; step += 1) {
        await press(next(page));
        await at(page, step);
        await frame(page);
      }
      assert.deepEqual(await page.evaluate(shifts), []);
    }));
}
