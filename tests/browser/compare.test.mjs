// Two runs on one time axis: chosen, moved by sliders, in the address, and the way to the byte where they part.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, addressWith, at, fits, followed, panel, site, sizes } from "./harness.mjs";

const visit = site();
const dialog = (page) => page.getByRole("dialog", { name: "Compare", exact: true });
const cell = (page, row, column) => dialog(page).getByRole("row", { name: new RegExp(`^${row}`) }).getByRole("cell").nth(column - 1);
const rtt = async (page, row, column) => Number(/\((\d+\.\d) RTT\)/.exec(await cell(page, row, column).innerText())[1]);
const slider = (page, name) => dialog(page).getByRole("slider", { name });

async function open(page) {
  await page.getByRole("button", { name: "Learn", exact: true }).click();
  await page.getByRole("button", { name: "Compare two runs" }).click();
  await dialog(page).getByRole("table").waitFor();
}

test("TLS 1.3 beside TLS 1.2: a round trip less, and what each leaves in the clear", () =>
  visit({}, async (page) => {
    await open(page);
    assert.equal(await dialog(page).getByRole("combobox", { name: "Second run" }).evaluate((list) => list.selectedOptions[0].text), "tls12");
    const row = "First application data at the server";
    assert.equal(Math.round((await rtt(page, row, 2)) - (await rtt(page, row, 1))), 1);
    const clear = await dialog(page).getByRole("heading", { name: "tls12", level: 4 }).first().locator("xpath=..").innerText();
    assert.match(clear, /Certificate, from the server/);
    assert.match(clear, /server_name/);
    await dialog(page).getByRole("combobox", { name: "Second run" }).selectOption("early-data");
    await followed(page);
    assert.ok((await rtt(page, row, 2)) < (await rtt(page, row, 1)));
    await addressWith(page, "compare=early-data");
  }));

test("sliders move by the keyboard, speak, and stand in the address", () =>
  visit({ address: "#compare=tls12" }, async (page) => {
    await dialog(page).getByRole("table").waitFor();
    const latency = slider(page, "Latency");
    const row = "First application data at the client";
    const before = await cell(page, row, 1).innerText();
    assert.equal(await latency.getAttribute("aria-valuetext"), "100 ms there and back");
    await latency.press("ArrowRight");
    assert.equal(await latency.getAttribute("aria-valuetext"), "150 ms there and back");
    assert.notEqual(await cell(page, row, 1).innerText(), before);
    await slider(page, "Loss").press("End");
    assert.equal(await slider(page, "Loss").getAttribute("aria-valuetext"), "30 % of packets lost");
    assert.match(await cell(page, "Packets, client to server", 1).innerText() + (await cell(page, "Packets, server to client", 1).innerText()), /lost/);
    await slider(page, "Bandwidth").press("Home");
    assert.equal(await slider(page, "Bandwidth").getAttribute("aria-valuetext"), "32 kbit/s");
    const address = await addressWith(page, "bandwidth=32");
    assert.match(address, /latency=150/);
    assert.match(address, /loss=300/);
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !location.hash.includes("compare"));
  }));

test("the first difference is a click away, to the byte", () =>
  visit({ address: "#compare=aes-256-gcm" }, async (page) => {
    await dialog(page).getByText(/The two part in step 2 of the first, ClientHello, at byte \d+/).waitFor();
    await dialog(page).getByRole("button", { name: "Show the first difference" }).click();
    await dialog(page).waitFor({ state: "hidden" });
    await at(page, 2);
    await panel(page).getByRole("list", { name: "Fields of the message" }).locator('[aria-current="true"]').filter({ hasText: "cipher_suite" }).waitFor();
  }));

test("a run of two connections: either one, in the address too", () =>
  visit({ address: "#preset=resumption&compare=tls12" }, async (page) => {
    await dialog(page).getByRole("table").waitFor();
    const first = dialog(page).getByRole("combobox", { name: "Connection of the first" });
    const chosen = () => first.evaluate((list) => list.selectedOptions[0].text);
    assert.deepEqual(await first.evaluate((list) => [...list.options].map((option) => option.text)), ["connection 1", "connection 2"]);
    assert.equal(await chosen(), "connection 2");
    assert.equal(await dialog(page).getByRole("combobox", { name: "Connection of the second" }).isVisible(), false);
    const sent = () => cell(page, "Records, server to client", 1).innerText();
    const again = Number.parseInt(await sent(), 10);
    await first.selectOption("connection 1");
    await addressWith(page, "connections=1,last");
    // A ticket takes the place of certificate and signature.
    assert.ok(Number.parseInt(await sent(), 10) > again + 500, await sent());
    await dialog(page).getByRole("columnheader", { name: "First: resumption, connection 1" }).waitFor();
    await dialog(page).getByRole("button", { name: "Swap the two" }).click();
    await dialog(page).getByText("First run: tls12").waitFor();
    assert.equal(await first.isVisible(), false);
    const second = dialog(page).getByRole("combobox", { name: "Connection of the second" });
    assert.equal(await second.evaluate((list) => list.selectedOptions[0].text), "connection 1");
    await addressWith(page, "connections=last,1");
    await second.selectOption("connection 2");
    await page.waitForFunction(() => !location.hash.includes("connections"));
  }));

