// Edits in flight: a record is changed by pointing at it, the page says who noticed, and all of it can be taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, addressWith, at, fits, goTo, next, panel, position, site, sizes, story, tab, tabTo, title } from "./harness.mjs";

const visit = site();
const attacker = (page) => page.getByRole("region", { name: "Somebody on the way" });
const tools = (page) => panel(page).locator("summary", { hasText: "Interfere with client record 1" });
const hello = "#preset=default&step=2&layer=wire";

const interfere = (page) => page.getByRole("banner").getByRole("button", { name: "Interfere", exact: true });
const focused = (page, locator) => locator.and(page.locator(":focus")).waitFor();

test("from a fresh page to a flipped byte and its verdict, by mouse", () =>
  visit({}, async (page) => {
    await interfere(page).click();
    // Before the first message there is nothing to change: the page goes to it.
    await focused(page, tools(page));
    assert.equal((await position(page)).step, 2);
    await attacker(page).getByText(/^Nobody has interfered yet/).waitFor();
    await page.getByRole("group", { name: "Attacker" }).waitFor();
    await panel(page).getByRole("spinbutton", { name: "Byte" }).fill("11");
    await panel(page).getByRole("button", { name: "Flip these bits of the byte" }).click();
    await attacker(page).getByText("The client noticed: A record that does not open. Alert bad_record_mac.").waitFor();
    assert.match(await addressWith(page, "attack="), /attack=c0-flip-11-01/);
    await attacker(page).getByRole("button", { name: "Take all back" }).click();
    await attacker(page).getByRole("button", { name: "Leave the two alone" }).click();
    await attacker(page).waitFor({ state: "hidden" });
    await focused(page, interfere(page));
    await page.waitForFunction(() => !/attack/.test(location.hash));
  }));

test("from a fresh page to a flipped byte and its verdict, by keyboard, at the step that is shown", () =>
  visit({}, async (page) => {
    await goTo(page, 17);
    await tab(page, "Keys").click();
    await page.getByRole("button", { name: "Presets" }).focus();
    await tabTo(page, interfere(page));
    await page.keyboard.press("Enter");
    const summary = panel(page).locator("summary", { hasText: "Interfere with" }).first();
    await focused(page, summary);
    assert.equal((await position(page)).step, 17);
    assert.equal(await summary.evaluate((summary) => summary.parentElement.open), true);
    const byte = panel(page).getByRole("spinbutton", { name: "Byte" }).first();
    await tabTo(page, byte);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("9");
    await tabTo(page, panel(page).getByRole("button", { name: "Flip these bits of the byte" }).first());
    await page.keyboard.press("Enter");
    await attacker(page).getByText(/noticed: .* Alert bad_record_mac\./).waitFor();
    await focused(page, attacker(page).getByRole("heading"));
  }));

test("interfering waits for the answer to an experiment, and leaves what was opened alone", () =>
  visit({ address: "#experiment=flipped-bit" }, async (page) => {
    await interfere(page).click();
    await page.getByText("Answer the question first, or let it be shown.").waitFor();
    await page.evaluate(() => (location.hash = "#preset=rfc8448-simple&step=3"));
    await at(page, 3);
    await interfere(page).click();
    await page.getByText("This was opened, and has happened: nobody can interfere with it any more.").waitFor();
  }));

test("a byte is flipped: who noticed is said, the step is a click away, and it is taken back", () =>
  visit({ address: hello }, async (page) => {
    assert.equal(await attacker(page).isVisible(), false);
    await tools(page).click();
    await panel(page).getByRole("spinbutton", { name: "Byte" }).fill("11");
    await panel(page).getByRole("textbox", { name: "In hex" }).fill("01");
    await panel(page).getByRole("button", { name: "Flip these bits of the byte" }).click();
    assert.match(await addressWith(page, "attack="), /attack=c0-flip-11-01/);
    const said = attacker(page);
    await said.getByText("The client noticed: A record that does not open. Alert bad_record_mac.").waitFor();
    await said.getByText("flips bits of byte 11 of client record 1").first().waitFor();
    // The focus is where what came of it is said.
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Somebody on the way");
    await said.getByRole("button", { name: /^Show step/ }).first().click();
    assert.match(await story(page).innerText(), /bad_record_mac/);
    await said.getByRole("button", { name: /^Take back/ }).click();
    await said.waitFor({ state: "hidden" });
    await page.waitForFunction(() => !location.hash.includes("attack="));
  }));

