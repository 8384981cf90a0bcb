// The inspector's other pages, at the first, a middle and the last step; what one says, the others say too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { at, fact, goTo, panel, position, site, sizes, story, tab } from "./harness.mjs";

const visit = site();
const hex = /^([0-9a-f]{2} )+[0-9a-f]{2}$/;

/** Opens a page of the inspector. */
async function view(page, name) {
  await tab(page, name).click();
  await page.getByRole("tabpanel", { name, exact: true }).waitFor();
}

/** Opens a secret by its name, and returns the bytes that stand under a term. */
async function bytesOf(page, name, term) {
  const node = panel(page).getByRole("button", { name, exact: false }).and(panel(page).locator("[aria-expanded]"));
  if ((await node.getAttribute("aria-expanded")) === "false") await node.click();
  const bytes = await fact(panel(page), term).getByRole("code").innerText();
  assert.match(bytes, hex);
  return bytes;
}

test("keys: none before the first, then each with its function, inputs and bytes", () =>
  visit({ address: "#tab=keys" }, async (page) => {
    await panel(page).getByText(/^2 secrets so far/).waitFor();
    await panel(page).getByText("Master Secret, not yet born").waitFor();
    await goTo(page, 12);
    await panel(page).getByText(/^15 secrets so far/).waitFor();
    await goTo(page, 27);
    await panel(page).getByText(/^26 secrets so far/).waitFor();
    assert.equal(await panel(page).getByText("not yet born").count(), 0);
    const nodes = panel(page).getByRole("button", { name: /^\d+ / }).and(page.locator("[aria-expanded]"));
    const names = await nodes.evaluateAll((all) => all.map((one) => Number(one.textContent.match(/^\d+/)[0])));
    assert.deepEqual(names.toSorted((one, other) => one - other), Array.from({ length: 26 }, (_, index) => index + 1));
    for (const node of await nodes.all()) {
      await node.click();
      const output = fact(panel(page), "output");
      const [, count] = (await output.innerText()).match(/^(\d+) bytes?/);
      assert.equal((await output.getByRole("code").innerText()).split(" ").length, Number(count));
      const text = await panel(page).innerText();
      assert.match(text, /HKDF-Extract\(salt, IKM\)|HKDF-Expand-Label\(|from the seed of this run|x25519\(/);
      assert.ok((await panel(page).getByRole("link", { name: /^RFC / }).count()) > 0);
    }
  }));

test("keys: what goes in is what came out before", () =>
  visit({ address: "#step=27&tab=keys" }, async (page) => {
    const early = await bytesOf(page, "Early Secret C S", "output");
    const chain = [
      ["Handshake Secret C S", "salt", "derived secret (from Early Secret)"],
      ["Handshake Secret C S", "IKM", "(EC)DHE shared secret"],
      ["Master Secret C S", "salt", "derived secret (from Handshake Secret)"],
      ["server_handshake_traffic_secret", "secret", "7 Handshake Secret"],
      ["server_application_traffic_secret_0", "secret", "17 Master Secret"],
      ["(server_write_key (application))", "secret", "19 server_application_traffic_secret_0"],
      ["resumption PSK", "secret", "25 resumption_master_secret"],
    ];
    assert.equal(early, await bytesOf(page, "derived secret (from Early Secret)", "secret"));
    for (const [name, term, from] of chain) {
      assert.equal(await bytesOf(page, name, term), await bytesOf(page, from, "output"), `${term} of ${name}`);
    }
    await bytesOf(page, "server_handshake_traffic_secret", "output");
    const row = (name) => panel(page).getByRole("row", { name }).getByRole("code");
    assert.equal(await row(/^label/).innerText(), '"tls13 s hs traffic"');
    assert.equal(await row(/^length of label/).innerText(), "18 bytes");
    assert.equal(await row(/^length of context/).innerText(), "32 bytes");
  }));

test("transcript: grows by message, and its hashes are those of the keys", () =>
  visit({ address: "#tab=transcript" }, async (page) => {
    await panel(page).getByText("No handshake message yet.").waitFor();
    await goTo(page, 12);
    await panel(page).getByText(/^5 handshake messages, 1288 bytes/).waitFor();
    await goTo(page, 27);
    const hashes = new Map();
    for (const mark of await panel(page).getByRole("listitem").filter({ has: page.getByRole("button", { name: "Copy the hash" }) }).all()) {
      const hash = await mark.getByRole("code").innerText();
      for (const use of await mark.getByRole("list").getByRole("button").allInnerTexts()) hashes.set(use, hash);
    }
    assert.ok(hashes.size >= 11, [...hashes.keys()].join());
    assert.equal(await panel(page).getByText("verified by the").count(), 3);
    await view(page, "Keys");
    const secrets = [...hashes.keys()].filter((use) => /_secret|derived secret/.test(use));
    assert.ok(secrets.length >= 8);
    for (const secret of secrets) assert.equal(await bytesOf(page, secret, "context"), hashes.get(secret), secret);
    await view(page, "Certificate");
    const signed = panel(page).getByRole("listitem").filter({ hasText: /^transcript hash/ }).getByRole("code");
    assert.equal(await signed.innerText(), hashes.get("CertificateVerify signature"));
  }));

test("transcript: leads to a message and to a secret", () =>
  visit({ address: "#step=27&tab=transcript" }, async (page) => {
    await panel(page).getByRole("button", { name: "ServerHello", exact: true }).click();
    await at(page, 5);
    await page.getByRole("tabpanel", { name: "Message" }).waitFor();
    await goTo(page, 27);
    await view(page, "Transcript");
    await panel(page).getByRole("button", { name: "exporter_master_secret" }).click();
    await panel(page).getByRole("heading", { level: 4, name: /^exporter_master_secret/ }).waitFor();
  }));

test("keys: what is born is brought into sight, and the page around it stays", () =>
  visit({ address: "#tab=keys" }, async (page) => {
    const isSeen = () =>
      panel(page).evaluate((panel) => {
        const born = panel.querySelector(".node.new");
        if (!born) return "none is new";
        const [inner, outer] = [born.getBoundingClientRect(), panel.getBoundingClientRect()];
        return inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
      });
    const { last } = await position(page);
    let born = 0;
    for (let step = 1; step <= last; step += 1) {
      await goTo(page, step);
      const seen = await isSeen();
      assert.notEqual(seen, false, `step ${step}`);
      born += seen === true ? 1 : 0;
      assert.equal(await page.evaluate(() => scrollY), 0);
    }
    assert.ok(born > 4, String(born));
  }));

test("certificate: none at first, then the chain and each check, all of them passed", () =>
  visit({ address: "#tab=certificate" }, async (page) => {
    await panel(page).getByText("No certificate yet.").waitFor();
    await goTo(page, 10);
    await panel(page).getByText("Nothing so far").waitFor();
    await goTo(page, 11);
    await panel(page).getByText("Not verified yet.").waitFor();
    for (const step of [13, 27]) {
      await goTo(page, step);
      const headings = await panel(page).getByRole("heading", { level: 4 }).allInnerTexts();
      assert.deepEqual(headings.map((heading) => heading.match(/^\w+/)[0]), ["Root", "Intermediate", "Leaf"]);
      const checks = await panel(page).getByRole("group").filter({ hasText: /passed|failed/ }).locator("summary").allInnerTexts();
      const titles = ["Chain leads to a trusted root", "Certificate's signature", "Valid on this date", "Name matches", "Key may be used for this", "Sender holds the private key"];
      for (const title of titles) assert.ok(checks.some((check) => check.startsWith(title)), `${title}: ${checks.join("; ")}`);
      assert.ok(checks.every((check) => check.endsWith("passed")), checks.join("; "));
    }
    const signed = panel(page).getByRole("listitem");
    const spaces = await signed.filter({ hasText: /^64 spaces/ }).getByRole("code").innerText();
    assert.equal(spaces.match(/·/g).length, 64);
    await signed.filter({ hasText: /^context string/ }).getByText("TLS 1.3, server CertificateVerify").waitFor();
    assert.equal(await signed.filter({ hasText: /^a zero byte/ }).getByRole("code").innerText(), "00");
  }));

test("certificate: the root has its fields and bytes too, and they are the ones that are copied", () =>
  visit({ address: "#step=27&tab=certificate" }, async (page) => {
    const root = panel(page).getByRole("listitem").filter({ has: page.getByRole("heading", { level: 4, name: /^Root/ }) });
    await root.getByText("not sent: from the client's own list").waitFor();
    const until = root.getByRole("button", { name: / UTC$/ }).last();
    const date = await until.innerText();
    await until.click();
    const fields = root.getByRole("list", { name: "Fields of the certificate" });
    const field = fields.getByRole("button", { name: new RegExp(`^notAfter, .*${date}`) }).last();
    assert.equal(await field.getAttribute("aria-current"), "true");
    const bytes = (await root.locator(".run.sel").allTextContents()).join(" ");
    const text = bytes.split(" ").map((byte) => String.fromCharCode(parseInt(byte, 16))).join("");
    assert.equal(text, `${date.slice(2, 19).replace(/[-: ]/g, "")}Z`);
    const facts = (await root.locator("dl.facts").first().innerText()).replace(/\s+/g, " ");
    assert.match(facts, /^for (.+) issued by \1 from /, "a root has issued itself");
  }));

test("certificate: each check tells its evidence, and each fact leads to its bytes", () =>
  visit({ address: "#step=27&tab=certificate" }, async (page) => {
    for (const check of await panel(page).getByRole("group").filter({ hasText: "passed" }).all()) {
      await check.locator("summary").click();
      assert.ok((await check.getByRole("paragraph").first().innerText()).length > 40);
      assert.ok((await check.getByRole("link", { name: /^RFC / }).count()) > 0, await check.innerText());
    }
    await panel(page).getByRole("button", { name: "2026-12-31 23:59:59 UTC" }).click();
    const fields = panel(page).getByRole("list", { name: "Fields of the certificate" });
    const field = fields.getByRole("button", { name: /^notAfter, .*2026-12-31 23:59:59 UTC/ }).last();
    assert.equal(await field.getAttribute("aria-current"), "true");
    const bytes = (await panel(page).locator(".run.sel").allTextContents()).join(" ");
    const text = bytes.split(" ").map((byte) => String.fromCharCode(parseInt(byte, 16))).join("");
    assert.equal(text, "261231235959Z");
  }));

for (const [preset, sent, checked] of [["client-certificate", 21, 22], ["tls12-client-certificate", 17, 19], ["everything", 29, 30]]) {
  test(`certificate: the client's chain in ${preset}, and what the server makes of it`, () =>
    visit({ address: `#preset=${preset}&step=${sent - 1}&tab=certificate` }, async (page) => {
      const titles = (level) => panel(page).getByRole("heading", { level }).allInnerTexts();
      await panel(page).getByRole("heading", { name: "What the client checks", exact: true }).waitFor();
      assert.ok(!(await titles(3)).some((name) => name.includes("server checks")));
      await goTo(page, sent);
      await panel(page).getByRole("heading", { name: "What the server checks", exact: true }).waitFor();
      await panel(page).getByText("Nothing so far: the server checks the chain once it has it.").waitFor();
      await goTo(page, checked);
      const names = await titles(3);
      assert.equal(new Set(names).size, names.length, names.join("; "));
      assert.deepEqual(names.slice(-3), ["The client's certificates", "What the server checks", "The client's CertificateVerify"]);
      const chain = ["Root", "Intermediate", "Leaf"];
      assert.deepEqual((await titles(4)).map((heading) => heading.match(/^\w+/)[0]), [...chain, ...chain]);
      const checks = await panel(page).getByRole("group").filter({ hasText: "passed" }).locator("summary").allInnerTexts();
      assert.equal(checks.filter((check) => check.startsWith("Chain leads to a trusted root")).length, 2);
    }));
}

test("certificate: in another order none is called what it is not", () =>
  visit({ address: "#preset=wrong-order&step=11&tab=certificate" }, async (page) => {
    await panel(page).getByText(/Here not each is followed by the one that issued it/).waitFor();
    const headings = await panel(page).getByRole("heading", { level: 4 }).allInnerTexts();
    assert.deepEqual(headings.map((heading) => heading.match(/^(Root|Sent \w+)/)?.[0]), ["Root", "Sent second", "Sent first"]);
    assert.equal(await panel(page).getByText(/^(leaf|intermediate)$/).count(), 0);
  }));

test("certificate: a server without a name has its address in it", () =>
  visit({ address: "#preset=ip-address&step=11&tab=certificate" }, async (page) => {
    assert.equal(await fact(panel(page), "addresses").innerText(), "2001:db8::1");
  }));

test("certificate: who comes back shows none in this connection", () =>
  visit({ address: "#preset=resumption&step=55&tab=certificate" }, async (page) => {
    await panel(page).getByText(/^No certificate is sent in this connection\./).waitFor();
  }));

test("certificate: an RSA key that is too short is said to be", () =>
  visit({ address: "#preset=rfc8448-simple&step=10&tab=certificate" }, async (page) => {
    await panel(page).getByText(/the key is RSA with 1024 bits/).waitFor();
  }));

test("states: Appendix A's names, from START to CLOSED", () =>
  visit({ address: "#tab=states" }, async (page) => {
    const now = async (side) => (await panel(page).getByRole("heading", { level: 3, name: side }).innerText()).match(/now (\w+)/)[1];
    const both = async () => [await now("Client"), await now("Server")];
    assert.deepEqual(await both(), ["START", "START"]);
    await goTo(page, 12);
    assert.deepEqual(await both(), ["WAIT_CV", "NEGOTIATED"]);
    assert.equal(await panel(page).locator("[aria-current='true']").count(), 2);
    await goTo(page, 19);
    assert.deepEqual(await both(), ["CONNECTED", "WAIT_FINISHED"]);
    await goTo(page, 25);
    assert.deepEqual(await both(), ["CONNECTED", "CONNECTED"]);
    await goTo(page, 27);
    assert.deepEqual(await both(), ["CLOSED", "CLOSED"]);
    await panel(page).getByRole("button", { name: "step 8" }).first().click();
    await at(page, 8);
  }));

test("who knows: anyone reads the two hellos, and holds no secret ever", () =>
  visit({ address: "#tab=knowledge" }, async (page) => {
    const rows = async () => {
      const all = await panel(page).getByRole("row").filter({ has: page.getByRole("cell") }).all();
      return Promise.all(all.map(async (row) => [
        (await row.getByRole("rowheader").innerText()).replace(/\s+/g, " ").trim(),
        ...(await row.getByRole("cell").allInnerTexts()).map((text) => text.trim()),
      ]));
    };
    assert.deepEqual((await rows()).map(([, , , wire]) => wire), ["no", "no"]);
    for (const step of [12, 27]) {
      await goTo(page, step);
      const all = await rows();
      const messages = all.filter(([, client]) => ["reads", "sealed"].includes(client));
      const secrets = all.filter(([, client]) => ["yes", "no"].includes(client));
      assert.equal(messages.length + secrets.length, all.length);
      assert.deepEqual(messages.map(([, , , wire]) => wire), messages.map((_, index) => (index < 2 ? "reads" : "sealed")));
      assert.ok(messages.every(([, client, server]) => client === "reads" && server === "reads"));
      assert.ok(secrets.every(([, , , wire]) => wire === "no"));
      const own = secrets.filter(([, client, server]) => client !== server).map(([name]) => name).toSorted();
      assert.deepEqual(own, ["client ephemeral private key", "server certificate private key", "server ephemeral private key"]);
      await view(page, "Keys");
      await panel(page).getByText(new RegExp(`^${secrets.length} secrets so far`)).waitFor();
      await view(page, "Who knows");
      const card = await page.getByRole("group", { name: "On the wire" }).innerText();
      assert.match(card, new RegExp(`Reads 2 messages; ${messages.length - 2} sealed`));
    }
  }));

/** The ways through the machines that RFC 8446 Appendix A and RFC 5246 §7.3 draw: each state with the arrow that leads to it. */
const ways = {
  "preset=early-data": {
    client: ["START", "WAIT_SH", "WAIT_EE", "WAIT_FINISHED < Recv EncryptedExtensions, with a PSK", "CONNECTED", "CLOSED"],
    server: ["START", "RECVD_CH", "NEGOTIATED", "WAIT_EOED < Send ServerHello … Finished, take early data", "WAIT_FLIGHT2 < Recv EndOfEarlyData", "WAIT_FINISHED", "CONNECTED", "CLOSED"],
  },
  "preset=client-certificate": {
    client: ["START", "WAIT_SH", "WAIT_EE", "WAIT_CERT_CR", "WAIT_CERT < Recv CertificateRequest", "WAIT_CV < Recv Certificate", "WAIT_FINISHED", "CONNECTED", "CLOSED"],
    server: ["START", "RECVD_CH", "NEGOTIATED", "WAIT_FLIGHT2", "WAIT_CERT < A client certificate was asked for", "WAIT_CV < Recv Certificate", "WAIT_FINISHED < Recv CertificateVerify", "CONNECTED", "CLOSED"],
  },
  "preset=tls12-client-certificate": {
    client: ["START", "WAIT_SH", "WAIT_CERT < Recv ServerHello", "WAIT_SKE", "WAIT_CR_SHD < Recv ServerKeyExchange", "WAIT_SHD < Recv CertificateRequest", "WAIT_CCS < Recv ServerHelloDone, send ClientKeyExchange … Finished", "WAIT_FINISHED", "CONNECTED", "CLOSED"],
    server: ["START", "RECVD_CH", "NEGOTIATED", "WAIT_CERT < Send ServerHello … ServerHelloDone", "WAIT_CKE < Recv Certificate", "WAIT_CV < Recv ClientKeyExchange", "WAIT_CCS < Recv CertificateVerify", "WAIT_FINISHED", "CONNECTED", "CLOSED"],
  },
  "preset=tls12-session-ticket": {
    client: ["START", "WAIT_SH", "WAIT_NST < Recv ServerHello: the session is resumed", "WAIT_CCS < Recv NewSessionTicket", "WAIT_FINISHED", "CONNECTED", "CLOSED"],
    server: ["START", "RECVD_CH", "NEGOTIATED", "WAIT_CCS < Send ServerHello … Finished: the session is resumed", "WAIT_FINISHED", "CONNECTED", "CLOSED"],
  },
};
for (const [link, sides] of Object.entries(ways)) {
  test(`the states of ${link}, and what leads to them`, () =>
    visit({ address: `#${link}&tab=states` }, async (page) => {
      await page.getByRole("slider", { name: "Step" }).press("End");
      await panel(page).getByText("now CLOSED").first().waitFor();
      for (const [side, way] of Object.entries(sides)) {
        const drawn = await panel(page)
          .locator(`.machine.side-${side} .place`)
          .evaluateAll((places) => places.map((place) => [place.querySelector("b").textContent, place.querySelector(".edge")?.textContent]));
        const expected = way.map((place) => place.split(" < "));
        assert.deepEqual(drawn.map(([state, edge], index) => (expected[index]?.[1] ? [state, edge] : [state])), expected, side);
      }
    }));
}

test("a side that is broken on purpose is called so at every step", () =>
  visit({ address: "#omits=client-chain,server-finished" }, async (page) => {
    await page.getByRole("group", { name: "Broken client" }).waitFor();
    await page.getByRole("group", { name: "Broken server" }).waitFor();
    await page.getByRole("banner").getByText("both broken on purpose").waitFor();
  }));

for (const [preset, side] of [["default", "server"], ["client-certificate", "client"], ["tls12-client-certificate", "client"]]) {
  test(`keys: what a certificate's key has signed, with the way there: ${side} of ${preset}`, () =>
    visit({ address: `#preset=${preset}&tab=keys` }, async (page) => {
      await page.getByRole("button", { name: "Last step" }).click();
      await panel(page).getByRole("button", { name: `${side} certificate private key` }).first().click();
      await panel(page).getByText("signs made").waitFor();
      await panel(page).getByRole("term").filter({ hasText: "signs made" }).locator("xpath=following-sibling::dd[1]").getByRole("button").first().click();
      await story(page).getByRole("heading", { name: /proves/i }).waitFor();
    }));
}

test("keys: where the two hold different values, it is said", () =>
  visit({ address: "#preset=wrong-psk&step=8&tab=keys" }, async (page) => {
    await panel(page).getByRole("button", { name: /binder_key.*with another value each/ }).waitFor();
    await tab(page, "Who knows").click();
    await panel(page).getByRole("cell", { name: "another value" }).first().waitFor();
  }));

test("another page begins at its top", () =>
  visit({ address: "#preset=everything&step=40&tab=keys" }, async (page) => {
    await panel(page).evaluate((panel) => panel.scrollTo(0, 300));
    assert.ok(await panel(page).evaluate((panel) => panel.scrollTop) > 200);
    await tab(page, "States").click();
    await page.waitForFunction(() => document.querySelector("[role=tabpanel]").scrollTop === 0);
  }));

for (const [name, options] of Object.entries({ desktop: {}, embed: { viewport: sizes.embed } })) {
  test(`certificate: a fact takes the focus to its field, which is in sight: ${name}`, () =>
    visit({ address: `#step=12&tab=certificate${name === "embed" ? "&ui=embed" : ""}`, ...options }, async (page) => {
      const root = panel(page).getByRole("listitem").filter({ hasText: /^\s*Root/ }).first();
      // The button that copies stands beside the words, not below.
      const [head, copy] = await Promise.all([root.locator("h4").boundingBox(), root.getByRole("button", { name: "Copy the certificate" }).boundingBox()]);
      const words = await root.locator("h4 .meta").boundingBox();
      assert.ok(copy.y < words.y + words.height && copy.x >= words.x + words.width - 1, JSON.stringify([head, words, copy]));
      await fact(root, "for").getByRole("button").focus();
      await page.keyboard.press("Enter");
      const row = panel(page).getByRole("button", { name: /^commonName, bytes / }).and(page.locator(":focus"));
      await row.waitFor();
      const [box, hex] = await Promise.all([row.boundingBox(), root.locator(".hex").boundingBox()]);
      assert.ok(box.y >= hex.y + hex.height - 1, `the row at ${box.y} is under the bytes, which end at ${hex.y + hex.height}`);
    }));
}
