// Opening somebody else's handshake: files, pasted records, secrets, the traces of RFC 8448.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { accessible, addressWith, at, fits, goTo, open, panel, position, rungs, site, sizes, slider, story, tab, title } from "./harness.mjs";

const visit = site();
const root = join(import.meta.dirname, "../..");
const samples = join(root, "src/capture/sample");
const simple = readFileSync(join(samples, "simple.txt"));
const keys = readFileSync(join(samples, "keys.txt"), "utf8");

const presets = (page) => page.getByRole("dialog", { name: "Presets", exact: true });
const dialog = (page) => page.getByRole("dialog", { name: "Open", exact: true });
const notices = (page) => page.getByRole("status", { name: "Notices" });
const button = (page) => dialog(page).getByRole("button", { name: "Open", exact: true });

async function ask(page) {
  await page.getByRole("button", { name: "Presets", exact: true }).click();
  await presets(page).getByRole("button", { name: "Open a capture" }).click();
  await dialog(page).waitFor();
}

const given = (name, buffer) => ({ name, mimeType: "application/octet-stream", buffer });
const names = async (page) => (await rungs(page).allInnerTexts()).map((text) => text.replace(/\s+/g, " "));

/** A capture in the classic format with raw IP packets: enough of a TCP connection for the records of a sample. */
function pcap(text) {
  const lines = text.toString().split("\n").filter((line) => line && !line.startsWith("#"));
  const records = [];
  for (const line of lines) {
    if (/^[<>]/.test(line)) records.push({ client: line[0] === ">", hex: "" });
    records.at(-1).hex += line.replace(/[<> ]/g, "");
  }
  const next = { true: 1000, false: 5000 };
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt32LE(101, 20);
  const packets = records.map(({ client, hex }) => {
    const data = Buffer.from(hex, "hex");
    const packet = Buffer.alloc(56);
    packet.writeUInt32LE(1_700_000_000, 0);
    packet.writeUInt32LE(40 + data.length, 8);
    packet.writeUInt32LE(40 + data.length, 12);
    packet.writeUInt8(0x45, 16);
    packet.writeUInt16BE(40 + data.length, 18);
    packet.writeUInt8(6, 25);
    packet.writeUInt32BE(client ? 0xc000020a : 0xcb007114, 28);
    packet.writeUInt32BE(client ? 0xcb007114 : 0xc000020a, 32);
    packet.writeUInt16BE(client ? 50_000 : 443, 36);
    packet.writeUInt16BE(client ? 443 : 50_000, 38);
    packet.writeUInt32BE(next[client], 40);
    packet.writeUInt8(0x50, 48);
    packet.writeUInt8(0x18, 49);
    next[client] += data.length;
    return Buffer.concat([packet, data]);
  });
  return Buffer.concat([header, ...packets]);
}

test("a capture opens sealed, and with the key that comes later it opens whole", () =>
  visit({}, async (page) => {
    await ask(page);
    await dialog(page).getByLabel("File", { exact: true }).setInputFiles(given("rfc8448.pcap", pcap(simple)));
    await button(page).click();
    await dialog(page).waitFor({ state: "hidden" });
    await at(page, 1);
    await notices(page).getByText("Opened from rfc8448.pcap. It is not in the address").waitFor();
    await page.getByText("TLS 1.3, opened: server").waitFor();
    assert.equal((await names(page)).filter((name) => name.includes("sealed record")).length, 7);
    await slider(page).press("End");
    await story(page).getByText("The secret that would open it was not given").waitFor();
    assert.equal(await page.evaluate(() => location.hash), "");

    await ask(page);
    await dialog(page).getByText("in place of rfc8448.pcap, which is open").waitFor();
    await dialog(page).getByLabel("Or secrets as text").fill(keys);
    await button(page).click();
    await dialog(page).waitFor({ state: "hidden" });
    await at(page, 1);
    const opened = await names(page);
    assert.equal(opened.filter((name) => name.includes("sealed record")).length, 0);
    for (const name of ["EncryptedExtensions", "CertificateVerify", "NewSessionTicket", "close_notify"]) {
      assert.ok(opened.some((text) => text.includes(name)), name);
    }
    assert.match(await title(page).innerText(), /has the private key that was given/);
  }));

