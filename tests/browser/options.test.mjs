// Every option of both sides, and what came of every negotiation.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, addressWith, at, fits, followed, position, rungs, site, sizes, slider, tabTo, title } from "./harness.mjs";

const visit = site();
const dialog = (page) => page.getByRole("dialog", { name: "Client & server" });
async function openDialog(page) {
  await page.getByRole("button", { name: "Client & server" }).click();
  await dialog(page).waitFor();
}
const field = (page, label) => dialog(page).getByLabel(label, { exact: true });
const note = async (page, label) => dialog(page).locator(`#${await field(page, label).getAttribute("aria-describedby")}`).innerText();
const openAll = (page) => dialog(page).locator("details:not([open]) > summary").evaluateAll((all) => all.forEach((one) => one.click()));
const outcome = (page, name) => dialog(page).getByRole("heading", { level: 3, name: new RegExp(`^${name}: `) }).locator("xpath=..");

async function begin(page) {
  await openDialog(page);
  await openAll(page);
}

/** Label, what is put in (a word is chosen, true and false tick, the rest is typed), and what the address then says. */
const options = [
  ["Cipher suites the client offers", "chacha20poly1305, aes128gcm", "suite=chacha20poly1305&suites=chacha20poly1305,aes128gcm"],
  ["Cipher suites the server accepts", "aes256gcm", "ssuites=aes256gcm"],
  ["Groups the client offers", "secp256r1", "group=secp256r1&groups=secp256r1"],
  ["Groups the server accepts", "secp256r1,x25519", "sgroups=secp256r1,x25519"],
  ["Groups the client sends a key for", "x25519, secp256r1", "shares=x25519,secp256r1"],
  ["Groups the client sends a key for", "", "shares="],
  ["Signature schemes the client accepts", "ed25519", "schemes=ed25519"],
  ["The client says which name it wants (SNI)", false, "sni=no"],
  ["The server first makes sure with a cookie that the client can be reached", true, "cookie=yes"],
  ["The client offers values that nobody knows (GREASE)", true, "grease=yes"],
  ["The client dresses up as TLS 1.2 for old equipment (change_cipher_spec)", true, "compat=yes"],
  ["The server asks for the client's certificate", { choose: "yes, and insists" }, "clientauth=required"],
  ["Name in the client's certificate", "me.example", "clientcert=me.example"],
  ["Signature schemes the server accepts", "ed25519", "sschemes=ed25519"],
  ["Key from before that the client offers", { choose: "that of a ticket from an earlier visit" }, "psk=ticket"],
  ["What the server knows of it", { choose: "nothing" }, "spsk=unknown"],
  ["How the client would use it", { choose: "either way" }, "pskmode=either"],
  ["What a ticket is", { choose: "what the server needs, sealed" }, "ticket=sealed"],
  ["Seconds since the earlier visit", "7", "pause=7"],
  ["Seconds that the first message is late", "8", "delay=8"],
  ["What the client says at once", "now", "early=now"],
  ["Early data that the server's tickets allow", "99", "maxearly=99"],
  ["The server takes early data that comes", false, "takeearly=no"],
  ["Most bytes in a record of the client", "50", "fragment=50"],
  ["Most bytes in a record of the server", "51", "sfragment=51"],
  ["The client fills records up to a multiple of", "52", "padding=52"],
  ["The server fills records up to a multiple of", "53", "spadding=53"],
  ["Longest record the client wants", "64", "limit=64"],
  ["Longest record the server wants", "65", "slimit=65"],
  ["The client puts several messages into a record", true, "coalesce=yes"],
  ["The server puts several messages into a record", true, "scoalesce=yes"],
  ["The client takes new keys", { choose: "for both directions" }, "newkeys=both"],
  ["The server takes new keys", { choose: "for what it sends" }, "snewkeys=own"],
  ["Both make a key for the application in the end", true, "exporter=yes"],
];

for (const part of [0, 1, 2]) {
  test(`each option changes the run's address, and is shown again when the link is opened: ${part + 1}`, () =>
    visit({}, async (page) => {
      for (const [label, value, expected] of options.filter((_, index) => index % 3 === part)) {
        await page.evaluate(() => (location.hash = "#"));
        await page.waitForFunction(() => location.hash === "");
        await begin(page);
        const put = field(page, label);
        if (typeof value === "boolean") await put.setChecked(value);
        else if (value.choose) await put.selectOption(value.choose);
        else await put.fill(value);
        assert.equal(await put.getAttribute("aria-invalid"), null, label);
        const hash = await addressWith(page, expected).catch(() => page.evaluate(() => location.hash));
        assert.match(hash, new RegExp(`^#${expected}(&step=\\d+)?$`), label);
        const read = () => (typeof value === "boolean" ? field(page, label).isChecked() : field(page, label).inputValue());
        const shown = await read();
        await page.keyboard.press("Escape");
        await page.evaluate(() => (location.hash = "#"));
        await page.waitForFunction(() => document.getElementById("subject").textContent === "TLS 1.3, full handshake");
        await page.evaluate((hash) => (location.hash = hash), hash);
        await begin(page);
        if (typeof value === "string") assert.equal((await read()).replaceAll(" ", ""), shown.replaceAll(" ", ""), label);
        else assert.equal(await read(), shown, label);
        await page.keyboard.press("Escape");
      }
    }));
}

