// Questions before steps: nothing is shown that is asked about, answers right and wrong are explained, and the score counts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, addressWith, at, fits, next, open, rungs, site, sizes, slider, tab, title } from "./harness.mjs";

const visit = site();
const prediction = (page) => page.getByRole("region", { name: "Prediction" });
const question = (page) => prediction(page).getByRole("group");
const answers = (page) => prediction(page).getByRole("radio");
const check = (page) => prediction(page).getByRole("button", { name: "Check" });

/** Takes the answer that is right, or one that is not. */
async function answer(page, pattern) {
  await prediction(page).getByRole("radio", { name: pattern }).check();
  await check(page).click();
}

test("begins in the dialog, asks before the step is shown, and explains right and wrong", () =>
  visit({}, async (page) => {
    await page.getByRole("button", { name: "Learn", exact: true }).click();
    const learn = page.getByRole("dialog", { name: "Learn" });
    for (const kind of ["Which key seals it?", "Who holds this secret?", "What will be chosen?", "What will come of this check?"]) {
      await learn.getByRole("checkbox", { name: kind }).uncheck();
    }
    await learn.getByRole("button", { name: "Ask me" }).click();
    assert.match(await addressWith(page, "predict="), /predict=next,read,covers/);
    await question(page).waitFor();
    await question(page).locator("legend:focus").waitFor();
    // Nor does a panel say what comes.
    await page.getByText("In this connection no message is on the wire yet.", { exact: true }).waitFor();
    await tab(page, "Certificate").click();
    await page.getByText("No certificate yet.", { exact: true }).waitFor();
    assert.equal(await rungs(page).getByText("ClientHello").count(), 1);
    assert.equal(await rungs(page).getByText("ClientHello").isVisible(), false);
    assert.match(await question(page).innerText(), /Which message goes over the wire next\?/);
    assert.equal(await answers(page).count(), 4);
    await answer(page, /^ClientHello, from the client$/);
    assert.match(await prediction(page).innerText(), /Right: 1 of 1/);
    await prediction(page).getByRole("button", { name: "Show the step" }).click();
    await at(page, 2);
    assert.match(await title(page).innerText(), /ClientHello|hello/i);
    // The next one is about another step: a wrong answer says why.
    while ((await answers(page).count()) === 0) await next(page).click();
    assert.match(await question(page).innerText(), /The server now sends its ServerHello\. Who can read it\?/);
    await prediction(page).getByRole("radio", { name: "The server alone" }).check();
    await check(page).click();
    await prediction(page).getByText(/Right: 1 of 2/).waitFor();
    assert.ok((await prediction(page).locator(".because").count()) >= 3, "each answer is explained");
    assert.equal(await prediction(page).getByText("Not right:").count(), 1);
    assert.match(await page.getByRole("status").filter({ hasText: "Not right." }).innerText(), /Not right\. .+\./);
  }));

test("nothing leads past a question but an answer or passing it by", () =>
  visit({ address: "#predict=all" }, async (page) => {
    await question(page).waitFor();
    await next(page).click();
    await page.getByText("Answer the question first, or skip it.").waitFor();
    await at(page, 1);
    await slider(page).press("End");
    await at(page, 1);
    assert.equal(await slider(page).inputValue(), "1");
    await rungs(page).nth(8).click();
    await at(page, 1);
    await check(page).click();
    await page.getByText("Choose an answer first, or skip the question.").waitFor();
    await prediction(page).getByRole("button", { name: "Skip" }).click();
    await at(page, 2);
    assert.match(await prediction(page).innerText(), /Right: 0 of 0/);
  }));

test("by keyboard alone, to the end", () =>
  visit({ address: "#predict=next&step=22" }, async (page) => {
    let count = 0;
    while ((await slider(page).inputValue()) !== "27" && count < 60) {
      count += 1;
      if (await check(page).isVisible()) {
        await answers(page).first().focus();
        await page.keyboard.press("Space");
        await check(page).focus();
        await page.keyboard.press("Enter");
        await page.getByRole("button", { name: "Show the step" }).and(page.locator(":focus")).waitFor();
        await page.keyboard.press("Enter");
      } else {
        await next(page).focus();
        await page.keyboard.press("Enter");
      }
    }
    await prediction(page).getByText("No questions are left.").waitFor();
    await page.getByRole("button", { name: "Learn", exact: true }).click();
    await page.getByRole("button", { name: "Stop asking" }).click();
    await prediction(page).waitFor({ state: "hidden" });
  }));

test("in the terms of the standard, for TLS 1.2 too, and another seed asks the same", () =>
  visit({ address: "#preset=tls12&predict=key&depth=technical" }, async (page) => {
    const asked = async () => {
      await question(page).waitFor();
      return question(page).locator("legend").innerText();
    };
    const first = await asked();
    await page.evaluate(() => (location.hash = "#preset=tls12&predict=key&depth=technical&seed=other"));
    assert.equal(await asked(), first);
    await tab(page, "Message").click();
    await page.evaluate(() => (location.hash = "#predict=sometimes"));
    await page.getByText(/predict must list/).waitFor();
  }));

