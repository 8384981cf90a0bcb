// The whole page without a mouse.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, next, panel, position, previous, rungs, rungNames, site, slider, tab, tabTo, where } from "./harness.mjs";

const visit = site();
const step = async (page) => (await position(page)).step;

/** Presses a key and waits for a step. */
async function press(page, key, expected) {
  await page.keyboard.press(key);
  await at(page, expected);
  assert.equal(await step(page), expected);
}

async function focused(locator, what) {
  assert.ok(await locator.evaluate((element) => element === document.activeElement), `${what} lost the focus`);
}

test("tells the whole story by arrows, and keeps the focus", () =>
  visit({}, async (page) => {
    const { last } = await position(page);
    await tabTo(page, next(page));
    const forwards = [await where(page)];
    for (let expected = 2; expected <= last; expected += 1) {
      await press(page, expected % 2 ? "ArrowRight" : "ArrowDown", expected);
      forwards.push(await where(page));
    }
    await page.keyboard.press("ArrowRight");
    assert.equal(await step(page), last);
    await focused(next(page), "Next");
    for (let expected = last - 1; expected >= 1; expected -= 1) {
      await press(page, expected % 2 ? "ArrowLeft" : "ArrowUp", expected);
      assert.deepEqual(await where(page), forwards[expected - 1]);
    }
    await page.keyboard.press("ArrowLeft");
    assert.equal(await step(page), 1);
    await focused(next(page), "Next");
  }));

test("tells the whole story by the buttons, and keeps the focus on them", () =>
  visit({}, async (page) => {
    const { last } = await position(page);
    await tabTo(page, next(page));
    for (let expected = 2; expected <= last; expected += 1) await press(page, expected % 2 ? "Enter" : "Space", expected);
    await page.keyboard.press("Enter");
    assert.equal(await step(page), last);
    await focused(next(page), "Next at the end");
    await page.keyboard.press("Shift+Tab");
    await focused(previous(page), "Previous");
    for (let expected = last - 1; expected >= 1; expected -= 1) await press(page, "Enter", expected);
    await page.keyboard.press("Enter");
    await focused(previous(page), "Previous at the start");
  }));

test("knows Home, End and the page keys", () =>
  visit({}, async (page) => {
    const { last } = await position(page);
    for (const place of [next(page), slider(page), rungs(page).first()]) {
      await place.focus();
      await press(page, "Home", 1);
      await press(page, "End", last);
      await press(page, "PageUp", last - 1);
      await press(page, "PageDown", last);
      await press(page, "Home", 1);
      await press(page, "PageDown", 2);
    }
  }));

test("goes by flights with Shift", () =>
  visit({}, async (page) => {
    const { last } = await position(page);
    const names = await rungNames(page);
    let sender;
    const flights = [];
    names.forEach((name, index) => {
      const [route] = name.match(/(client|server) to (client|server)/) ?? [];
      if (route && route !== sender) {
        flights.push(index + 1);
        sender = route;
      }
    });
    assert.ok(flights.length >= 5, `only ${flights.length} flights`);
    await next(page).focus();
    for (const flight of flights) await press(page, "Shift+ArrowRight", flight);
    if (flights.at(-1) !== last) await press(page, "Shift+ArrowRight", last);
    for (const flight of flights.toReversed().filter((flight) => flight < last)) await press(page, "Shift+ArrowLeft", flight);
    await press(page, "Shift+ArrowLeft", 1);
  }));

test("plays and pauses with the space bar and the full stop", () =>
  visit({}, async (page) => {
    const play = page.getByRole("button", { name: "Play", exact: true });
    const pause = page.getByRole("button", { name: "Pause", exact: true });
    await slider(page).focus();
    for (const key of ["Space", "."]) {
      await page.keyboard.press(key);
      await pause.waitFor();
      await page.keyboard.press(key);
      await play.waitFor();
    }
    await play.focus();
    await page.keyboard.press("Space");
    await pause.waitFor();
    await focused(pause, "Play");
    await page.keyboard.press("Space");
    await play.waitFor();
    await rungs(page).first().focus();
    await page.keyboard.press(".");
    await pause.waitFor();
  }));