test("with an impostor: the connection with the client, or that with the server", () =>
  visit({ address: "#impostor=compromised-authority&compare=default&connections=1,last" }, async (page) => {
    await dialog(page).getByRole("table").waitFor();
    const first = dialog(page).getByRole("combobox", { name: "Connection of the first" });
    const names = ["connection 1: client and attacker", "connection 2: attacker and server"];
    assert.deepEqual(await first.evaluate((list) => [...list.options].map((option) => option.text)), names);
    assert.equal(await first.evaluate((list) => list.selectedOptions[0].text), names[0]);
    // The client's hello is its own in the first; the attacker's begins with another random number.
    await dialog(page).getByText(/The two part in step \d+ of the first, ServerHello, at byte 6\./).waitFor();
    await first.selectOption(names[1]);
    await dialog(page).getByText(/The two part in step \d+ of the first, ClientHello, at byte 6\./).waitFor();
    await dialog(page).getByRole("button", { name: "Show the first difference" }).click();
    await panel(page).getByRole("list", { name: "Fields of the message" }).locator('[aria-current="true"]').filter({ hasText: "random" }).waitFor();
  }));

test("from here: what was is kept, something is changed, and both futures are there", () =>
  visit({ address: "#step=9" }, async (page) => {
    await open(page);
    await dialog(page).getByRole("button", { name: "Change something from here" }).click();
    const options = page.getByRole("dialog", { name: "Client & server" });
    await options.getByLabel("Tickets the server sends").selectOption("4");
    await options.getByLabel("Group of the key exchange").selectOption("secp256r1");
    await options.getByRole("button", { name: "Compare the two" }).click();
    await dialog(page).getByRole("table").waitFor();
    assert.match(await dialog(page).getByText(/^First run:/).innerText(), /own choices/);
    assert.equal(await dialog(page).getByRole("combobox", { name: "Second run" }).evaluate((list) => list.selectedOptions[0].text), "default");
    await dialog(page).getByRole("button", { name: "Swap the two" }).click();
    await dialog(page).getByText("First run: default").waitFor();
    await addressWith(page, "compare=");
  }));

for (const [name, options] of Object.entries({
  desktop: { viewport: sizes.desktop },
  dark: { colorScheme: "dark" },
  "forced colours": { colorScheme: "dark", forcedColors: "active" },
  embed: { viewport: sizes.embed },
  phone: { viewport: sizes.phone, hasTouch: true, isMobile: true },
  narrow: { viewport: sizes.narrow },
  "text of 200 %": { viewport: sizes.desktop, text: 2 },
})) {
  test(`accessible, and fits: ${name}`, () => {
    const { text, ...rest } = options;
    return visit({ ...rest, address: `#preset=client-certificate&compare=tls12-client-certificate&loss=100${name === "embed" ? "&ui=embed" : ""}` }, async (page) => {
      await dialog(page).getByRole("table").waitFor();
      if (text) await page.evaluate((text) => (document.documentElement.style.fontSize = `${100 * text}%`), text);
      await dialog(page).locator("details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
      await accessible(page, name);
      await fits(page, name);
      const inner = await dialog(page).evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
      assert.ok(inner <= 1, `the dialog scrolls sideways by ${inner}`);
    });
  });
}

test("what was opened has its own name, and is not lost", () =>
  visit({ address: "#preset=rfc8448-simple&compare=tls12" }, async (page) => {
    await dialog(page).getByText("First run: rfc8448-simple").waitFor();
    await dialog(page).getByRole("columnheader", { name: "First: rfc8448-simple" }).waitFor();
    for (const name of ["Swap the two", "Change something from here"]) assert.equal(await dialog(page).getByRole("button", { name }).count(), 0);
  }));

test("a slider moves what it is called and nothing else, and follows the address", () =>
  visit({ address: "#compare=tls12&latency=120&bandwidth=700" }, async (page) => {
    await dialog(page).getByText("120 ms there and back").waitFor();
    await slider(page, "Loss").press("ArrowRight");
    const address = await addressWith(page, "loss=1");
    assert.match(address, /latency=120/);
    assert.match(address, /bandwidth=700/);
    await page.evaluate(() => (location.hash = location.hash.replace("latency=120", "latency=10")));
    await dialog(page).getByText("10 ms there and back").waitFor();
    assert.equal(await slider(page, "Latency").getAttribute("aria-valuetext"), "10 ms there and back");
    await slider(page, "Latency").press("ArrowRight");
    await dialog(page).getByText("20 ms there and back").waitFor();
  }));

test("where somebody interferes, the two part there", () =>
  visit({ address: "#attack=c0-flip-11-01&compare=default" }, async (page) => {
    await dialog(page).getByText(/part in step 3 of the first, where somebody on the way changes a record, at byte 11/).waitFor();
  }));
