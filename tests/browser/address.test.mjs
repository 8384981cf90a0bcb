// The address holds the whole state, and anything at all may stand there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressWith, at, goTo, next, open, panel, position, serve, site, tab, title, where } from "./harness.mjs";

const visit = site();

/** Returns what the reader sees of the inspector and around it. */
async function seen(page) {
  const checked = async (name) => page.getByRole("radio", { name, exact: true }).isChecked();
  return {
    ...(await where(page)),
    tab: await page.getByRole("tab", { selected: true }).innerText(),
    panel: await panel(page).innerText(),
    field: await panel(page).locator("button[aria-current='true']").allTextContents(),
    secret: await panel(page).locator("button[aria-expanded='true'][class*='node']").allTextContents(),
    technical: await checked("Technical"),
  };
}

const places = {
  "a field of a record": { go: [10, "Message"], layer: "On the wire", field: /^authentication tag,/, part: "sel=field-" },
  "a field of a message": { go: [2, "Message"], layer: "Opened", field: /^random,/, part: "sel=field-" },
  "a secret": { go: [17, "Keys"], secret: /Master Secret/, part: "sel=master-secret" },
  "the certificates": { go: [13, "Certificate"], part: "tab=certificate" },
  "the transcript": { go: [20, "Transcript"], part: "tab=transcript" },
  "the states": { go: [9, "States"], part: "tab=states" },
  "who knows": { go: [25, "Who knows"], part: "tab=knowledge" },
};

for (const [name, { go: [step, page], layer, field, secret, part }] of Object.entries(places)) {
  test(`a link leads to the same place and the same bytes: ${name}`, () => restored(step, page, { layer, field, secret, part }));
}

function restored(step, name, { layer, field, secret, part }) {
  const address = "#suite=chacha20poly1305&group=secp256r1&cert=ed25519&name=caf%65.example&alpn=&seed=deep%20%26%20link";
  return visit({ address }, async (page, { browser, served }) => {
    await page.getByRole("radio", { name: "Technical" }).check();
    await goTo(page, step);
    await tab(page, name).click();
    if (layer) await page.getByRole("radio", { name: layer }).check();
    if (field) await panel(page).getByRole("button", { name: field }).click();
    if (secret) await panel(page).getByRole("button", { name: secret }).click();
    const hash = await addressWith(page, part);
    await addressWith(page, `step=${step}`);
    const here = await seen(page);
    assert.equal(here.step, step);
    if (field) assert.equal(here.field.length, 1);
    if (secret) assert.equal(here.secret.length, 1);
    const other = await open(browser, { url: served.url, address: hash });
    assert.deepEqual(await seen(other.page), here);
    assert.equal(await other.page.getByRole("status", { name: "Notices" }).innerText(), "");
    assert.deepEqual(other.problems, []);
    await other.close();
  });
}

test("follows an address that is changed by hand, and the way back", () =>
  visit({ address: "#seed=one" }, async (page) => {
    await tab(page, "Keys").click();
    await addressWith(page, "tab=keys");
    const before = await seen(page);
    await page.evaluate(() => {
      location.hash = "#seed=two&step=10&tab=message&layer=wire&depth=technical";
    });
    await at(page, 10);
    const there = await seen(page);
    assert.deepEqual([there.tab, there.technical], ["Message", true]);
    assert.match(there.panel, /server record 3/);
    await page.goBack();
    await at(page, 1);
    assert.deepEqual(await seen(page), before);
  }));

test("an address that was just changed by hand is not written over, though the step is to be kept in it", () =>
  visit({ address: "#seed=one" }, async (page) => {
    await next(page).click();
    // As it is between the change and what the browser tells of it.
    await page.evaluate(() => history.replaceState(null, "", "#seed=two&step=10"));
    await page.waitForTimeout(1500);
    assert.equal(await page.evaluate(() => location.hash), "#seed=two&step=10");
    await page.evaluate(() => dispatchEvent(new HashChangeEvent("hashchange")));
    await at(page, 10);
    await next(page).click();
    assert.equal(await addressWith(page, "step=11"), "#seed=two&step=11");
  }));

test("reads a query as it reads a hash", () =>
  visit({ address: "?step=5&tab=keys#depth=technical" }, async (page) => {
    const here = await seen(page);
    assert.deepEqual([here.step, here.tab, here.technical], [5, "Keys", true]);
  }));