test("certificates to trust let the page judge the chain of a capture, and other files are refused", () =>
  visit({}, async (page) => {
    const native = (format) => execFileSync("cargo", ["run", "--quiet", "--", "export", "default", "--format", format], { cwd: root, maxBuffer: 64e6 });
    const root_alone = native("pem").toString().split("-----END CERTIFICATE-----\n\n").at(-2) + "-----END CERTIFICATE-----\n";
    const anchors = (content) => dialog(page).getByLabel("Certificates to trust").setInputFiles(given("roots.pem", Buffer.from(content)));
    await ask(page);
    await dialog(page).getByLabel("File", { exact: true }).setInputFiles(given("run.pcapng", native("pcapng")));
    await anchors("no roots");
    await button(page).click();
    await dialog(page).getByText("roots.pem: there is no certificate in PEM form in it.").waitFor();
    await anchors(root_alone);
    await button(page).click();
    await dialog(page).waitFor({ state: "hidden" });
    await tab(page, "Certificate").click();
    await slider(page).press("End");
    await panel(page).getByText("not sent: from the client's own list").waitFor();
    const verdicts = await panel(page).locator(".checks .verdict").allInnerTexts();
    assert.ok(verdicts.length > 8 && verdicts.every((verdict) => verdict === "passed"), verdicts.join());
  }));

test("every view shows an opened run, step by step", () =>
  visit({ address: "#preset=rfc8448-resumed" }, async (page) => {
    await page.getByText("TLS 1.3, opened: rfc8448-resumed").waitFor();
    const { last } = await position(page);
    assert.ok(last > 50);
    for (const name of ["Message", "Keys", "Transcript", "Certificate", "States", "Who knows"]) {
      await tab(page, name).click();
      for (const step of [1, 4, 12, 26, 35, last]) {
        await goTo(page, step);
        assert.ok((await panel(page).innerText()).length > 10, `${name}, step ${step}`);
        assert.ok((await story(page).innerText()).length > 80, `step ${step}`);
      }
    }
  }));

test("the traces of RFC 8448 are presets, and an address leads to a place in them", () =>
  visit({}, async (page, { browser }) => {
    await page.getByRole("button", { name: "Presets", exact: true }).click();
    await presets(page).getByRole("button", { name: /RFC 8448/ }).nth(4).waitFor();
    assert.equal(await presets(page).getByRole("button", { name: /RFC 8448/ }).count(), 5);
    await presets(page).getByRole("button", { name: /rfc8448-retry$/ }).click();
    await at(page, 1);
    await goTo(page, 8);
    assert.equal(await addressWith(page, "step=8"), "#preset=rfc8448-retry&step=8");
    const other = await open(browser, { url: page.url() });
    assert.deepEqual(await position(other.page), await position(page));
    assert.equal(await title(other.page).innerText(), await title(page).innerText());
    await other.close();
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const link = page.getByRole("dialog", { name: "Share" }).getByLabel("Link", { exact: true });
    assert.match(await link.inputValue(), /#preset=rfc8448-retry&step=8$/);
  }));

test("what is wrong with a file is said where it is, and the page keeps what it shows", () =>
  visit({}, async (page) => {
    await goTo(page, 5);
    const before = await title(page).innerText();
    for (const [content, sentence] of [
      ["Hello", "wrong.bin: this is neither a pcap or pcapng file, nor TLS records in hex, nor a trace in JSON."],
      ["16 03\n01 0g", "wrong.bin: line 2: 'g' is no hexadecimal digit."],
      ['{"format": "something else"}', 'wrong.bin: this JSON is no trace of this program: its format is not "handshake-trace".'],
      [pcap(simple).subarray(0, 30), "wrong.bin: packet 1 (byte 24): 16 bytes are wanted here, but only 6 are left."],
    ]) {
      await ask(page);
      await dialog(page).getByLabel("File", { exact: true }).setInputFiles(given("wrong.bin", Buffer.from(content)));
      await button(page).click();
      await dialog(page).getByRole("alert").getByText(sentence).waitFor();
      const field = dialog(page).getByLabel("File", { exact: true });
      assert.equal(await field.getAttribute("aria-invalid"), "true");
      await field.and(page.locator(":focus")).waitFor();
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "hidden" });
      assert.equal(await title(page).innerText(), before);
    }
    await ask(page);
    await button(page).click();
    await dialog(page).getByText("Choose a file, or paste records.").waitFor();
    await dialog(page).getByLabel("Or TLS records in hex").fill(simple.toString());
    await dialog(page).getByLabel("Or secrets as text").fill("CLIENT_RANDOM 12 zz");
    await button(page).click();
    await dialog(page).getByText("Secrets: line 1: this is neither a line of a key log nor a private key.").waitFor();
  }));

test("a capture that breaks off is opened as far as it goes, and the page says where it broke", () =>
  visit({}, async (page) => {
    const whole = pcap(simple);
    await ask(page);
    await dialog(page).getByLabel("File", { exact: true }).setInputFiles(given("cut.pcap", whole.subarray(0, whole.length - 7)));
    await dialog(page).getByLabel("Secrets", { exact: true }).setInputFiles(given("keys.txt", Buffer.from(keys)));
    await button(page).click();
    await dialog(page).waitFor({ state: "hidden" });
    await notices(page).getByText(/^packet 9 \(byte \d+\): 64 bytes are wanted here, but only 57 are left\.$/).waitFor();
    await notices(page).getByRole("button", { name: "Dismiss" }).click();
    assert.equal(await notices(page).innerText(), "");
    assert.ok((await names(page)).some((name) => name.includes("application_data") || name.includes("50 B")));
  }));

