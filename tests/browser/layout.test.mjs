// The page at each size: nothing reaches out, everything can be seen and hit.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fits, frame, goTo, next, previous, rungs, site, sizes, slider, tab, title } from "./harness.mjs";

const visit = site();
const tabs = ["Message", "Keys", "Transcript", "Certificate", "States", "Who knows"];

const cases = {
  desktop: { viewport: sizes.desktop },
  projector: { viewport: sizes.projector },
  embed: { viewport: sizes.embed, address: "#ui=embed" },
  "narrow embed": { viewport: { width: 700, height: 500 }, address: "#ui=embed" },
  phone: { viewport: sizes.phone, hasTouch: true, isMobile: true },
  narrow: { viewport: sizes.narrow },
  "text of 200 %": { viewport: sizes.desktop, text: 2 },
};

for (const [name, { text, ...options }] of Object.entries(cases)) {
  test(`fits: ${name}`, () =>
    visit(options, async (page) => {
      if (text) await page.evaluate((text) => (document.documentElement.style.fontSize = `${100 * text}%`), text);
      const ladder = await rungs(page).first().boundingBox();
      assert.ok(ladder.y + ladder.height <= options.viewport.height, "the ladder is in sight without scrolling");
      for (const step of [1, 11, 27]) {
        await goTo(page, step);
        for (const each of tabs) {
          await tab(page, each).click();
          await frame(page);
          await fits(page, `${each} at step ${step}`);
        }
        for (const control of [next(page), previous(page), slider(page), title(page), page.getByRole("button", { name: "Play" })]) {
          await control.scrollIntoViewIfNeeded();
          const { x, y, width, height } = await control.boundingBox();
          const at = { left: Math.round(x), right: Math.round(x + width), top: Math.round(y), bottom: Math.round(y + height) };
          const { viewport } = options;
          assert.ok(at.left >= 0 && at.right <= viewport.width && at.top >= 0 && at.bottom <= viewport.height, `${control} ${JSON.stringify(at)}`);
        }
        const row = await rungs(page).nth(step - 1).boundingBox();
        assert.ok(row.width > 100 && row.height >= 24);
      }
      for (const button of ["Presets", "Client & server", "Learn", "Share", "Help"]) {
        await page.getByRole("button", { name: button, exact: true }).click();
        await fits(page, button);
        const { x, width } = await page.getByRole("dialog").boundingBox();
        assert.ok(x >= 0 && x + width <= options.viewport.width, button);
        await page.keyboard.press("Escape");
      }
    }));
}

/** The targets that are smaller than 24 by 24, other than those that stand in the lines of a text. WCAG 2.2, 2.5.8. */
function small() {
  const least = 23.99;
  const targets = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=tab]")];
  const seen = targets.filter((target) => target.checkVisibility({ visibilityProperty: true, opacityProperty: false }));
  // A label is part of the target of its control.
  const boxes = (target) => [target, ...(target.labels ?? [])].map((part) => part.getBoundingClientRect());
  const large = ({ width, height }) => width >= least && height >= least;
  const inText = (target) =>
    getComputedStyle(target).display.startsWith("inline") &&
    [...target.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim().length > 1);
  return seen
    .filter((target) => !boxes(target).some(large) && !inText(target))
    .map((target) => {
      const { width, height } = target.getBoundingClientRect();
      return `${target.tagName.toLowerCase()} "${(target.getAttribute("aria-label") ?? target.textContent).trim().slice(0, 40)}" ${width.toFixed(1)} x ${height.toFixed(1)}`;
    });
}

for (const name of ["desktop", "embed", "phone", "narrow"]) {
  test(`every target can be hit: ${name}`, () =>
    visit(cases[name], async (page) => {
      const found = new Set();
      const look = async (where) => {
        for (const one of await page.evaluate(small)) found.add(`${where}: ${one}`);
      };
      for (const step of [1, 12, 27]) {
        await goTo(page, step);
        for (const each of tabs) {
          await tab(page, each).click();
          await look(each);
        }
      }
      await tab(page, "Message").click();
      await page.getByRole("radio", { name: "On the wire" }).check();
      await look("on the wire");
      await tab(page, "Keys").click();
      await page.getByRole("button", { name: /server_handshake_traffic_secret/ }).first().click();
      await look("a secret");
      for (const button of ["Presets", "Client & server", "Learn", "Share", "Help"]) {
        await page.getByRole("button", { name: button, exact: true }).click();
        await page.getByRole("dialog", { name: button, exact: true }).waitFor();
        await look(button);
        await page.keyboard.press("Escape");
      }
      assert.deepEqual([...found], [], [...found].join("\n"));
    }));
}