test("steps to a row of the ladder with Enter", () =>
  visit({}, async (page) => {
    await rungs(page).nth(6).focus();
    await press(page, "Enter", 7);
    await focused(rungs(page).nth(6), "the row");
  }));

test("opens the help with a question mark, and gives the focus back", () =>
  visit({}, async (page) => {
    await next(page).focus();
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Help" });
    await help.waitFor();
    for (const key of ["next step", "previous step", "next flight", "first step", "last step", "play or pause"]) {
      await help.getByRole("definition").filter({ hasText: key }).first().waitFor();
    }
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "hidden" });
    await focused(next(page), "Next");
  }));

test("lets its keys be switched off, and on again", () =>
  visit({}, async (page) => {
    const use = page.getByRole("checkbox", { name: "Use these keys" });
    const set = async (checked) => {
      await page.getByRole("button", { name: "Help", exact: true }).click();
      await use.setChecked(checked);
      await page.keyboard.press("Escape");
      await next(page).focus();
    };
    await set(false);
    for (const key of ["ArrowRight", "End", "PageDown", "."]) await page.keyboard.press(key);
    await page.keyboard.press("?");
    assert.equal(await step(page), 1);
    assert.equal(await page.getByRole("dialog").count(), 0);
    assert.equal(await page.getByRole("button", { name: "Play", exact: true }).count(), 1);
    await press(page, "Enter", 2);
    await slider(page).focus();
    await press(page, "ArrowRight", 3);
    await set(true);
    await press(page, "ArrowRight", 4);
  }));

test("leaves the keys alone outside of the player and the ladder", () =>
  visit({}, async (page) => {
    await page.getByRole("button", { name: "Help", exact: true }).focus();
    for (const key of ["ArrowRight", "End", ".", "?"]) await page.keyboard.press(key);
    assert.equal(await step(page), 1);
    assert.equal(await page.getByRole("dialog").count(), 0);
  }));

test("goes through the inspector's pages with arrows", () =>
  visit({}, async (page) => {
    await tabTo(page, tab(page, "Message"));
    for (const name of ["Keys", "Transcript", "Certificate", "States", "Who knows", "Message"]) {
      await page.keyboard.press("ArrowRight");
      await focused(tab(page, name), name);
      assert.equal(await tab(page, name).getAttribute("aria-selected"), "true");
      await page.getByRole("tabpanel", { name, exact: true }).waitFor();
    }
    await page.keyboard.press("End");
    await focused(tab(page, "Who knows"), "the last");
    await page.keyboard.press("Home");
    await focused(tab(page, "Message"), "the first");
  }));

test("goes through the fields with arrows, opens groups and selects", () =>
  visit({ address: "#step=2" }, async (page) => {
    const fields = panel(page).getByRole("list", { name: "Fields of the message" });
    const field = (name) => fields.getByRole("button", { name });
    await tabTo(page, field(/^ClientHello,/));
    await page.keyboard.press("ArrowDown");
    await focused(field(/^msg_type,/), "msg_type");
    await page.keyboard.press("Enter");
    assert.equal(await field(/^msg_type,/).getAttribute("aria-current"), "true");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await field(/^ClientHello,/).getAttribute("aria-expanded"), "false");
    assert.equal(await field(/^msg_type,/).isVisible(), false);
    await page.keyboard.press("ArrowRight");
    assert.equal(await field(/^ClientHello,/).getAttribute("aria-expanded"), "true");
    await page.keyboard.press("End");
    assert.match(await page.evaluate(() => document.activeElement.textContent), /extension|psk|alpn|key_share/i);
    await page.keyboard.press("Home");
    await focused(field(/^ClientHello,/), "ClientHello");
  }));