test("the rows that stay and move say what those of a fresh page do", () =>
  visit({ address: hello }, async (page) => {
    const told = (of) => of.locator("#ladder").evaluate((list) => [...list.children].map((row) => row.outerHTML.replace(' data-travels=""', "")));
    const fresh = async () => {
      const address = await page.evaluate(() => location.href);
      const other = await page.context().newPage();
      await other.goto(address);
      await at(other, (await position(page)).step);
      const rows = await told(other);
      await other.close();
      return rows;
    };
    await tools(page).click();
    for (const [act, address] of [
      [() => panel(page).getByRole("button", { name: "Flip these bits of the byte" }).click(), /attack=c0-flip-0-01/],
      [() => attacker(page).getByRole("button", { name: "Take all back" }).click(), /^(?!.*attack=)/],
      [() => goTo(page, 12), /step=12/],
      [() => page.evaluate(() => (location.hash = "#preset=tls12&step=12&attack=s1-drop")), /s1-drop/],
      [() => page.evaluate(() => (location.hash = "#preset=resumption&step=30")), /resumption/],
      [() => page.evaluate(() => (location.hash = "#preset=everything&step=5")), /everything/],
    ]) {
      await act();
      await page.waitForFunction(([source]) => new RegExp(source).test(location.hash), [address.source]);
      await at(page, (await position(page)).step);
      assert.deepEqual(await told(page), await fresh(), String(address));
    }
  }));

test("a field is pointed at in the message, and replaced by keyboard alone", () =>
  visit({ address: "#preset=default&step=2" }, async (page) => {
    const random = panel(page).getByRole("button", { name: /^random, bytes 6 to 37,/ });
    await random.focus();
    await page.keyboard.press("Enter");
    const button = panel(page).getByRole("button", { name: "Change it on the way" });
    await button.focus();
    await page.keyboard.press("Enter");
    const hex = panel(page).getByRole("textbox", { name: "In hex" });
    await hex.and(page.locator(":focus")).waitFor();
    assert.match(await hex.inputValue(), /^[0-9a-f]{64}$/);
    assert.equal(await panel(page).getByRole("spinbutton", { name: "Byte" }).inputValue(), "11");
    await hex.fill("0102 0x");
    await panel(page).getByText("Its bytes must be 1 to 1024 pairs of hexadecimal digits.").waitFor();
    assert.equal(await hex.getAttribute("aria-invalid"), "true");
    await hex.fill("00".repeat(200));
    await panel(page).getByText(/^The record has \d+ bytes only\.$/).waitFor();
    await hex.fill("0102");
    assert.equal(await hex.getAttribute("aria-invalid"), "false");
    await panel(page).getByRole("button", { name: "Put these bytes there" }).focus();
    await page.keyboard.press("Enter");
    assert.match(await addressWith(page, "attack="), /attack=c0-set-11-0102/);
    await attacker(page).getByText(/^The client noticed/).waitFor();
  }));

test("a record is taken away, and whoever waits for it waits for ever", () =>
  visit({ address: hello }, async (page) => {
    await tools(page).click();
    await panel(page).getByRole("button", { name: "Take it away" }).click();
    assert.match(await addressWith(page, "attack="), /attack=c0-drop/);
    await attacker(page).getByText("The server waits for ever, in the state START: nothing is in flight.").waitFor();
    await attacker(page).getByText("Not all arrived that the two had to say; what did is what was said.").waitFor();
    await attacker(page).getByRole("button", { name: "Take all back" }).click();
    await attacker(page).waitFor({ state: "hidden" });
  }));

