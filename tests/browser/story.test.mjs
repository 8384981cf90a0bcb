// The whole story, told by the mouse.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, goTo, next, panel, position, previous, rungs, site, sizes, slider, story, tab, title, where } from "./harness.mjs";

const visit = site();

/** Fails unless every place that says where we are says the same. */
function agrees({ step, first, last, spoken, rung, kicker, counter }) {
  assert.equal(first, 1);
  assert.deepEqual(counter, [step, last]);
  assert.match(kicker, new RegExp(`^Step ${step} of ${last} · `));
  const [, number, count, label, route] = spoken.match(/^Step (\d+) of (\d+): (.+), ([^,]+)$/);
  assert.deepEqual([Number(number), Number(count)], [step, last]);
  assert.ok(rung.startsWith(`Step ${step} ${label}`), `${rung} / ${spoken}`);
  assert.ok(kicker.includes(route), `${kicker} / ${spoken}`);
}

test("stands paused on its first step", () =>
  visit({}, async (page) => {
    const here = await where(page);
    agrees(here);
    assert.equal(here.step, 1);
    assert.equal(await previous(page).getAttribute("aria-disabled"), "true");
    assert.equal(await next(page).getAttribute("aria-disabled"), "false");
    await page.getByRole("button", { name: "Play", exact: true }).waitFor();
    await page.clock.install();
    await page.clock.fastForward(60_000);
    assert.equal((await position(page)).step, 1);
  }));

test("goes forwards to the end and backwards to the start, and says the same in every place", () =>
  visit({}, async (page) => {
    const { last } = await position(page);
    assert.ok(last > 20, `only ${last} steps`);
    const forwards = [await where(page)];
    for (let step = 2; step <= last; step += 1) {
      await next(page).click();
      await at(page, step);
      forwards.push(await where(page));
    }
    forwards.forEach(agrees);
    assert.deepEqual(forwards.map(({ step }) => step), Array.from({ length: last }, (_, index) => index + 1));
    assert.equal(await next(page).getAttribute("aria-disabled"), "true");
    assert.equal(await previous(page).getAttribute("aria-disabled"), "false");
    const backwards = [forwards.at(-1)];
    for (let step = last - 1; step >= 1; step -= 1) {
      await previous(page).click();
      await at(page, step);
      backwards.unshift(await where(page));
    }
    assert.deepEqual(backwards, forwards);
    assert.equal(await previous(page).getAttribute("aria-disabled"), "true");
  }));

test("stays at the end when asked for more, and at the start when asked for less", () =>
  visit({}, async (page) => {
    const { last } = await position(page);
    await page.getByRole("button", { name: "Last step", exact: true }).click();
    await at(page, last);
    await next(page).click({ force: true });
    assert.equal((await position(page)).step, last);
    await page.getByRole("button", { name: "First step", exact: true }).click();
    await at(page, 1);
    await previous(page).click({ force: true });
    assert.equal((await position(page)).step, 1);
  }));

test("tells every step in two depths, with the standard one click away", () =>
  visit({}, async (page) => {
    const { last } = await position(page);
    for (let step = 1; step <= last; step += 1) {
      await page.getByRole("radio", { name: "Simple", exact: true }).check();
      const simple = await story(page).innerText();
      assert.match(simple, /Why it matters: \S/, `step ${step} does not say why it matters`);
      for (const link of await story(page).getByRole("link").all()) {
        assert.match(await link.innerText(), /^RFC \d+ §/);
        assert.match(await link.getAttribute("href"), /^https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+#(section|appendix)-/);
      }
      assert.ok((await story(page).getByRole("link").count()) > 0, `step ${step} names no standard`);
      await page.getByRole("radio", { name: "Technical", exact: true }).check();
      assert.notEqual(await story(page).innerText(), simple, `step ${step} says the same in both depths`);
      if (step < last) await next(page).click();
    }
  }));

test("shows of each message as many bytes as the ladder says", () =>
  visit({}, async (page) => {
    for (const rung of await rungs(page).all()) {
      const [, bytes] = (await rung.innerText()).match(/\b(\d+) B\b/) ?? [];
      if (!bytes) continue;
      await rung.click();
      await panel(page).getByRole("heading", { level: 3, name: new RegExp(`· ${bytes} bytes? in \\d+ record`) }).waitFor();
    }
  }));

test("shows the keys and the states of both sides as they come", () =>
  visit({}, async (page) => {
    const { last } = await position(page);
    await tab(page, "States").click();
    for (const step of [1, 2, 5, 8, 13, 16, 18, 20, last]) {
      await goTo(page, step);
      for (const side of ["Client", "Server"]) {
        const card = await page.getByRole("group", { name: side, exact: true }).innerText();
        const said = await panel(page).getByRole("heading", { level: 3, name: side }).innerText();
        const [, state] = said.match(/now (\w+)$/);
        assert.ok(card.includes(state), `step ${step}: ${card} / ${said}`);
      }
    }
    for (const side of ["Client", "Server"]) {
      const key = page.getByRole("group", { name: side, exact: true }).getByRole("button", { name: "application" });
      await key.waitFor();
      await goTo(page, 12);
      await key.waitFor({ state: "hidden" });
      await goTo(page, last);
    }
  }));

test("jumps to any step by its row", () =>
  visit({}, async (page) => {
    const { last } = await position(page);
    for (const step of [10, 3, last, 1]) {
      await goTo(page, step);
      agrees(await where(page));
    }
  }));

test("is scrubbed with the slider", () =>
  visit({}, async (page) => {
    const { last } = await position(page);
    const { x, y, width, height } = await slider(page).boundingBox();
    await page.mouse.move(x + 9, y + height / 2);
    await page.mouse.down();
    const seen = [];
    for (let part = 0; part <= 10; part += 1) {
      await page.mouse.move(x + 9 + ((width - 18) * part) / 10, y + height / 2);
      const here = await where(page);
      agrees(here);
      seen.push(here.step);
    }
    await page.mouse.up();
    assert.deepEqual(seen, seen.toSorted((one, other) => one - other));
    assert.deepEqual([seen.at(0), seen.at(-1)], [1, last]);
    assert.equal(await title(page).innerText(), (await where(page)).title);
  }));

test("the words of another step begin in sight, however far those of the last one were read", () =>
  visit({ viewport: sizes.embed, address: "#ui=embed&step=8" }, async (page) => {
    for (const step of [9, 10, 11]) {
      await story(page).evaluate((story) => story.scrollTo(0, 9999));
      await next(page).click();
      await at(page, step);
      const [words, heading] = await Promise.all([story(page).boundingBox(), title(page).boundingBox()]);
      assert.ok(heading.y >= words.y, `step ${step}: the title is at ${heading.y}, above ${words.y}`);
    }
  }));
