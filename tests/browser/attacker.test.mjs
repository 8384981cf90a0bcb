// The settings of the attacker, chosen by role and name: the run is computed anew, what comes of it is seen, the address holds it,
// and who opens that address finds it again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, addressWith, at, followed, open, panel, position, rungNames, rungs, site, sizes, slider, story, tab, title } from "./harness.mjs";

const visit = site();
const dialog = (page) => page.getByRole("dialog", { name: "Client & server" });
const attacker = (page) => page.getByRole("region", { name: "Somebody on the way" });
const IMPOSTOR = "Somebody plays the server to the client, and the client to the server";

/** Opens the options, puts in what is given (a word is chosen, true and false tick), and closes them. */
async function choose(page, choices) {
  await page.getByRole("button", { name: "Client & server" }).click();
  await dialog(page).waitFor();
  await dialog(page).locator("details:not([open]) > summary").evaluateAll((all) => all.forEach((one) => one.click()));
  for (const [name, value] of Object.entries(choices)) {
    if (typeof value === "string") await dialog(page).getByRole("combobox", { name, exact: true }).selectOption(value);
    else await dialog(page).getByRole("checkbox", { name, exact: true }).setChecked(value);
    await followed(page);
  }
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "hidden" });
}

/** What the page shows of a run at its end. */
async function end(page) {
  await slider(page).press("End");
  await at(page, (await position(page)).last);
  return { title: await title(page).innerText(), steps: await rungNames(page), actors: await page.locator(".actors h2").allInnerTexts() };
}

/** Opens the address as it stands in a page of its own, as a reload does, and holds it against what is seen here. */
async function again(page, part, { browser, served }, look) {
  const hash = await addressWith(page, part);
  const seen = await look(page);
  const other = await open(browser, { url: served.url, address: hash });
  assert.deepEqual(await look(other.page), seen);
  assert.deepEqual(other.problems, []);
  await other.close();
}

const impostors = [
  ["with a certificate that they signed themselves", "self-signed", "The client ends the connection: unknown_ca"],
  ["with one from an authority of their own", "unknown-authority", "The client ends the connection: unknown_ca"],
  ["with one for another name, from the authority the client trusts", "other-name", "The client ends the connection: bad_certificate"],
  ["with an old one of the server's that has expired, and its key", "expired-certificate", "The client ends the connection: certificate_expired"],
  ["with the server's own, but without its key", "stolen-certificate", "The client ends the connection: decrypt_error"],
  ["with one for the right name, from the authority the client trusts", "compromised-authority", "The server says goodbye"],
];

for (const [words, word, last] of impostors) {
  test(`an impostor ${words}`, () =>
    visit({}, async (page, site) => {
      await choose(page, { [IMPOSTOR]: words });
      assert.equal((await end(page)).title, last);
      // In the one that succeeds, the last connection is that with the server.
      const played = word === "compromised-authority" ? "Attacker as client" : "Attacker as server";
      await page.getByRole("group", { name: played, exact: true }).waitFor();
      await again(page, `impostor=${word}`, site, end);
      await choose(page, { [IMPOSTOR]: "nobody" });
      await page.waitForFunction(() => !location.hash.includes("impostor"));
      assert.deepEqual((await end(page)).actors, ["Client", "On the wire", "Server"]);
    }));
}

test("the rows of an impostor's connection say and show who acts", () =>
  visit({}, async (page) => {
    await choose(page, { [IMPOSTOR]: impostors.at(-1)[0] });
    const names = await rungNames(page);
    assert.ok(names.some((name) => /ServerHello .*attacker to client/.test(name)), names.join("\n"));
    assert.ok(names.some((name) => /ClientHello .*attacker to server/.test(name)), names.join("\n"));
    assert.ok(names.some((name) => /Attacker: makes a key pair/.test(name)), names.join("\n"));
    assert.ok(!names.some((name) => /(server to client|client to server)/.test(name)), names.join("\n"));
    await rungs(page).nth(names.findIndex((name) => /ServerHello/.test(name))).click();
    await page.getByRole("heading", { name: /^ServerHello attacker to client/ }).waitFor();
    // Not by colour alone: with a letter, and a line that is broken.
    const look = (place) =>
      rungs(page).nth(place).evaluate((button) => ({
        letter: button.querySelector(".letter")?.textContent ?? "",
        lines: ["::before", "::after"].map((end) => getComputedStyle(button.parentElement, end).backgroundImage !== "none"),
      }));
    const server = names.findIndex((name) => /ServerHello/.test(name));
    const passedOn = names.findLastIndex((name) => /ClientHello/.test(name));
    assert.deepEqual(await look(server), { letter: "A", lines: [false, true] });
    assert.deepEqual(await look(server - 1), { letter: "A", lines: [false, true] });
    assert.deepEqual(await look(1), { letter: "", lines: [false, true] });
    assert.deepEqual(await look(passedOn), { letter: "A", lines: [true, false] });
    assert.deepEqual(await look(passedOn + 1), { letter: "", lines: [true, false] });
  }));

for (const [name, options] of Object.entries({
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "forced colours": { colorScheme: "dark", forcedColors: "active" },
  phone: { viewport: sizes.phone, hasTouch: true, isMobile: true },
})) {
  test(`an impostor's connections, accessible: ${name}`, () =>
    visit({ address: "#impostor=compromised-authority&step=9", ...options }, async (page) => {
      for (const step of [9, 40]) {
        await rungs(page).nth(step - 1).click();
        await at(page, step);
        await accessible(page, `step ${step}`);
      }
    }));
}

