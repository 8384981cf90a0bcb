// Every byte in hex and as a field, on the wire and opened, and from a record to its key and back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, fact, panel, site, tab } from "./harness.mjs";

const visit = site();
const message = (page) => panel(page).getByRole("list", { name: "Fields of the message" });
const record = (page) => panel(page).getByRole("list", { name: "Fields of the record" });

// The bytes in hex are hidden from screen readers, who have them in the fields' names; so they have no roles.
const run = (page, bytes) => panel(page).locator(".run").filter({ hasText: bytes });

/** The bytes that are marked as selected (`sel`) or pointed at (`lit`). */
async function marked(page, mark) {
  return (await panel(page).locator(`.run.${mark}`).allTextContents()).join(" ");
}

/** Fails unless the fields' own bytes, put together, are the message's, and are so many as it says. */
async function tiled(list, length) {
  await list.evaluate((list) => {
    const open = () => new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true });
    for (let group; (group = list.querySelector("button[aria-expanded='false']")); ) group.dispatchEvent(open());
  });
  const names = await list.getByRole("button").allTextContents();
  const groups = await list.getByRole("button").evaluateAll((all) => all.map((one) => one.hasAttribute("aria-expanded")));
  const spans = names
    .filter((_, index) => !groups[index])
    .map((name) => name.match(/, bytes? (\d+)(?: to (\d+))?,/))
    .filter(Boolean)
    .map(([, start, end]) => [Number(start), Number(end ?? start)]);
  let expected = 0;
  for (const [start, end] of spans) {
    assert.equal(start, expected, `a gap or an overlap before byte ${start}`);
    expected = end + 1;
  }
  assert.equal(expected, length);
}

