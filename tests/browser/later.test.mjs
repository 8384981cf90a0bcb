// What opens of a recorded run when something is stolen later: said beside the run, and record by record under "Who knows".
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, at, fits, panel, site, sizes, story, tab } from "./harness.mjs";

const visit = site();
const attacker = (page) => page.getByRole("region", { name: "Somebody on the way" });
const later = (page) => panel(page).getByRole("region", { name: "What opens later" });
const bundles = (page, word) => later(page).getByRole("listitem").filter({ hasText: new RegExp(`^ *${word}:`) });
const RSA = "#preset=tls12-rsa-key-exchange&stolen=server-key&step=3";

test("with RSA key exchange everything opens with the server's key, and each way leads on", () =>
  visit({ address: RSA }, async (page) => {
    await attacker(page).getByText("With it all of the 6 sealed records open.").waitFor();
    await page.getByRole("group", { name: "Attacker" }).waitFor();
    await attacker(page).getByRole("button", { name: "What opens, and why" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "later-title");
    await later(page).getByText("The client encrypted the premaster secret for it.").waitFor();
    assert.equal(await bundles(page, "Stays sealed").count(), 0);
    assert.equal(await bundles(page, "Opens").count(), 2);
    assert.match(await bundles(page, "Opens").first().innerText(), /server certificate private key → premaster secret → master_secret → key_block → client_write_key/);
    // To a message, and back.
    await bundles(page, "Opens").first().getByRole("button", { name: "application_data" }).click();
    assert.match(await story(page).getByText(/^Step \d+ of/).first().innerText(), /client to server/);
    await panel(page).getByRole("heading", { name: /^application_data/ }).waitFor();
    // To a secret, in the step in which it is born.
    await tab(page, "Who knows").click();
    await later(page).getByText(/secrets follow from it/).click();
    await later(page).getByRole("button", { name: "premaster secret" }).first().click();
    await page.getByRole("tab", { name: "Keys", selected: true }).waitFor();
    await panel(page).getByRole("button", { name: /premaster secret/, pressed: true }).or(panel(page).getByText("premaster secret").first()).first().waitFor();
    // To a record as it is on the wire.
    await tab(page, "Who knows").click();
    await bundles(page, "Opens").first().getByRole("button").first().click();
    await page.getByRole("radio", { name: "On the wire", checked: true }).waitFor();
    await panel(page).getByRole("heading", { name: /client record \d+/ }).first().waitFor();
  }));

test("with ECDHE nothing opens, and it is said what would be needed", () =>
  visit({ address: "#stolen=server-key&step=3&tab=knowledge" }, async (page) => {
    await attacker(page).getByText(/With it none of the \d+ sealed records opens\./).waitFor();
    await later(page).getByText("This key can sign, and decrypt nothing.").waitFor();
    assert.equal(await bundles(page, "Opens").count(), 0);
    assert.equal(await bundles(page, "Stays sealed").count(), 4);
    assert.match(await bundles(page, "Stays sealed").first().innerText(), /Its key comes from \w+ ephemeral private key, which was not stolen\./);
    assert.equal(await later(page).getByText(/follows? from it/).count(), 0);
  }));

for (const theft of ["ephemeral-keys", "drawn-numbers"]) {
  test(`with ${theft} everything opens`, () =>
    visit({ address: `#stolen=${theft}&tab=knowledge` }, async (page) => {
      await attacker(page).getByText(/With it all of the \d+ sealed records open\./).waitFor();
      assert.equal(await bundles(page, "Stays sealed").count(), 0);
      assert.equal(await bundles(page, "Opens").count(), 4);
      await later(page).getByText(/^\d+ secrets follow from it$/).waitFor();
    }));
}

test("a question that it would answer comes first", () =>
  visit({ address: "#experiment=key-stolen-later" }, async (page) => {
    await page.getByRole("heading", { name: "What will happen?" }).waitFor();
    await tab(page, "Who knows").click();
    assert.equal(await later(page).count(), 0);
    await page.getByRole("button", { name: "Show me" }).click();
    await later(page).waitFor();
    // The experiment says itself what follows.
    assert.equal(await attacker(page).isVisible(), false);
  }));

for (const [name, options] of Object.entries({
  light: {},
  dark: { colorScheme: "dark" },
  "forced colours": { colorScheme: "dark", forcedColors: "active" },
  embed: { viewport: sizes.embed },
  phone: { viewport: sizes.phone, hasTouch: true, isMobile: true },
  narrow: { viewport: sizes.narrow },
})) {
  test(`accessible, and fits: ${name}`, () =>
    visit({ address: `${RSA}&tab=knowledge${name === "embed" ? "&ui=embed" : ""}`, ...options }, async (page) => {
      await at(page, 3);
      await later(page).getByText(/secrets follow from it/).click();
      await accessible(page, "what opens");
      await fits(page, name);
      await page.evaluate(() => (location.hash = "#psk=ticket&ticket=sealed&stolen=ticket-key&tab=knowledge&step=40"));
      await later(page).getByText("Connection 2").waitFor();
      await accessible(page, "what stays sealed");
      await fits(page, name);
    }));
}
