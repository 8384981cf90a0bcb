// What can be chosen about the client and the server, each choice run at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressWith, at, fact, followed, goTo, panel, position, previous, rungs, site, slider, story, tab, title, where } from "./harness.mjs";

const visit = site();
const dialog = (page) => page.getByRole("dialog", { name: "Client & server" });
const field = (page, label) => dialog(page).getByLabel(label, { exact: true });

/** Calls `change` within the open dialog, then closes it. */
async function choose(page, change) {
  await page.getByRole("button", { name: "Client & server" }).click();
  await dialog(page).waitFor();
  await change();
  await followed(page);
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "hidden" });
}

/** The fields of the message that is shown, with their bytes. */
const fields = (page) => panel(page).getByRole("list", { name: "Fields of the message" }).getByRole("button").allTextContents();

test("recomputes with each choice, and keeps the reader's place", () =>
  visit({}, async (page) => {
    await goTo(page, 5);
    const choices = [
      ["Cipher suite the client puts first", "TLS_AES_256_GCM_SHA384", /cipher_suite, .*TLS_AES_256_GCM_SHA384/, "suite=aes256gcm"],
      ["Cipher suite the client puts first", "TLS_CHACHA20_POLY1305_SHA256", /cipher_suite, .*TLS_CHACHA20_POLY1305_SHA256/, "suite=chacha20poly1305"],
      ["Group of the key exchange", "secp256r1", /secp256r1/, "group=secp256r1"],
    ];
    for (const [label, option, expected, part] of choices) {
      const before = await fields(page);
      await choose(page, () => field(page, label).selectOption(option));
      assert.notDeepEqual(await fields(page), before);
      assert.match(await panel(page).evaluate((panel) => panel.textContent), expected);
      const here = await where(page);
      assert.deepEqual([here.step, here.title], [5, await title(page).innerText()]);
      await addressWith(page, part);
    }
    await goTo(page, 11);
    const place = await title(page).innerText();
    await tab(page, "Certificate").click();
    await panel(page).getByText(/id-ecPublicKey/).first().waitFor();
    await choose(page, () => field(page, "Keys of the certificates").selectOption("Ed25519"));
    await panel(page).getByText(/Ed25519/).first().waitFor();
    assert.equal(await panel(page).getByText(/id-ecPublicKey/).count(), 0);
    assert.equal(await title(page).innerText(), place);
  }));

test("offers no suite that the client cannot put first, and refuses a list without one of its versions", () =>
  visit({}, async (page) => {
    await page.getByRole("button", { name: "Client & server" }).click();
    const suites = field(page, "Cipher suite the client puts first").getByRole("option");
    const open = async () => (await suites.all()).length - (await suites.and(page.locator("[disabled]")).count());
    await suites.first().waitFor({ state: "attached" });
    assert.equal(await open(), 3);
    await field(page, "Versions the client offers").selectOption("TLS 1.2");
    await field(page, "Versions the server accepts").selectOption("TLS 1.2");
    await followed(page);
    assert.ok((await open()) >= 3);
    assert.equal(await suites.first().isDisabled(), true);
    await dialog(page).locator("summary").filter({ hasText: /offer/i }).first().click();
    const list = field(page, "Cipher suites the client offers");
    await list.fill("aes128gcm");
    await dialog(page).getByText(/^This must list a cipher suite of a version that the client offers/).waitFor();
    assert.equal(await list.getAttribute("aria-invalid"), "true");
    assert.doesNotMatch(await page.evaluate(() => location.hash), /suites=/);
  }));

test("takes a key that both were given, by name, bytes and hash, and says what is wrong with one", () =>
  visit({ address: "#preset=external-psk&step=3" }, async (page) => {
    await page.getByRole("button", { name: "Client & server" }).click();
    const key = field(page, "The key that both were given");
    await key.fill("00ff");
    await dialog(page).getByText("This must be 16 to 64 bytes, as pairs of hexadecimal digits. The run still uses the last valid value.").waitFor();
    assert.equal(await key.getAttribute("aria-invalid"), "true");
    await key.fill("0f".repeat(32));
    await field(page, "Name of the key that both were given").fill("printer 7");
    await field(page, "Hash that it goes with").selectOption("SHA-384");
    await dialog(page).getByText(/printer 7/).first().waitFor();
    await followed(page);
    await page.keyboard.press("Escape");
    for (const part of [`pskkey=${"0f".repeat(32)}`, "pskname=printer%207", "pskhash=sha384"]) await addressWith(page, part);
    await choose(page, async () => {
      await field(page, "How the client would use it").selectOption("alone (psk_ke)");
      await field(page, "How the server would use it").selectOption("with a fresh secret (psk_dhe_ke)");
      await dialog(page).getByText(/The two do not agree on how to use a key from before/).waitFor();
    });
    // Empty again: what comes of the seed.
    await choose(page, () => field(page, "The key that both were given").fill(""));
    await page.waitForFunction(() => !location.hash.includes("pskkey="));
  }));