for (const [name, options] of Object.entries({
  light: {},
  dark: { colorScheme: "dark" },
  embed: { viewport: sizes.embed, address: "#predict=all&ui=embed&step=9" },
  phone: { viewport: sizes.phone, hasTouch: true, isMobile: true },
  narrow: { viewport: sizes.narrow },
})) {
  test(`accessible, and fits: ${name}`, () =>
    visit({ address: "#predict=all&step=9", ...options }, async (page) => {
      await question(page).waitFor();
      await accessible(page, "a question");
      await fits(page, name);
      await answers(page).first().check();
      await check(page).click();
      await prediction(page).getByRole("button", { name: "Show the step" }).waitFor();
      await accessible(page, "an answer");
      await fits(page, name);
    }));
}

test("what came of edits is told when no question waits", () =>
  visit({ address: "#attack=c0-flip-11-01&predict=all" }, async (page) => {
    const between = page.getByRole("region", { name: "Somebody on the way" });
    await between.getByText("What comes of it is said when no question waits.").waitFor();
    assert.equal(await between.getByText("noticed").count(), 0);
  }));

test("what was said of one question is gone with it, and an answer that was chosen stays through other words", () =>
  visit({ address: "#predict=all&step=9" }, async (page) => {
    await answers(page).nth(1).check();
    await page.getByRole("radio", { name: "Technical" }).check();
    await page.getByText("EncryptedExtensions", { exact: true }).first().waitFor();
    assert.equal(await answers(page).nth(1).isChecked(), true);
    await prediction(page).getByRole("button", { name: "Check", exact: true }).click();
    await page.getByText(/^(Right|Not right)\. /).waitFor();
    await prediction(page).getByRole("button", { name: "Show the step" }).click();
    await at(page, 10);
    assert.equal(await page.getByText(/^(Right|Not right)\. /).count(), 0);
    // The step comes first, and what is asked next is below it.
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H2");
  }));

/** Visits a page that is loaded again, and so asks for its files once more. */
const reloading = (options, run) =>
  visit({}, async (_, { browser, served }) => {
    const { page, problems, close } = await open(browser, { url: served.url, ...options });
    await run(page);
    assert.deepEqual(problems, [], "complaints on the console");
    await close();
  });

test("the score and the answer stay through a reload, and a link does not have them", () =>
  reloading({ address: "#predict=all&step=9" }, async (page) => {
    await answers(page).first().check();
    await check(page).click();
    const score = await prediction(page).getByText(/^Right: [01] of 1\. /).innerText();
    const link = await page.evaluate(() => location.href);
    await page.waitForFunction(() => history.state);
    await page.reload();
    await prediction(page).getByText(score).waitFor();
    assert.equal(await answers(page).first().isChecked(), true);
    await prediction(page).getByRole("button", { name: "Show the step" }).click();
    await at(page, 10);
    await prediction(page).getByText(score.split(".")[0]).waitFor();
    const other = await page.context().newPage();
    await other.goto(link);
    await prediction(other).getByText(/^Right: 0 of 0\. /).waitFor();
    await other.close();
  }));

for (const state of ["nonsense", "\u0003", "\u0003\u0000\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001", "\uffff\u0009\u0009", "\u0000\u0000\u0009\u0000\u0000\u0000\u0000\u0000"]) {
  test(`answers that cannot be are not taken up: ${JSON.stringify(state).slice(0, 24)}`, () =>
    reloading({ address: "#predict=all&step=9" }, async (page) => {
      await question(page).waitFor();
      await page.waitForTimeout(1000);
      await page.evaluate((state) => history.replaceState(state, "", location.href), state);
      await page.reload();
      await prediction(page).getByText(/^Right: \d of \d/).waitFor();
      await at(page, 9);
      await page.getByRole("radio", { name: "Technical" }).check();
      await page.getByText("EncryptedExtensions", { exact: true }).first().waitFor();
    }));
}

test("what answers a question is in sight in a low frame", () =>
  visit({ viewport: { width: 700, height: 500 }, address: "#predict=all&ui=embed&step=4" }, async (page) => {
    const within = async (button) => {
      await button.waitFor();
      const [box, story] = await Promise.all([button.boundingBox(), page.getByRole("region", { name: "What happens" }).boundingBox()]);
      assert.ok(box.y >= story.y && box.y + box.height <= story.y + story.height, JSON.stringify([box, story]));
    };
    await within(check(page));
    await within(prediction(page).getByRole("button", { name: "Skip" }));
    await page.evaluate(() => (location.hash = "#ui=embed&step=9"));
    await at(page, 9);
    const tops = await page.getByRole("tab").evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().top));
    assert.equal(new Set(tops).size, 1, "the tabs stand in one row");
    await page.evaluate(() => (location.hash = "#experiment=eavesdropping&ui=embed"));
    await within(page.getByRole("button", { name: "Show me" }));
  }));
