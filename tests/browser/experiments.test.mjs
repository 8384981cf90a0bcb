// Experiments: each with its question, its runs and its conclusion; and the attacker between the two.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, addressWith, at, fits, frame, next, open, position, rungs, site, sizes, slider, tab, tabTo, panel, title } from "./harness.mjs";

const visitPage = site();
const visit = (options, run) => visitPage({ asked: ["lessons/interference.md"], ...options }, run);
const learn = (page) => page.getByRole("button", { name: "Learn", exact: true });
const openList = async (page) => {
  await learn(page).click();
  await page.getByRole("dialog", { name: "Learn" }).getByRole("button", { name: "Experiments", exact: true }).click();
};
const dialog = (page) => page.getByRole("dialog", { name: "Experiments", exact: true });
const card = (page) => page.getByRole("region", { name: "Experiment", exact: true });
const press = (page, name) => card(page).getByRole("button", { name, exact: true }).click();
const heading = (page) => card(page).getByRole("heading", { level: 2 });
const phase = (page, name) => card(page).getByRole("heading", { level: 2, name, exact: true }).waitFor();
const attacker = (page) => page.getByRole("group", { name: "Attacker", exact: true });
const shown = (page) => page.locator("[data-place]:not([data-hidden])");

/** Each experiment: how many runs, what its conclusion says of each of them. */
const experiments = {
  eavesdropping: [/Neither side notices anything/, /Neither side notices anything.*the server's Certificate/],
  "own-key": [/Chain leads to a trusted root.*unknown_ca/, /looks away.*What the two say to each other is among them/],
  "untrusted-root": [/Chain leads to a trusted root.*unknown_ca/, /looks away.*What the two say to each other is among them/],
  "wrong-name": [/Name matches.*bad_certificate/, /looks away.*What the two say to each other is among them/],
  "compromised-ca": [/Neither side notices anything.*What the two say to each other is among them/],
  "expired-certificate": [/valid.*certificate_expired/i, /looks away.*What the two say to each other is among them/],
  "stolen-certificate": [/Sender holds the private key.*decrypt_error/, /notices.*decrypt_error/, /looks away.*is among them/, /The client is broken.*The server is broken.*Neither side notices anything.*is among them/],
  "flipped-bit": [/The server notices.*bad_record_mac/, /Neither side notices anything/],
  "flipped-hello": [/The client notices.*bad_record_mac/, /The client notices.*decrypt_error/],
  "stripped-versions": [/No sign of a downgrade.*illegal_parameter/, /looks away.*The server notices/, /Neither side notices anything/, /The client looks away.*The server looks away.*The client looks away/],
  "stripped-suites": [/Both saw the same messages.*decrypt_error/, /The server notices.*bad_record_mac/, /The client notices.*bad_record_mac/, /The client is broken.*The server is broken.*do not agree on what was said/, /The client is broken.*The client notices.*bad_record_mac/],
  "replayed-early-data": [/a second time: “Unknown key”/, /a second time: “A replay”/, /Neither side notices anything/],
  "replayed-record": [/The server notices.*bad_record_mac/, /Neither side notices anything/],
  "cut-off": [/The client waits in vain/, /The client notices.*bad_record_mac/, /The client notices.*bad_record_mac/, /Neither side notices anything/],
  "key-stolen-later": [/all of the \d+ sealed records open\. What the two say to each other is among them/, /none of the \d+ sealed records opens/, /none of the/],
  "used-again": [/in every connection is among them/, /in the first connection is among them/, /in every connection is among them/],
  "store-now": [/all of the \d+ sealed records open/, /none of the \d+ sealed records opens/],
};

test("the list has all of them", () =>
  visit({}, async (page) => {
    await openList(page);
    const names = await dialog(page).getByRole("listitem").locator("code").allInnerTexts();
    assert.deepEqual(names.sort(), Object.keys(experiments).sort());
    await accessible(page, "the list");
    await fits(page, "the list");
  }));

test("a link that says of an experiment's run what the experiment says itself is told so", () =>
  visit({ address: "#preset=tls12&experiment=own-key" }, async (page) => {
    await phase(page, "What will happen?");
    const notices = page.getByRole("status", { name: "Notices" });
    await notices.getByText(/^experiment begins with its question and a run of its own, so what else the address says of a run is left out\.$/).waitFor();
  }));

for (const [name, runs] of Object.entries(experiments)) {
  test(`${name}: question, run, conclusion, and left again`, () =>
    visit({ address: "#preset=tickets&step=3" }, async (page) => {
      await openList(page);
      await dialog(page).getByRole("button", { name: new RegExp(` ${name}$`) }).click();
      await phase(page, "What will happen?");
      assert.match(await addressWith(page, "experiment="), new RegExp(`experiment=${name}`));
      // Nothing is shown before the answer.
      assert.equal(await shown(page).count(), 1);
      await next(page).click();
      await card(page).getByText("Answer the question first, or let it be shown.").waitFor();
      await at(page, 1);
      await press(page, "Check");
      await card(page).getByText("Choose an answer first, or let it be shown.").waitFor();
      // Wrong, and told so.
      const answers = card(page).getByRole("radio");
      const count = await answers.count();
      let wrong = 0;
      for (let place = 0; place < count; place += 1) {
        await answers.nth(place).check();
        await press(page, "Check");
        const is = await card(page).getByText(/^(Right|Not right)\. /).innerText();
        wrong += is.startsWith("Not right") ? 1 : 0;
        assert.equal(await card(page).locator(".answer.right").count(), 1);
        assert.ok((await card(page).locator(".because").allInnerTexts()).every((why) => why.length > 20));
        // Once more from the list.
        await openList(page);
        await dialog(page).getByRole("button", { name: new RegExp(` ${name}$`) }).click();
        await phase(page, "What will happen?");
      }
      assert.equal(wrong, count - 1, "one answer is right");
      await press(page, "Show me");
      await phase(page, "The run");
      await attacker(page).waitFor();
      assert.equal(await shown(page).count(), await rungs(page).count());
      const group = card(page).getByRole("group", { name: "Runs of the experiment" });
      for (let place = 0; place < runs.length; place += 1) {
        if (runs.length > 1) {
          await group.getByRole("button").nth(place).click();
          await group.getByRole("button", { pressed: true }).and(group.getByRole("button").nth(place)).waitFor();
          await frame(page);
          await frame(page);
          await group.getByRole("button").nth(place).and(page.locator(":focus")).waitFor();
        }
        await press(page, "Where it is decided");
        const { step } = await position(page);
        assert.ok(step > 1);
        await slider(page).press("Home");
        for (let count = 1; count < Math.min(step, 6); count += 1) await next(page).click();
        await at(page, Math.min(step, 6));
      }
      await press(page, "What follows");
      await phase(page, "What follows");
      await addressWith(page, "phase=conclusion");
      const found = await card(page).getByRole("list").allInnerTexts();
      assert.equal(found.length, runs.length);
      for (const [place, words] of runs.entries()) assert.match(found[place].replace(/\s+/g, " "), words);
      if (runs.length > 1) {
        await press(page, "Compare the runs");
        await page.getByRole("dialog", { name: "Compare", exact: true }).getByRole("table").first().waitFor();
        await page.keyboard.press("Escape");
      }
      await press(page, "Leave the experiment");
      await card(page).waitFor({ state: "hidden" });
      await at(page, 3);
      await addressWith(page, "tickets");
      assert.equal(await attacker(page).count(), 0);
    }));
}

test("who leaves an experiment gets back the run that was opened before", () =>
  visit({ address: "#preset=rfc8448-simple&step=7" }, async (page) => {
    await page.getByText("TLS 1.3, opened: rfc8448-simple").waitFor();
    await at(page, 7);
    const before = await title(page).innerText();
    await openList(page);
    await dialog(page).getByRole("button", { name: / flipped-bit$/ }).click();
    await phase(page, "What will happen?");
    // The outcome of the negotiations is no answer beforehand.
    await page.getByRole("button", { name: "Client & server" }).click();
    await page.getByText("A question waits for your answer first.").waitFor();
    await page.keyboard.press("Escape");
    await press(page, "Leave the experiment");
    await page.getByText("TLS 1.3, opened: rfc8448-simple").waitFor();
    await at(page, 7);
    assert.equal(await title(page).innerText(), before);
  }));

test("the address leads to the question, and back to where the reader was", () =>
  visit({ address: "#experiment=wrong-name" }, async (page, { browser }) => {
    await phase(page, "What will happen?");
    await press(page, "Show me");
    await press(page, "Where it is decided");
    await addressWith(page, "phase=run");
    await addressWith(page, "step=");
    const other = await open(browser, { url: page.url() });
    await phase(other.page, "The run");
    assert.deepEqual(await position(other.page), await position(page));
    await attacker(other.page).waitFor();
    await other.close();
    await page.evaluate(() => (location.hash = "#experiment=nothing"));
    await card(page).getByText("No experiment of this page is called nothing.").waitFor();
    await press(page, "Leave the experiment");
    await page.evaluate(() => (location.hash = "#experiment=No"));
    await page.getByText(/experiment must be the name of an experiment/).waitFor();
  }));

test("who is on the way is shown, with what they hold, in any run", () =>
  visit({}, async (page) => {
    assert.equal(await attacker(page).count(), 0);
    await openList(page);
    await dialog(page).getByLabel("Show who is on the way, in this run too").check();
    await page.keyboard.press("Escape");
    await attacker(page).waitFor();
    await slider(page).press("End");
    await at(page, 27);
    const said = await attacker(page).innerText();
    const [, records, bytes] = said.match(/Recorded (\d+) records, (\d+) B/);
    assert.match(said, /Reads 2 messages; 10 sealed\. Holds no keys\./);
    await tab(page, "Who knows").click();
    const holds = panel(page).getByRole("region", { name: "What the attacker holds" });
    assert.match(await holds.innerText(), new RegExp(`${records} records, ${bytes} bytes`));
    await panel(page).getByRole("columnheader", { name: "Attacker" }).waitFor();
    await addressWith(page, "attacker=yes");
    await accessible(page, "who knows");
    await openList(page);
    await dialog(page).getByLabel("Show who is on the way, in this run too").uncheck();
    await page.keyboard.press("Escape");
    await page.getByRole("group", { name: "On the wire", exact: true }).waitFor();
    await panel(page).getByRole("columnheader", { name: "Anyone on the wire" }).waitFor();
  }));

test("all of it by keyboard", () =>
  visit({}, async (page) => {
    await tabTo(page, learn(page));
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("dialog", { name: "Learn" }).getByRole("button", { name: "Experiments", exact: true }));
    await page.keyboard.press("Enter");
    await tabTo(page, dialog(page).getByRole("button", { name: / wrong-name$/ }));
    await page.keyboard.press("Enter");
    await heading(page).and(page.locator(":focus")).waitFor();
    await tabTo(page, card(page).getByRole("radio").first());
    await page.keyboard.press("Space");
    await tabTo(page, card(page).getByRole("button", { name: "Check" }));
    await page.keyboard.press("Enter");
    await card(page).getByRole("button", { name: "See the run" }).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Enter");
    await phase(page, "The run");
    await tabTo(page, card(page).getByRole("button", { name: "What follows" }));
    await page.keyboard.press("Enter");
    await heading(page).and(page.locator(":focus")).waitFor();
    assert.equal(await heading(page).innerText(), "What follows");
    await tabTo(page, card(page).getByRole("button", { name: "Back to the run" }));
    await page.keyboard.press("Shift+Tab");
  }));