test("says what is wrong and where as it is typed, and loses nothing", () =>
  visit({ address: "#step=7" }, async (page) => {
    const steps = await page.getByRole("list", { name: "Steps" }).innerText();
    await begin(page);
    const wrong = [
      ["Cipher suites the client offers", "aes128gcm, rc4", /must list, with commas between, aes128gcm, aes256gcm, .*rsa-aes128gcm or rsa-aes256gcm; number 2 is something else/],
      ["Groups the server accepts", "x25519, x25519", /must list each only once; number 2 stands there already/],
      ["Signature schemes the client accepts", "", /must not be empty/],
      ["The client fills records up to a multiple of", "lots", /must be a whole number from 0 to 16384/],
      ["Longest record the client wants", "63", /must be a whole number from 64 to 16385/],
      ["Name in the client's certificate", "not a name", /must be a DNS name/],
      ["Seconds since the earlier visit", "-1", /must be a whole number from 0 to 2592000/],
    ];
    for (const [label, text, expected] of wrong) {
      const input = field(page, label);
      const good = await input.inputValue();
      await input.fill(text);
      assert.equal(await input.getAttribute("aria-invalid"), "true", label);
      assert.match(await note(page, label), expected);
      assert.match(await note(page, label), /The run still uses the last valid value\.$/);
      assert.equal(await input.inputValue(), text, "what was typed stays");
      await input.fill(good);
      assert.equal(await input.getAttribute("aria-invalid"), null, label);
    }
    assert.equal(await page.getByRole("list", { name: "Steps" }).innerText(), steps);
    assert.equal((await position(page)).step, 7);
  }));

test("sections with a choice that is not the default stand open", () =>
  visit({ address: "#preset=padding" }, async (page) => {
    await openDialog(page);
    assert.ok(await field(page, "The client fills records up to a multiple of").isVisible());
    assert.ok(!(await field(page, "Cipher suites the client offers").isVisible()));
    await tabTo(page, dialog(page).getByText("What each offers and accepts"));
    await page.keyboard.press("Enter");
    assert.ok(await field(page, "Cipher suites the client offers").isVisible());
  }));

test("the favourite comes first in a list of one's own", () =>
  visit({ address: "#suites=aes256gcm,aes128gcm" }, async (page) => {
    await begin(page);
    assert.equal(await field(page, "Cipher suite the client puts first").locator("option:checked").innerText(), "TLS_AES_256_GCM_SHA384");
    await field(page, "Cipher suite the client puts first").selectOption("TLS_CHACHA20_POLY1305_SHA256");
    await followed(page);
    assert.equal(await field(page, "Cipher suites the client offers").inputValue(), "chacha20poly1305,aes256gcm,aes128gcm");
  }));

test("tells what each offered, who decided and why, and leads to the step", () =>
  visit({}, async (page) => {
    await begin(page);
    const suite = outcome(page, "Cipher suite");
    assert.match(await suite.innerText(), /Client\s+TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384/);
    assert.match(await suite.innerText(), /The server decides: .* TLS_AES_128_GCM_SHA256 is the client's favourite\./);
    await field(page, "Cipher suites the server accepts").fill("chacha20poly1305");
    await dialog(page).getByText(/TLS_CHACHA20_POLY1305_SHA256 comes after TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384, which the server does not accept\./).waitFor();
    await field(page, "Groups the server accepts").fill("secp256r1");
    await followed(page);
    assert.match(await outcome(page, "Group").innerText(), /asked for a second hello first.*secp256r1 comes after x25519, which the server does not accept/);
    await field(page, "Key from before that the client offers").selectOption("that of a ticket from an earlier visit");
    await field(page, "Seconds since the earlier visit").fill("99999");
    await followed(page);
    assert.match(await outcome(page, "Pre-shared key").innerText(), /The ticket is too old/);
    await field(page, "Seconds since the earlier visit").fill("9");
    await outcome(page, "PSK key exchange mode").waitFor();
    await followed(page);
    assert.equal(await outcome(page, "Signature scheme").count(), 0);
    const button = outcome(page, "Cipher suite").getByRole("button", { name: /^Step \d+$/ });
    const step = Number((await button.innerText()).slice(5));
    await button.click();
    await dialog(page).waitFor({ state: "hidden" });
    await at(page, step);
    assert.equal(await title(page).innerText(), "The server chooses");
  }));

test("what the server brought is told, whoever says it last", () =>
  visit({ address: "#salpn=imap,http/1.1" }, async (page) => {
    await openDialog(page);
    const protocol = await outcome(page, "Application protocol").innerText();
    assert.match(protocol, /Server\s+imap, http\/1\.1/);
    assert.match(protocol, /http\/1\.1 comes after imap, which the client does not offer\./);
    assert.match(protocol, /Step 3$/m);
  }));

test("a handshake without common ground says so", () =>
  visit({ address: "#suites=aes128gcm&ssuites=aes256gcm" }, async (page) => {
    await openDialog(page);
    assert.match(await outcome(page, "Cipher suite").innerText(), /Cipher suite: none[^]*The two have none in common\./);
    await page.keyboard.press("Escape");
    await slider(page).press("End");
    assert.match(await title(page).innerText(), /^The server ends the connection: handshake_failure/);
    assert.ok((await rungs(page).count()) > 1);
  }));

for (const [name, options] of Object.entries({
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "forced colours": { colorScheme: "dark", forcedColors: "active" },
  embed: { viewport: sizes.embed, address: "#ui=embed" },
  phone: { viewport: sizes.phone, hasTouch: true, isMobile: true },
  narrow: { viewport: sizes.narrow },
})) {
  test(`accessible, and fits, with every section open: ${name}`, () =>
    visit(options, async (page) => {
      await begin(page);
      await accessible(page, name);
      await fits(page, name);
      await field(page, "Groups the server accepts").fill("x");
      await accessible(page, `${name}, an invalid list`);
    }));
}
