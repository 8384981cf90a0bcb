// The list of presets: each a whole run, one click or key away, and part of the address.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, addressWith, at, fits, goTo, next, open, position, rungs, site, sizes, slider, tabTo, title } from "./harness.mjs";

const visit = site();
const dialog = (page) => page.getByRole("dialog", { name: "Presets", exact: true });
const list = (page) => page.getByRole("button", { name: "Presets", exact: true });
const preset = (page, name) => dialog(page).getByRole("button", { name: new RegExp(`\\. ${name}$`) });

async function choose(page, name) {
  await list(page).click();
  await preset(page, name).click();
  await dialog(page).waitFor({ state: "hidden" });
}

test("runs the preset that is chosen, and the address leads back to it", () =>
  visit({}, async (page, { browser }) => {
    await goTo(page, 5);
    await choose(page, "early-data");
    await at(page, 1);
    await page.getByText("TLS 1.3, early-data").waitFor();
    assert.equal(await addressWith(page, "preset"), "#preset=early-data");
    assert.ok((await rungs(page).allInnerTexts()).some((text) => text.includes("EndOfEarlyData")));
    const other = await open(browser, { url: page.url() });
    assert.deepEqual(await position(other.page), await position(page));
    await other.page.getByText("TLS 1.3, early-data").waitFor();
    await other.close();
    await list(page).click();
    assert.equal(await preset(page, "early-data").getAttribute("aria-current"), "true");
    assert.equal(await dialog(page).getByRole("button").and(page.locator("[aria-current]")).count(), 1);
    await page.keyboard.press("Escape");
    await choose(page, "default");
    await page.waitForFunction(() => location.hash === "");
    await page.getByText("TLS 1.3, full handshake").waitFor();
  }));

test("each has a sentence and runs to its end", () =>
  visit({}, async (page) => {
    await list(page).click();
    await preset(page, "default").waitFor();
    const texts = await dialog(page).getByRole("listitem").allInnerTexts();
    await page.keyboard.press("Escape");
    assert.ok(texts.length > 30);
    for (const text of texts) {
      const name = text.trim().split(/\s+/).at(-1);
      assert.match(text, /\.\s/, "a sentence");
      await page.evaluate((name) => (location.hash = `#preset=${name}&step=2`), name);
      await at(page, 2);
      await slider(page).press("End");
      assert.match(await title(page).innerText(), /goodbye|ends the connection|sends recorded bytes again/, name);
      assert.equal(await page.getByText("Part of this address could not be used").count(), 0);
    }
  }));

test("opens with one key, is used by keyboard, and leaves the focus where it was", () =>
  visit({}, async (page) => {
    await tabTo(page, next(page));
    await page.keyboard.press("p");
    await preset(page, "default").and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Tab");
    await preset(page, "aes-256-gcm").and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Enter");
    await dialog(page).waitFor({ state: "hidden" });
    await addressWith(page, "suite=aes256gcm");
    await next(page).and(page.locator(":focus")).waitFor();
  }));

test("a preset with one thing changed is a choice of one's own", () =>
  visit({ address: "#preset=padding&tickets=3" }, async (page) => {
    await page.getByText("TLS 1.3, own choices").waitFor();
    await list(page).click();
    await preset(page, "default").waitFor();
    assert.equal(await dialog(page).locator("[aria-current]").count(), 0);
  }));

test("a name that no preset has is said, and the default runs", () =>
  visit({ address: "#preset=nonsense" }, async (page) => {
    await page.getByText("preset names no preset. Used instead: the default.").waitFor();
    assert.equal((await position(page)).last, 27);
  }));

for (const [name, options] of Object.entries({
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "forced colours": { colorScheme: "dark", forcedColors: "active" },
  embed: { viewport: sizes.embed, address: "#ui=embed" },
  phone: { viewport: sizes.phone, hasTouch: true, isMobile: true },
  narrow: { viewport: sizes.narrow },
})) {
  test(`accessible, and fits: ${name}`, () =>
    visit(options, async (page) => {
      await list(page).click();
      await accessible(page, name);
      await fits(page, name);
    }));
}