test("keeps the reader's place where the new run is longer or shorter", () =>
  visit({}, async (page) => {
    const { last } = await position(page);
    await goTo(page, last);
    const place = await title(page).innerText();
    await choose(page, () => field(page, "Tickets the server sends").selectOption("3"));
    const longer = await position(page);
    assert.ok(longer.last > last);
    assert.equal(longer.step, longer.last);
    assert.equal(await title(page).innerText(), place);
    await choose(page, () => field(page, "Tickets the server sends").selectOption("0"));
    const shorter = await where(page);
    assert.ok(shorter.last < last);
    assert.deepEqual([shorter.step, shorter.title], [shorter.last, place]);
  }));

test("asks for another name, and gets a certificate for it", () =>
  visit({ address: "#step=27&tab=certificate" }, async (page) => {
    await choose(page, () => field(page, "Server name the client asks for").fill("cafe.example"));
    await panel(page).getByRole("button", { name: '"cafe.example"' }).first().waitFor();
    await addressWith(page, "name=cafe.example");
  }));

test("does not trust a certificate for another name", () =>
  visit({}, async (page) => {
    await choose(page, () => field(page, "Name in the certificate").fill("other.example"));
    await slider(page).press("End");
    assert.match(await title(page).innerText(), /^The client ends the connection: \w+/);
  }));

test("negotiates application protocols, or ends with no_application_protocol", () =>
  visit({ address: "#step=9" }, async (page) => {
    assert.match(await panel(page).evaluate((panel) => panel.textContent), /http\/1\.1/);
    await choose(page, () => field(page, "Application protocols the client offers").fill("h2"));
    await slider(page).press("End");
    assert.match(await title(page).innerText(), /^The server ends the connection: no_application_protocol$/);
    await choose(page, () => field(page, "Application protocols the server speaks").fill("spdy/3, h2"));
    const { last } = await position(page);
    assert.ok(last > 20);
  }));

test("ends with certificate_expired, explained, when the certificate is out of date", () =>
  visit({}, async (page) => {
    await choose(page, () => field(page, "Today").fill("2027-06-15"));
    await slider(page).press("End");
    assert.equal(await title(page).innerText(), "The client ends the connection: certificate_expired");
    assert.match(await story(page).innerText(), /A certificate is good from one date to another/);
    await story(page).getByRole("link", { name: "RFC 8446 §6.2", exact: true }).waitFor();
    assert.match(await rungs(page).last().innerText(), /certificate_expired/);
    await panel(page).getByRole("button", { name: /^description, byte 1, 2d, certificate_expired/ }).waitFor();
    await tab(page, "Certificate").click();
    await panel(page).getByText("failed: certificate_expired").waitFor();
    await tab(page, "States").click();
    assert.equal(await panel(page).getByText("now CLOSED").count(), 2);
    await previous(page).click();
    assert.match(await rungs(page).and(page.locator("[aria-current='step']")).innerText(), /fails/);
  }));

test("says what is wrong with what is typed, and keeps the run", () =>
  visit({ address: "#step=7" }, async (page) => {
    const before = [await where(page), await page.getByRole("list", { name: "Steps" }).innerText()];
    const wrong = [
      ["Server name the client asks for", "not a name", /must be a DNS name such as example\.com/],
      ["Server name the client asks for", "", /must not be empty/],
      ["Name in the certificate", "-", /must be a DNS name/],
      ["Application protocols the client offers", "a".repeat(256), /must have at most 255 bytes/],
      ["Seed of all randomness", "", /must not be empty/],
      ["Seed of all randomness", "x".repeat(65), /must have at most 64 characters/],
      ["Today", "", /must be a day from 1970-01-01 to 2049-12-31/],
      ["What the client says", "x".repeat(4097), /must have at most 4096 bytes/],
    ];
    await choose(page, async () => {
      for (const [label, text, expected] of wrong) {
        const input = field(page, label);
        const good = await input.inputValue();
        await input.fill(text);
        assert.equal(await input.getAttribute("aria-invalid"), "true");
        const note = dialog(page).locator(`#${await input.getAttribute("aria-describedby")}`);
        assert.match(await note.innerText(), expected);
        assert.match(await note.innerText(), /The run still uses the last valid value\.$/);
        await input.fill(good);
        assert.equal(await input.getAttribute("aria-invalid"), null);
      }
    });
    assert.deepEqual([await where(page), await page.getByRole("list", { name: "Steps" }).innerText()], before);
  }));