test("choosing a field marks its bytes, says what they are, and where the standard does", () =>
  visit({ address: "#step=2" }, async (page) => {
    const field = message(page).getByRole("button", { name: /^random, bytes 6 to 37,/ });
    await field.click();
    const name = await field.textContent();
    const bytes = await marked(page, "sel");
    assert.equal(bytes.split(" ").length, 32);
    assert.ok(name.includes(bytes.slice(0, 23)), `${name} / ${bytes}`);
    assert.equal(await field.getAttribute("aria-current"), "true");
    const said = message(page).getByRole("listitem").filter({ has: page.getByRole("button", { name: /^random,/ }) }).last();
    assert.match(await said.getByRole("paragraph").first().innerText(), /\w+ \w+ \w+.*\./);
    const link = said.getByRole("link", { name: /^RFC 8446 §/ });
    assert.match(await link.getAttribute("href"), /^https:\/\/www\.rfc-editor\.org\/rfc\/rfc8446#section-/);
    await field.click();
    assert.equal(await marked(page, "sel"), "");
  }));

test("every field has its sentence", () =>
  visit({ address: "#step=5" }, async (page) => {
    const buttons = await message(page).getByRole("button").all();
    for (const field of buttons) {
      const name = await field.textContent();
      await field.focus();
      await page.keyboard.press("Enter");
      const said = message(page).locator("button[aria-current='true'] + *").first();
      assert.match(await said.innerText(), /[A-Z].*\w+.*\./, name);
    }
  }));

test("choosing bytes selects their field", () =>
  visit({ address: "#step=2" }, async (page) => {
    const field = message(page).getByRole("button", { name: /^legacy_version, bytes 4 to 5, 03 03/ });
    await run(page, /^03 03$/).first().click();
    assert.equal(await field.getAttribute("aria-current"), "true");
    assert.equal(await marked(page, "sel"), "03 03");
  }));

test("pointing at a field lights its bytes, and pointing at bytes lights the field", () =>
  visit({ address: "#step=2" }, async (page) => {
    await message(page).getByRole("button", { name: /^length, bytes 1 to 3,/ }).hover();
    assert.equal(await marked(page, "lit"), "00 00 a0");
    await run(page, /^03 03$/).first().hover();
    assert.equal(await marked(page, "lit"), "03 03");
    const lit = message(page).locator("button.lit");
    assert.match(await lit.textContent(), /^legacy_version/);
  }));

test("the fields tile each message and each record", () =>
  visit({}, async (page) => {
    for (const step of [2, 5, 9, 10, 12, 14, 18, 22, 24]) {
      await page.evaluate((step) => (location.hash = `#step=${step}`), step);
      await at(page, step);
      const heading = await panel(page).getByRole("heading", { level: 3 }).innerText();
      await tiled(message(page), Number(heading.match(/· (\d+) byte/)[1]));
      await page.getByRole("radio", { name: "On the wire" }).check();
      const said = await panel(page).getByRole("heading", { level: 4 }).innerText();
      await tiled(record(page), Number(said.match(/(\d+) byte/)[1]));
    }
  }));

test("a message in the clear is the fragment of its record", () =>
  visit({ address: "#step=2" }, async (page) => {
    await panel(page).getByRole("button", { name: "See the record" }).click();
    assert.ok(await page.getByRole("radio", { name: "On the wire" }).isChecked());
    await panel(page).getByRole("heading", { name: /client record 1 169 bytes, in the clear/ }).waitFor();
    await record(page).getByRole("button", { name: /^fragment, bytes 5 to 168, 01 00 00 a0/ }).waitFor();
  }));

test("a sealed record shows its header, ciphertext and tag, and the key, number and nonce that sealed it", () =>
  visit({ address: "#step=10&layer=wire" }, async (page) => {
    for (const name of [/^opaque_type, byte 0, 17/, /^legacy_record_version, bytes 1 to 2, 03 03/, /^length, bytes 3 to 4/, /^ciphertext, bytes 5/, /^authentication tag, .* 16 bytes/]) {
      await record(page).getByRole("button", { name }).waitFor();
    }
    assert.equal((await fact(panel(page), "key").getByRole("code").innerText()).split(" ").length, 16);
    const row = async (name) => {
      const cell = panel(page).getByRole("row", { name }).getByRole("code");
      return (await cell.innerText()).split(" ").map((byte) => parseInt(byte, 16));
    };
    const [iv, sequence, nonce] = [await row(/^IV/), await row(/^XOR sequence number 1/), await row(/^= nonce/)];
    assert.equal(iv.length, 12);
    assert.deepEqual(sequence, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert.deepEqual(nonce, iv.map((byte, index) => byte ^ sequence[index]));
    assert.match(await fact(panel(page), "additional data").innerText(), /^17 03 03 03 b4/);
  }));

test("opened, a sealed record shows its content, the inner type, and leads to how it was sealed", () =>
  visit({ address: "#step=10" }, async (page) => {
    const inner = panel(page).getByRole("list", { name: "Fields of the opened record" });
    await inner.getByRole("button", { name: /^content, bytes 0 to 930, 0b 00 03 9f/ }).waitFor();
    await inner.getByRole("button", { name: /^type, byte 931, 16, handshake/ }).waitFor();
    assert.match(await panel(page).innerText(), /Sealed with AES-128-GCM under server_write_key \(handshake\).*sequence number 1\./);
    await panel(page).getByRole("button", { name: "See it sealed" }).click();
    assert.ok(await page.getByRole("radio", { name: "On the wire" }).isChecked());
  }));

test("leads from a record to its key, from there to its records, and back", () =>
  visit({ address: "#step=12&layer=wire" }, async (page) => {
    const key = await fact(panel(page), "key").getByRole("code").innerText();
    await fact(panel(page), "key").getByRole("button", { name: "server_write_key (handshake)", exact: true }).click();
    await page.getByRole("tabpanel", { name: "Keys" }).waitFor();
    await panel(page).getByRole("heading", { level: 4, name: "server_write_key (handshake)" }).waitFor();
    assert.equal(await fact(panel(page), "output").getByRole("code").innerText(), key);
    const protects = fact(panel(page), "protects");
    assert.deepEqual(await protects.getByRole("button").allInnerTexts(), ["server record 2", "server record 3", "server record 4"]);
    await protects.getByRole("button", { name: "server record 3" }).click();
    await at(page, 10);
    await page.getByRole("tabpanel", { name: "Message" }).waitFor();
    await panel(page).getByRole("heading", { name: /^server record 3/ }).waitFor();
    assert.equal(await fact(panel(page), "key").getByRole("code").innerText(), key);
  }));

test("takes the focus along from a record to its key, and back", () =>
  visit({ address: "#step=12&layer=wire" }, async (page) => {
    const focused = (locator, what) => locator.evaluate((element, what) => {
      if (element !== document.activeElement) throw new Error(`${what} has not got the focus, but ${document.activeElement.outerHTML.slice(0, 200)}`);
    }, what);
    await fact(panel(page), "key").getByRole("button", { name: "server_write_key (handshake)", exact: true }).focus();
    await page.keyboard.press("Enter");
    await panel(page).getByRole("heading", { level: 4, name: "server_write_key (handshake)" }).waitFor();
    await focused(panel(page).getByRole("button", { expanded: true }), "the key");
    await fact(panel(page), "protects").getByRole("button", { name: "server record 3" }).focus();
    await page.keyboard.press("Enter");
    await at(page, 10);
    await focused(record(page).getByRole("button").first(), "the record's first field");
    await panel(page).getByRole("button", { name: "server_write_key (handshake)", exact: true }).waitFor();
  }));

test("copies what it shows in hex", () =>
  visit({ address: "#step=2", permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await panel(page).getByRole("button", { name: "Copy hex" }).click();
    await page.getByRole("status").getByText("Copied.").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^010000a00303[0-9a-f]+$/);
    assert.equal(copied.length, 2 * 164);
    await message(page).getByRole("button", { name: /^legacy_version,/ }).click();
    await message(page).getByRole("button", { name: "Copy hex" }).click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()) === "0303");
    await tab(page, "Keys").click();
    await panel(page).getByRole("button", { name: /client ephemeral private key/ }).click();
    const secret = await fact(panel(page), "output").getByRole("code").innerText();
    await panel(page).getByRole("button", { name: "Copy client ephemeral private key" }).click();
    await page.waitForFunction(async (hex) => (await navigator.clipboard.readText()) === hex, secret.replaceAll(" ", ""));
  }));