test("a lesson leads to an experiment, and is there again afterwards", () =>
  visit({ address: "#lesson=interference" }, async (page) => {
    const lesson = page.getByRole("region", { name: "Lesson" });
    await lesson.getByRole("button", { name: "The experiment: what a recording gives" }).click();
    await phase(page, "What will happen?");
    await lesson.waitFor({ state: "hidden" });
    await press(page, "Leave the experiment");
    await lesson.waitFor();
    await attacker(page).waitFor();
  }));

for (const [name, options] of Object.entries({
  light: {},
  dark: { colorScheme: "dark" },
  "forced colours": { forcedColors: "active" },
  embed: { viewport: sizes.embed, layout: "&ui=embed" },
  phone: { viewport: sizes.phone, hasTouch: true, isMobile: true },
  narrow: { viewport: sizes.narrow },
})) {
  test(`accessible, and fits: ${name}`, () => {
    const { layout = "", ...rest } = options;
    return visit({ address: `#experiment=stripped-versions${layout}`, ...rest }, async (page) => {
      await phase(page, "What will happen?");
      await accessible(page, "the question");
      await fits(page, name);
      await card(page).getByRole("radio").first().check();
      await press(page, "Check");
      await accessible(page, "the answer");
      await press(page, "See the run");
      await press(page, "Where it is decided");
      await tab(page, "Who knows").click();
      await accessible(page, "the run");
      await fits(page, name);
      await press(page, "What follows");
      await phase(page, "What follows");
      await accessible(page, "the conclusion");
      await fits(page, name);
      if (rest.hasTouch) {
        for (const target of await card(page).getByRole("button").all()) {
          const { height } = await target.boundingBox();
          assert.ok(height >= 43.5, `${await target.innerText()}: ${height}`);
        }
      }
    });
  });
}