test("records are pasted and opened with the keyboard alone", () =>
  visit({}, async (page) => {
    await page.getByRole("button", { name: "Presets", exact: true }).focus();
    await page.keyboard.press("Enter");
    await presets(page).getByRole("button", { name: "Open a capture" }).focus();
    await page.keyboard.press("Enter");
    await dialog(page).getByLabel("Or TLS records in hex").focus();
    await page.keyboard.insertText(simple.toString());
    await page.keyboard.press("Tab");
    await dialog(page).getByLabel("Secrets", { exact: true }).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.insertText(keys);
    await page.keyboard.press("Tab");
    await dialog(page).getByLabel("Certificates to trust").and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Tab");
    await button(page).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Enter");
    await dialog(page).waitFor({ state: "hidden" });
    await notices(page).getByText("Opened from pasted records.").waitFor();
    assert.ok((await names(page)).some((name) => name.includes("CertificateVerify")));
  }));

test("a trace that was saved opens again, with every secret", () =>
  visit({ address: "#preset=key-update" }, async (page) => {
    const before = await names(page);
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as JSON" }).click(),
    ]);
    const saved = readFileSync(await download.path());
    await page.keyboard.press("Escape");
    await page.evaluate(() => (location.hash = ""));
    await page.getByText("TLS 1.3, full handshake").waitFor();
    await ask(page);
    await dialog(page).getByLabel("File", { exact: true }).setInputFiles(given("saved.json", saved));
    await button(page).click();
    await dialog(page).waitFor({ state: "hidden" });
    assert.deepEqual(await names(page), before);
    // And is saved as the same.
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.getByText("This run was opened from a file, so no link leads to it").waitFor();
    assert.equal(await page.getByLabel("Link", { exact: true }).count(), 0);
    const [again] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as JSON" }).click(),
    ]);
    const { address, ...other } = JSON.parse(saved);
    assert.equal(typeof address, "string");
    assert.deepEqual(JSON.parse(readFileSync(await again.path())), other);
  }));

test("presets and options lead back to a run of the page's own", () =>
  visit({ address: "#preset=rfc8448-simple" }, async (page) => {
    await page.getByText("opened: rfc8448-simple").waitFor();
    await page.getByRole("button", { name: "Presets", exact: true }).click();
    const current = presets(page).locator("[aria-current]");
    await current.first().waitFor();
    assert.equal(await current.count(), 1);
    assert.match(await current.innerText(), /rfc8448-simple/);
    await presets(page).getByRole("button", { name: /\. default$/ }).click();
    await page.getByText("TLS 1.3, full handshake").waitFor();
    await page.waitForFunction(() => location.hash === "");
    assert.equal((await position(page)).last, 27);
    await page.evaluate(() => (location.hash = "#preset=rfc8448-simple"));
    await page.getByText("opened: rfc8448-simple").waitFor();
    await page.getByRole("button", { name: "Client & server" }).click();
    await page.getByRole("button", { name: "Back to the defaults" }).click();
    await page.getByText("TLS 1.3, full handshake").waitFor();
  }));

test("a file may be dropped on the page", () =>
  visit({ address: "#preset=padding" }, async (page) => {
    const drop = (name, bytes) =>
      page.evaluate(
        ({ name, bytes }) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], name));
          for (const kind of ["dragover", "drop"]) {
            const event = new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true });
            document.querySelector("main").dispatchEvent(event);
          }
        },
        { name, bytes: [...bytes] }
      );
    await drop("dropped.pcap", pcap(simple));
    await notices(page).getByText("Opened from dropped.pcap.").waitFor();
    await drop("picture.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]));
    await dialog(page).getByText(/^picture\.png: this is neither a pcap or pcapng file/).waitFor();
  }));

for (const [name, options] of Object.entries({
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "forced colours": { colorScheme: "dark", forcedColors: "active" },
  embed: { viewport: sizes.embed, address: "#ui=embed" },
  phone: { viewport: sizes.phone, hasTouch: true, isMobile: true },
  narrow: { viewport: sizes.narrow },
})) {
  test(`accessible, and fits: ${name}`, () =>
    visit(options, async (page) => {
      await ask(page);
      await button(page).click();
      await dialog(page).getByText("Choose a file, or paste records.").waitFor();
      await accessible(page, name);
      await fits(page, name);
      await dialog(page).getByLabel("Or TLS records in hex").fill(simple.toString());
      await button(page).click();
      await dialog(page).waitFor({ state: "hidden" });
      await slider(page).press("End");
      await accessible(page, `${name}, opened`);
      await fits(page, `${name}, opened`);
    }));
}