const thefts = [
  ["Later, whoever recorded it all gets the private key of the server's certificate", "server-key", {}, /With it none of the \d+ sealed records opens/],
  ["Later, whoever recorded it all gets the secrets of the last session", "session-secrets", {}, /With it \d+ of the \d+ sealed records open\. What the two say to each other is among them/],
  ["Later, whoever recorded it all gets the ephemeral keys of the first connection", "ephemeral-keys", {}, /With it all of the \d+ sealed records open/],
  ["Later, whoever recorded it all guesses all that the two drew for their key exchanges", "drawn-numbers", {}, /With it all of the \d+ sealed records open/],
  ["Later, whoever recorded it all has a quantum computer", "quantum-computer", {}, /With it all of the \d+ sealed records open/],
  [
    "Later, whoever recorded it all gets the key of the server's tickets",
    "ticket-key",
    {
      "Key from before that the client offers": "that of a ticket from an earlier visit",
      "What a ticket is": "what the server needs, sealed",
      "How the client would use it": "alone (psk_ke)",
    },
    /What the two say to each other in a later connection is among them/,
  ],
];

for (const [label, word, others, said] of thefts) {
  test(`a theft: ${label}`, () =>
    visit({}, async (page, site) => {
      await choose(page, { ...others, [label]: true });
      await attacker(page).getByText(said).waitFor();
      await again(page, `stolen=${word}`, site, (page) => attacker(page).innerText());
      await choose(page, { [label]: false });
      await attacker(page).waitFor({ state: "hidden" });
      await page.waitForFunction(() => !location.hash.includes("stolen"));
    }));
}

test("two thefts add up, and the group of the key exchange decides what a quantum computer is worth", () =>
  visit({}, async (page) => {
    await choose(page, { "Group of the key exchange": "X25519MLKEM768", [thefts[4][0]]: true });
    await attacker(page).getByText(/With it none of the \d+ sealed records opens/).waitFor();
    await choose(page, { [thefts[1][0]]: true });
    await attacker(page).getByText(/What the two say to each other is among them/).waitFor();
    assert.match(await addressWith(page, "session-secrets"), /stolen=(quantum-computer,session-secrets|session-secrets,quantum-computer)/);
  }));

for (const [words, word] of [
  ["are used again by the client in a second connection", "client-reuses"],
  ["are used again by the server in a second connection", "server-reuses"],
]) {
  test(`the keys of the key exchange ${words}: both connections open`, () =>
    visit({}, async (page, site) => {
      const ticket = { "Key from before that the client offers": "that of a ticket from an earlier visit" };
      await choose(page, { ...ticket, [thefts[2][0]]: true });
      await attacker(page).getByText("What the two say to each other in the first connection is among them.").waitFor();
      await choose(page, { "The keys of the key exchange": words });
      await attacker(page).getByText("What the two say to each other in every connection is among them.").waitFor();
      await again(page, `randomness=${word}`, site, (page) => attacker(page).innerText());
    }));
}

test("a recorded hello is sent again, and only a server that forgets takes its early data", () =>
  visit({ address: "#preset=early-data" }, async (page, site) => {
    await choose(page, { "Somebody on the way sends the client's first words again, when all is over": true });
    const sound = await end(page);
    assert.equal(sound.title, "Somebody sends recorded bytes again");
    await addressWith(page, "replay=yes");
    const words = await story(page).innerText();
    await choose(page, { "The server forgets which hellos and tickets came before": true });
    await end(page);
    assert.notEqual(await story(page).innerText(), words);
    await again(page, "omits=server-replay", site, async (page) => [await end(page), await story(page).innerText()]);
  }));

const shows = (name) => impostors.find(([, word]) => word === name)[0];

/** A check that is left out: what makes it fail, the alert without, and what the row of the check then says. */
const omissions = [
  ["The client ignores that the certificates lead to no root it trusts", "client-chain", { [IMPOSTOR]: shows("self-signed") }],
  ["The client ignores that the certificate is for another name", "client-name", { [IMPOSTOR]: shows("other-name") }],
  ["The client ignores that a certificate is not valid today", "client-validity", { [IMPOSTOR]: shows("expired-certificate") }],
  ["The client ignores a wrong signature of the server", "client-signature", { [IMPOSTOR]: shows("stolen-certificate") }],
];

for (const [label, word, others] of omissions) {
  test(`a check that is left out lets the attack succeed: ${label}`, () =>
    visit({}, async (page, site) => {
      await choose(page, others);
      assert.match((await end(page)).title, /^The client ends the connection/);
      await choose(page, { [label]: true });
      const after = await end(page);
      assert.equal(after.title, "The server says goodbye");
      assert.ok(after.steps.some((name) => /fails, ignored/.test(name)), after.steps.join("\n"));
      // What the two say is in the attacker's hands.
      await tab(page, "Who knows").click();
      await panel(page).getByRole("region", { name: "What the attacker holds" }).getByText("application_data").first().waitFor();
      await again(page, `omits=${word}`, site, end);
      await choose(page, { [label]: false });
      assert.match((await end(page)).title, /^The client ends the connection/);
    }));
}

test("a certificate that is out of date is taken by a client that ignores it, and by no other", () =>
  visit({ address: "#date=2027-06-15&omits=client-validity" }, async (page) => {
    const after = await end(page);
    assert.equal(after.title, "The server says goodbye");
    assert.ok(after.steps.some((name) => /fails, ignored/.test(name)), after.steps.join("\n"));
    await choose(page, { "The client ignores that a certificate is not valid today": false });
    assert.equal((await end(page)).title, "The client ends the connection: certificate_expired");
  }));