test("gives other bytes for another seed, and the same for the same", () =>
  visit({ address: "#step=2" }, async (page) => {
    const hello = await fields(page);
    const seed = () => field(page, "Seed of all randomness");
    await choose(page, () => seed().fill("other"));
    const other = await fields(page);
    assert.notDeepEqual(other, hello);
    let drawn;
    await choose(page, async () => {
      await dialog(page).getByRole("button", { name: "New randomness" }).click();
      await followed(page);
      drawn = await seed().inputValue();
      assert.match(drawn, /^[0-9a-f]{16}$/);
    });
    assert.notDeepEqual(await fields(page), other);
    await addressWith(page, `seed=${drawn}`);
    await choose(page, () => seed().fill("hello"));
    assert.deepEqual(await fields(page), hello);
  }));

test("lets the two say anything, and seals just that", () =>
  visit({ address: "#step=24" }, async (page) => {
    await choose(page, async () => {
      await field(page, "What the client says").fill("Grüße <b>&amp;</b>");
      await field(page, "What the server answers").fill("");
    });
    const text = "Grüße <b>&amp;</b>";
    const bytes = new TextEncoder().encode(text);
    await panel(page).getByRole("heading", { level: 3, name: new RegExp(`application_data client to server · ${bytes.length} bytes`) }).waitFor();
    const shown = await panel(page).locator(".run").allTextContents();
    assert.equal(shown.join(" "), [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" "));
    assert.equal((await rungs(page).allInnerTexts()).filter((text) => text.includes("application_data")).length, 1);
  }));

test("goes back to the defaults", () =>
  visit({ address: "#suite=aes256gcm&seed=x&tickets=0&date=2040-01-01" }, async (page) => {
    await choose(page, () => dialog(page).getByRole("button", { name: "Back to the defaults" }).click());
    assert.equal((await position(page)).last, 27);
    await page.waitForFunction(() => location.hash === "");
  }));

test("runs every suite with every group and every kind of key to its end", () =>
  visit({}, async (page) => {
    for (const suite of ["aes128gcm", "aes256gcm", "chacha20poly1305"]) {
      for (const group of ["x25519", "secp256r1"]) {
        for (const cert of ["p256", "ed25519"]) {
          const hash = `#suite=${suite}&group=${group}&cert=${cert}&step=27&tab=keys&sel=resumption`;
          await page.evaluate((hash) => (location.hash = hash), hash);
          await at(page, 27);
          const length = suite === "aes256gcm" ? 48 : 32;
          await fact(panel(page), "output").getByText(`${length} bytes`).waitFor();
          assert.match(await title(page).innerText(), /says goodbye$/);
        }
      }
    }
  }));

test("says where the changed run parts from the old one, and leads there", () =>
  visit({}, async (page) => {
    await goTo(page, 9);
    await tab(page, "Keys").click();
    await page.getByRole("button", { name: "Client & server" }).click();
    const status = dialog(page).getByRole("status").filter({ hasText: /Every change|parts from|same bytes/ });
    await status.filter({ hasText: "Every change is run at once." }).waitFor();
    await field(page, "Cipher suite the client puts first").selectOption("TLS_AES_256_GCM_SHA384");
    await status.filter({ hasText: /parts from the one before in step 2, ClientHello, at byte \d+ \(cipher_suite\)/ }).waitFor();
    await status.getByRole("button", { name: "Show it" }).click();
    await dialog(page).waitFor({ state: "hidden" });
    await at(page, 2);
    await panel(page).getByRole("list", { name: "Fields of the message" }).locator('[aria-current="true"]').filter({ hasText: "cipher_suite" }).waitFor();
  }));