test("each other change is a button, and several add up", () =>
  visit({ address: hello }, async (page) => {
    const press = async (name, part) => {
      if (!(await panel(page).getByRole("button", { name: "Take it away" }).isVisible())) await tools(page).click();
      await panel(page).getByRole("button", { name, exact: true }).click();
      assert.match(await addressWith(page, part), new RegExp(part));
    };
    await tools(page).click();
    await panel(page).getByRole("spinbutton", { name: "Byte" }).fill("25");
    await press("Split it before the byte", "c0-split-20");
    await attacker(page).getByText("Nobody noticed: the two say just what they say without it.").waitFor();
    await attacker(page).getByText("All that was said arrived, unchanged.").waitFor();
    await press("Send it on twice", "c0-repeat");
    await press("Let the next one pass first", "c0-delay-1");
    await press("Hold it back until the next flight", "c0-delay-flight");
    await press("Send this one again after that", "c0-replay-1");
    await press("Put these bytes in front of the record", "c0-inject-01");
    assert.equal(await attacker(page).getByRole("listitem").count(), 6);
  }));

test("a link with edits shows them, in TLS 1.2 too, and a bad one is named", () =>
  visit({ address: "#preset=tls12&attack=s2-flip-40-01,c9-drop" }, async (page) => {
    await attacker(page).getByText(/^The client noticed: the check .* fails\. Alert decrypt_error\./).waitFor();
    await attacker(page).getByText("takes client record 10 away (comes to nothing)").first().waitFor();
    await page.evaluate(() => (location.hash = "#attack=c0-drop,c1-fly"));
    await page.getByText(/attack is wrong at edit number 2: after the record it must say flip, set, drop/).waitFor();
    await attacker(page).waitFor({ state: "hidden" });
    assert.ok(await title(page).isVisible());
  }));

for (const [name, options] of Object.entries({
  light: {},
  dark: { colorScheme: "dark" },
  embed: { viewport: sizes.embed, address: `${hello}&ui=embed&attack=c0-flip-11-01,s3-drop` },
  phone: { viewport: sizes.phone, hasTouch: true, isMobile: true },
  narrow: { viewport: sizes.narrow },
})) {
  test(`accessible, and fits: ${name}`, () =>
    visit({ address: `${hello}&attack=c0-flip-11-01,s3-drop`, ...options }, async (page) => {
      await attacker(page).getByRole("list").waitFor();
      await tools(page).click();
      await accessible(page, "edits");
      await fits(page, name);
      await attacker(page).getByRole("button", { name: "Take all back" }).click();
      await interfere(page).click();
      await attacker(page).getByText(/^Nobody has interfered yet/).waitFor();
      await accessible(page, "before the first edit");
      await fits(page, name);
    }));
}

for (const [name, viewport] of [["embed", sizes.embed], ["phone", sizes.phone]]) {
  test(`the words of a step are in sight under what is said of the edits: ${name}`, () =>
    visit({ viewport, address: `#attack=c0-flip-11-01&attacker=yes&step=6${name === "embed" ? "&ui=embed" : ""}` }, async (page) => {
      await attacker(page).waitFor();
      await next(page).click();
      await at(page, 7);
      const seen = await title(page).evaluate((heading) => {
        const { left, top, height } = heading.getBoundingClientRect();
        return heading.contains(document.elementFromPoint(left + 2, top + height / 2));
      });
      assert.ok(seen, "the heading of the step is in sight");
    }));
}

