// The story plays by itself: at its speed, until it is paused or over.
import assert from "node:assert/strict";
import { test } from "node:test";
import { goTo, next, position, site, slider, told } from "./harness.mjs";

const visit = site();
const play = (page) => page.getByRole("button", { name: "Play", exact: true });
const pause = (page) => page.getByRole("button", { name: "Pause", exact: true });
const step = async (page) => (await position(page)).step;

/** Calls `run` with the page, whose time passes only when the test says so; no frame comes by itself. */
const timeless = (options, run) =>
  visit(options, async (page) => {
    await page.clock.install({ time: 0 });
    await page.clock.pauseAt(1000);
    await page.evaluate(countTimersAsBrowsersDo);
    await run(page);
  });

/** Numbers timers below 2^31, those of both kinds together, as browsers do; Playwright's clock starts beyond. */
function countTimersAsBrowsersDo() {
  // Beyond those that were given before the clock was there.
  const first = 1_000_000;
  const numbers = [];
  for (const kind of ["Interval", "Timeout"]) {
    const { [`set${kind}`]: set, [`clear${kind}`]: clear } = window;
    window[`set${kind}`] = (...what) => first + numbers.push(set(...what)) - 1;
    window[`clear${kind}`] = (number) => clear(numbers[number - first]);
  }
}

test("plays a step in two seconds, and stops when paused", () =>
  timeless({}, async (page) => {
    await play(page).click();
    await pause(page).waitFor();
    assert.equal(await step(page), 1);
    for (const expected of [2, 3, 4]) {
      await page.clock.runFor(2000);
      await told(page, expected);
    }
    await pause(page).click();
    await page.clock.runFor(20_000);
    assert.equal(await step(page), 4);
    await play(page).waitFor();
  }));

test("plays at the chosen speed, also when it is changed on the way", () =>
  timeless({}, async (page) => {
    const speed = page.getByRole("combobox", { name: "Speed" });
    await speed.selectOption("2×");
    await play(page).click();
    await page.clock.runFor(4000);
    await told(page, 5);
    await speed.selectOption("0.5×");
    await page.clock.runFor(4000);
    await told(page, 6);
    await page.clock.runFor(3900);
    assert.equal(await step(page), 6);
  }));

test("stops at the end, and starts over from there", () =>
  timeless({}, async (page) => {
    const { last } = await position(page);
    await goTo(page, last - 1, told);
    await play(page).click();
    await page.clock.runFor(2000);
    await told(page, last);
    await play(page).click();
    await told(page, 1);
    await pause(page).waitFor();
  }));

test("stops when the reader takes a step", () =>
  timeless({}, async (page) => {
    const ways = [() => next(page).click(), () => goTo(page, 5, told), () => slider(page).press("ArrowRight")];
    for (const way of ways) {
      await play(page).click();
      await way();
      await play(page).waitFor();
    }
  }));