test("while the question waits nothing tells how it ends, nor how long the run is", () =>
  visit({ address: "#experiment=flipped-bit" }, async (page) => {
    await phase(page, "What will happen?");
    const between = page.getByRole("region", { name: "Somebody on the way" });
    assert.equal(await between.count(), 0);
    await page.getByText("Step 1 · client").waitFor();
    assert.equal(await page.getByText(/\b26\b/).locator("visible=true").count(), 0);
    await press(page, "Show me");
    await between.getByText(/noticed/).waitFor();
    await page.getByText(/^Step 1 of \d+ · client/).waitFor();
  }));

test("whoever goes elsewhere has left the experiment", () =>
  visit({ address: "#experiment=flipped-bit", asked: ["lessons/why.md"] }, async (page) => {
    await phase(page, "What will happen?");
    await page.getByRole("button", { name: "Presets" }).click();
    await page.getByRole("dialog", { name: "Presets" }).getByRole("button", { name: / tls12$/ }).click();
    await card(page).waitFor({ state: "hidden" });
    await next(page).click();
    await at(page, 2);
    await openList(page);
    await dialog(page).getByRole("button", { name: / flipped-bit$/ }).click();
    await phase(page, "What will happen?");
    await learn(page).click();
    await page.getByRole("dialog", { name: "Learn" }).getByRole("button", { name: "What a handshake is for" }).click();
    await page.getByRole("region", { name: "Lesson" }).getByRole("heading", { level: 2 }).waitFor();
    await card(page).waitFor({ state: "hidden" });
    await page.waitForFunction(() => !location.hash.includes("experiment"));
  }));

test("a link leads to a step and a view of an experiment's run", () =>
  visit({ address: "#experiment=stripped-versions&phase=run&step=8&tab=states" }, async (page) => {
    await phase(page, "The run");
    await at(page, 8);
    const runs = card(page).getByRole("group", { name: "Runs of the experiment" });
    assert.equal(await runs.getByRole("button", { pressed: true }).count(), 1);
    assert.equal(await tab(page, "States").getAttribute("aria-selected"), "true");
    await press(page, "What follows");
    await press(page, "Compare the runs");
    const compared = page.getByRole("dialog", { name: "Compare", exact: true });
    await compared.getByRole("table").first().waitFor();
    assert.equal(await compared.getByText("own choices").count(), 0);
  }));