const garbage = {
  "an unknown parameter": ["#colour=red", /colour is not a parameter of this page\./],
  "a name that is markup": ["#%3Cimg%20src=x%20onerror=alert(1)%3E", /is not a parameter of this page\./],
  "no value": ["#seed", /seed must not be empty\. Used instead: hello\./],
  "an empty value": ["#suite=", /suite must be aes128gcm, aes256gcm, .*, rsa-aes128gcm or rsa-aes256gcm\. Used instead: aes128gcm\./],
  "a duplicate": ["#step=3&step=4", /step stands there more than once\. Used instead: the first step\./],
  "a duplicate, once in the query": ["?tab=keys#tab=keys", /tab stands there more than once\. Used instead: message\./],
  "broken percent-encoding": ["#seed=%zz", /seed is not properly percent-encoded UTF-8\. Used instead: hello\./],
  "broken UTF-8": ["#seed=%ff%fe", /seed is not properly percent-encoded UTF-8\. Used instead: hello\./],
  "a control character": ["#seed=%00", /seed must not hold control characters\. Used instead: hello\./],
  "a step that is no number": ["#step=two", /step must be a whole number from 1 to 9999\. Used instead: the first step\./],
  "a step of -1": ["#step=-1", /step must be a whole number from 1 to 9999\./],
  "a step of 999999": ["#step=999999", /step must be a whole number from 1 to 9999\. Used instead: the first step\./],
  "a date that is none": ["#date=2026-02-30", /date must be a day from 1970-01-01 to 2049-12-31\. Used instead: 2026-06-15\./],
  "a name that is none": ["#name=-a..b-", /name must be a DNS name such as example\.com\. Used instead: example\.com\./],
  "a selection that is none": ["#sel=the-moon", /sel names nothing that can be selected\. Used instead: no selection\./],
  "a hundred tickets": ["#tickets=100", /tickets must be a whole number from 0 to 4\. Used instead: 1 ticket\./],
  "a hundred parameters": [`#${Array.from({ length: 100 }, (_, index) => `x${index}=1`).join("&")}`, /Other parameters \(90 of them\) cannot be used either\./],
  "nothing but separators and noise": ["#&&=&==&%&?", /is not a parameter of this page\./],
  "1 MB": [`#seed=${"x".repeat(1 << 20)}`, /The address must have at most 65536 bytes\. Used instead: all defaults\./],
};

for (const [name, [address, sentence]] of Object.entries(garbage)) {
  test(`an address with ${name} gets a notice and the default`, () =>
    visit({ address }, async (page) => {
      const notices = page.getByRole("status", { name: "Notices" });
      assert.match(await notices.innerText(), sentence);
      assert.match(await notices.innerText(), /Part of this address could not be used:/);
      const { step, last } = await position(page);
      assert.deepEqual([step, last], [1, 27]);
      assert.equal(await title(page).innerText(), "The client gets ready");
      assert.equal(await page.getByRole("tab", { selected: true }).innerText(), "Message");
      await next(page).click();
      assert.equal(await page.evaluate(() => document.querySelectorAll("[onerror]").length), 0);
      await notices.getByRole("button", { name: "Dismiss" }).click();
      await page.waitForFunction(() => !document.body.innerText.includes("could not be used"));
    }));
}

test("an address beyond the end leads to the end, with a notice", () =>
  visit({ address: "#step=9999" }, async (page) => {
    const { step, last } = await position(page);
    assert.equal(step, last);
    const said = await page.getByRole("status", { name: "Notices" }).innerText();
    assert.match(said, new RegExp(`step is beyond this run, which has ${last} steps\\. Used instead: the last step\\.`));
  }));

test("an address whose field is not there selects nothing and breaks nothing", () =>
  visit({ address: "#step=2&sel=field-999999" }, async (page) => {
    assert.equal(await panel(page).locator("button[aria-current='true']").count(), 0);
    await next(page).click();
    await at(page, 3);
  }));

test("the way back leads to what was shown before a preset, a lesson, an experiment", () =>
  visit({ asked: ["lessons/keys.md"] }, async (page) => {
    const subject = (text) => page.getByRole("banner").getByText(text).waitFor();
    const learn = () => page.getByRole("button", { name: "Learn", exact: true }).click();
    await goTo(page, 3);
    const before = await page.evaluate(() => history.length);
    await page.getByRole("button", { name: "Presets" }).click();
    await page.getByRole("dialog", { name: "Presets" }).getByRole("button", { name: /secp256r1/ }).first().click();
    assert.equal(await addressWith(page, "group="), "#group=secp256r1");
    // Steps need no entry of their own.
    await goTo(page, 5);
    await addressWith(page, "step=5");
    await learn();
    await page.getByRole("button", { name: "Agreeing on keys in public" }).click();
    await addressWith(page, "lesson=keys");
    await learn();
    await page.getByRole("dialog", { name: "Learn" }).getByRole("button", { name: "Experiments" }).click();
    await page.getByRole("dialog", { name: "Experiments" }).getByRole("button", { name: /eavesdropping/ }).click();
    await addressWith(page, "experiment=eavesdropping");
    assert.equal((await page.evaluate(() => history.length)) - before, 3);
    await page.goBack();
    await page.getByRole("heading", { name: "A pair of keys for each" }).waitFor();
    assert.match(await page.evaluate(() => location.hash), /lesson=keys$/);
    await page.goBack();
    await subject(/secp256r1/);
    await at(page, 5);
    await page.goBack();
    await subject("TLS 1.3, full handshake");
    await at(page, 3);
    await page.goForward();
    await subject(/secp256r1/);
    await at(page, 5);
  }));

test("a frame leaves the way back to the page around it", () =>
  visit({}, async (_, { browser }) => {
    const course = '<!doctype html><title>Course</title><link rel="icon" href="data:,"><iframe title="Handshake" width="820" height="560" src="/it/#ui=embed"></iframe>';
    const around = await serve({ base: "/it/", pages: { "/course": course }, quality: 1 });
    const page = await browser.newPage();
    await page.goto(`${around.origin}/course`);
    const frame = page.frameLocator("iframe");
    await frame.getByRole("button", { name: "Presets" }).click();
    const before = await page.evaluate(() => history.length);
    await frame.getByRole("dialog", { name: "Presets" }).getByRole("button", { name: /secp256r1/ }).first().click();
    await page.waitForFunction(() => /group=secp256r1/.test(document.querySelector("iframe").contentWindow.location.hash));
    assert.equal(await page.evaluate(() => history.length), before);
    await page.close();
    around.close();
  }));