test("of the fields for a change the one that is wrong is marked, described and has the focus", () =>
  visit({ address: hello }, async (page) => {
    await tools(page).click();
    const fields = {
      byte: panel(page).getByRole("spinbutton", { name: "Byte" }),
      hex: panel(page).getByRole("textbox", { name: "In hex" }),
      after: panel(page).getByRole("spinbutton", { name: "Record" }),
    };
    for (const [values, button, wrong, words] of [
      [{ byte: "" }, "Flip these bits of the byte", "byte", /^The byte must be a whole number from 0 to 168\.$/],
      [{ byte: "" }, "Put these bytes there", "byte", /^The byte must be a whole number from 0 to 168\.$/],
      [{ byte: "" }, "Cut it off before the byte", "byte", /^The byte must be a whole number from 1 to 168\.$/],
      [{ byte: "" }, "Split it before the byte", "byte", /^The byte must be a whole number from 6 to 168\.$/],
      [{ byte: "999", hex: "01" }, "Flip these bits of the byte", "byte", /^The record has 169 bytes only\.$/],
      [{ byte: "5", hex: "00" }, "Flip these bits of the byte", "hex", /^00 flips nothing/],
      [{ byte: "5", hex: "0102" }, "Flip these bits of the byte", "hex", /./],
      [{ byte: "168", hex: "0102" }, "Put these bytes there", "hex", /^The record has 169 bytes only\.$/],
      [{ byte: "5", hex: "zz" }, "Put these bytes in front of the record", "hex", /^Its bytes must be/],
      [{ byte: "169", hex: "01" }, "Cut it off before the byte", "byte", /^The record has 169 bytes only\.$/],
      [{ byte: "3", hex: "01" }, "Split it before the byte", "byte", /^The byte must be a whole number from 6 to 168\.$/],
      [{ byte: "5", hex: "01", after: "" }, "Send this one again after that", "after", /^The record must be a whole number from 2 to 9999\.$/],
      [{ byte: "5", hex: "01", after: "1" }, "Send this one again after that", "after", /^A record can be sent again only after a later one\.$/],
    ]) {
      for (const [name, value] of Object.entries(values)) await fields[name].fill(value);
      await panel(page).getByRole("button", { name: button }).click();
      await focused(page, fields[wrong]);
      assert.equal(await fields[wrong].getAttribute("aria-invalid"), "true", button);
      assert.match(await fields[wrong].evaluate((field) => document.getElementById(field.getAttribute("aria-describedby")).textContent), words);
      for (const [name, field] of Object.entries(fields).filter(([name]) => name !== wrong)) {
        assert.notEqual(await field.getAttribute("aria-invalid"), "true", `${button}: ${name}`);
        assert.equal(await field.getAttribute("aria-describedby"), null, `${button}: ${name}`);
      }
    }
    // As long as nothing lies over anything.
    await page.setViewportSize({ width: 1280, height: 1800 });
    await accessible(page, "a wrong entry");
    await fields.after.fill("2");
    await panel(page).getByRole("button", { name: "Send this one again after that" }).click();
    assert.match(await addressWith(page, "attack="), /attack=c0-replay-1/);
  }));

test("what has the focus among the tools is not under the bytes", () =>
  visit({ address: hello }, async (page) => {
    await tools(page).click();
    const places = panel(page).locator(".interfere :is(summary, input, button)");
    for (let place = (await places.count()) - 1; place >= 0; place -= 1) {
      await places.nth(place).focus();
      const [box, hex] = await Promise.all([places.nth(place).boundingBox(), panel(page).locator(".hex").first().boundingBox()]);
      assert.ok(box.y >= hex.y + hex.height - 1, `tool ${place}: ${box.y} under ${hex.y + hex.height}`);
    }
  }));

test("the bytes stay off the tools when those are scrolled to by hand", () =>
  visit({ address: hello }, async (page) => {
    await tools(page).click();
    // Down to the end, then up in small steps, as a wheel does.
    const covered = await panel(page).evaluate((panel) => {
      const within = [panel, ...function* () { for (let at = panel.parentElement; at; at = at.parentElement) yield at; }()].find((at) => at.scrollHeight > at.clientHeight + 1 && getComputedStyle(at).overflowY !== "visible");
      const found = new Set();
      for (let top = within.scrollHeight; top >= 0; top -= 20) {
        within.scrollTop = top;
        const bytes = panel.querySelector(".hex").getBoundingClientRect();
        for (const tool of panel.querySelectorAll(".interfere :is(summary, input, button)")) {
          const box = tool.getBoundingClientRect();
          if (box.bottom > bytes.top + 1 && box.top < bytes.bottom - 1) found.add(tool.textContent || tool.className);
        }
      }
      return [...found];
    });
    assert.deepEqual(covered, []);
  }));
