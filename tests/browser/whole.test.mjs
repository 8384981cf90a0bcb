// The page's two parts: the first shows a handshake; the whole takes it over where it is, when something else is asked for.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addressWith, at, goTo, launch, next, open, panel, position, rungs, serve, site, story, tab, title, where } from "./harness.mjs";

const visit = site();
const isWhole = (url) => /\/whole-[0-9a-f]{16}(_bg)?\.(js|wasm)$/.test(url);
const presets = (page) => page.getByRole("dialog", { name: "Presets", exact: true });
const openPresets = (page) => page.getByRole("button", { name: "Presets", exact: true }).click();

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Calls `run` with the page of a server that has no whole program. */
async function withoutWhole(options, run) {
  const served = await serve({ quality: 4, missing: /whole-/ });
  try {
    const tab = await open(browser, { url: served.url, ...options });
    await run(tab);
    await tab.close();
  } finally {
    served.close();
  }
}

test("a visitor who only steps through never fetches the whole", () =>
  withoutWhole({}, async ({ page, requests, problems }) => {
    await goTo(page, 9);
    await tab(page, "Keys").click();
    await page.getByRole("radio", { name: "Technical" }).check();
    await page.getByRole("button", { name: "Help" }).click();
    assert.deepEqual(requests.filter(isWhole), []);
    assert.deepEqual(problems, []);
  }));

test("the whole goes on where the first part was, and is fetched once", () =>
  visit({}, async (page) => {
    const fetched = [];
    page.on("request", (request) => isWhole(request.url()) && fetched.push(request.url()));
    const speed = page.getByRole("combobox", { name: "Speed" });
    await speed.selectOption({ label: "2×" });
    await page.getByRole("radio", { name: "Technical" }).check();
    await goTo(page, 11);
    await tab(page, "Keys").click();
    await panel(page).waitFor();
    const seen = async () => [await where(page), await panel(page).innerText(), await speed.inputValue()];
    const before = await seen();
    await next(page).focus();
    await page.keyboard.press("p");
    await presets(page).waitFor();
    await page.keyboard.press("Escape");
    await next(page).and(page.locator(":focus")).waitFor();
    assert.deepEqual(await seen(), before);
    assert.equal(await page.getByText("The larger part of this page is on its way.").count(), 0);
    await page.keyboard.press("ArrowRight");
    await at(page, 12);
    await addressWith(page, "step=12");
    await openPresets(page);
    await presets(page).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.getByRole("dialog", { name: "Share" }).waitFor();
    assert.equal(fetched.length, 2);
  }));

test("keys that were switched off stay off", () =>
  visit({}, async (page) => {
    await page.getByRole("button", { name: "Help" }).click();
    await page.getByRole("checkbox", { name: "Use these keys" }).uncheck();
    await page.keyboard.press("Escape");
    await openPresets(page);
    await presets(page).waitFor();
    await page.keyboard.press("Escape");
    await next(page).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("End");
    assert.equal((await position(page)).step, 1);
  }));

for (const [address, group] of [["#group=secp384r1&step=2", "secp384r1"], ["#group=x25519mlkem768&cert=rsa&step=2", "X25519MLKEM768"]]) {
  test(`a link that needs the whole gets it at once: ${address}`, () =>
    visit({ address }, async (page) => {
      await at(page, 2);
      assert.match(await panel(page).evaluate((panel) => panel.textContent), new RegExp(group));
      assert.equal(await page.getByText("could not be used").count(), 0);
      await rungs(page).last().click();
      assert.match(await title(page).innerText(), /goodbye/);
    }));
}

test("an address typed into the first part gets the whole, and the way back works", () =>
  visit({}, async (page) => {
    await goTo(page, 3);
    await addressWith(page, "step=3");
    await page.evaluate(() => (location.hash = "#cert=rsa&step=2"));
    await at(page, 2);
    await page.goBack();
    await at(page, 3);
  }));

test("says so when the whole does not arrive, and loses nothing", () =>
  withoutWhole({}, async ({ page }) => {
    await goTo(page, 7);
    const before = await where(page);
    await openPresets(page);
    await page.getByRole("alert").getByText(/did not arrive/).waitFor();
    assert.deepEqual(await where(page), before);
    await openPresets(page);
    await page.getByRole("alert").getByText(/did not arrive/).waitFor();
    assert.equal(await page.getByRole("alert").count(), 1);
    await next(page).click();
    await at(page, 8);
  }));

test("says so when a link needs the whole, and it does not arrive", () =>
  withoutWhole({ address: "#preset=rsa", wait: false }, async ({ page }) => {
    await page.getByRole("alert").getByText(/did not arrive.*reload/s).waitFor();
    // What the first part can show it shows, says what is missing, and keeps the link for the next try.
    await page.getByText(/preset needs a part that this program is without\. Used instead: the default\./).waitFor();
    await next(page).click();
    await at(page, 2);
    await page.waitForTimeout(1200);
    assert.equal(await page.evaluate(() => location.hash), "#preset=rsa");
  }));
