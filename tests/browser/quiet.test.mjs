// What the page does not do: ask, complain, or move where motion is not wanted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressWith, at, frame, goTo, next, position, site, slider, tab } from "./harness.mjs";

const visit = site();

test("asks nobody for anything and complains of nothing, whatever is done", () =>
  visit({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    const { last } = await position(page);
    for (let step = 2; step <= last; step += 1) await next(page).click();
    for (const each of ["Keys", "Transcript", "Certificate", "States", "Who knows", "Message"]) {
      await tab(page, each).click();
      await slider(page).press("Home");
      await goTo(page, 12);
    }
    await page.getByRole("button", { name: "Client & server" }).click();
    const settings = page.getByRole("dialog");
    await settings.getByLabel("Group of the key exchange").selectOption("secp256r1");
    await settings.getByRole("button", { name: "New randomness" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.keyboard.press("Escape");
    for (let count = 0; count < 3; count += 1) await page.getByRole("button", { name: /^Colours: / }).click();
    await addressWith(page, "seed=");
  }));

const moving = () => document.getAnimations().filter(({ playState }) => playState === "running").length;

test("messages travel", () =>
  visit({ reducedMotion: "no-preference" }, async (page) => {
    await next(page).click();
    await at(page, 2);
    assert.ok((await page.evaluate(moving)) > 0);
    await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
  }));

test("nothing moves where motion is not wanted", () =>
  visit({ reducedMotion: "reduce" }, async (page) => {
    const { last } = await position(page);
    for (let step = 2; step <= last; step += 1) {
      await next(page).click();
      assert.equal(await page.evaluate(moving), 0, `step ${step}`);
      await frame(page);
      assert.equal(await page.evaluate(() => document.getAnimations().length), 0, `step ${step}`);
    }
    for (const button of ["Client & server", "Share", "Help"]) {
      await page.getByRole("button", { name: button, exact: true }).click();
      await page.getByRole("dialog", { name: button, exact: true }).waitFor();
      assert.equal(await page.evaluate(() => document.getAnimations().length), 0, button);
      await page.keyboard.press("Escape");
    }
  }));
