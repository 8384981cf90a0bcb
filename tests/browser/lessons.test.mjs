// Lessons: chosen, gone through, opened from a file, from a link and from beside the page; what is wrong with one is said.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, addressWith, at, fits, open, rungs, site, sizes } from "./harness.mjs";

const visitPage = site();
// The lessons lie beside the page, and are fetched when they are opened.
const asked = ["why", "keys", "who", "interference", "again"].map((name) => `lessons/${name}.md`);
const visit = (options, run) => visitPage({ asked, ...options }, run);
const learn = (page) => page.getByRole("dialog", { name: "Learn" });
const lesson = (page) => page.getByRole("region", { name: "Lesson" });
const heading = (page) => lesson(page).getByRole("heading", { level: 2 });
const openLearn = (page) => page.getByRole("button", { name: "Learn", exact: true }).click();
const file = (text, name = "mine.md") => ({ name, mimeType: "text/markdown", buffer: Buffer.from(text) });
const own = "# My own\n\nHello.\n\n## First *part*\n\nText with `code` and <b>no</b> HTML.\n\n@show preset=tls12\n@at Certificate\n@ask read\n\n## Second\n\nMore.\n\n@question Right?\n- [x] Yes | So it is.\n- [ ] No | It is.\n";

test("a lesson from its first part to its last, with what it shows", () =>
  visit({}, async (page) => {
    await openLearn(page);
    await learn(page).getByRole("button", { name: "What a handshake is for" }).click();
    await heading(page).and(page.locator(":focus")).waitFor();
    assert.equal(await heading(page).innerText(), "Three things to settle");
    await addressWith(page, "lesson=why");
    const question = lesson(page).getByRole("group", { name: /Why can the two not simply seal/ });
    await question.getByRole("radio", { name: /The network would not carry/ }).check();
    await question.getByRole("button", { name: "Check" }).click();
    await lesson(page).getByText("Not right. The right answer is marked.").waitFor();
    assert.match(await question.innerText(), /The network carries any bytes/);
    // The tick and the cross are as high as the words beside them.
    const marks = await question.locator(".answer svg").evaluateAll((marks) => marks.map((mark) => mark.getBoundingClientRect().height));
    assert.ok(marks.length === 2 && marks.every((height) => height > 8 && height < 24), `${marks}`);
    const headings = [];
    const nextPart = lesson(page).getByRole("button", { name: "Next part" });
    while (await nextPart.isEnabled()) {
      headings.push(await heading(page).innerText());
      await nextPart.click();
    }
    headings.push(await heading(page).innerText());
    assert.equal(headings.length, 6);
    await addressWith(page, "part=6");
    await lesson(page).getByRole("button", { name: "Back", exact: true }).click();
    assert.equal(await heading(page).innerText(), "Nothing was changed on the way");
    assert.match(await page.locator("#telling h2").innerText(), /client.*(finish|proof|same)/i);
    await lesson(page).getByRole("button", { name: "Close the lesson" }).click();
    await lesson(page).waitFor({ state: "hidden" });
  }));

test("words that come again and again are explained, in the depth that was chosen", () =>
  visit({}, async (page) => {
    const words = learn(page).locator(".glossary");
    for (const [depth, text] of [["Simple", /nobody without the key can read the content/], ["Technical", /Authenticated encryption with associated data/]]) {
      await page.getByRole("radio", { name: depth }).check();
      await openLearn(page);
      await words.getByText("Words that come again and again").click();
      await words.getByText("AEAD", { exact: true }).waitFor();
      await words.getByText(text).waitFor();
      await accessible(page, depth);
      await page.keyboard.press("Escape");
    }
  }));

test("the way back to what a part is about is offered only where the page shows another run", () =>
  visit({ address: "#lesson=keys&part=4" }, async (page) => {
    const back = lesson(page).getByRole("button", { name: "Back to what this part is about" });
    await heading(page).waitFor();
    for (let part = 4; part < 6; part += 1) {
      assert.equal(await back.count(), 0, `part ${part}`);
      await lesson(page).getByRole("button", { name: "Next part" }).click();
      await addressWith(page, `part=${part + 1}`);
    }
    assert.equal(await back.count(), 0);
    await page.evaluate(() => (location.hash = "#lesson=keys&part=4&preset=tls12"));
    await back.click();
    await back.waitFor({ state: "hidden" });
    await page.getByText("TLS 1.3, full handshake", { exact: true }).waitFor();
  }));

test("an experiment of a lesson, and back; a question from the run", () =>
  visit({ address: "#lesson=again&part=5" }, async (page) => {
    await heading(page).waitFor();
    assert.equal(await heading(page).innerText(), "Speaking at once");
    await page.getByText("TLS 1.3, early-data", { exact: true }).waitFor();
    const group = lesson(page).getByRole("group", { name: /Which key seals it\?/ });
    await group.getByRole("radio", { name: /the client's key for what is said at once/ }).check();
    await group.getByRole("button", { name: "Check" }).click();
    await lesson(page).getByText("Right.", { exact: true }).waitFor();
    await lesson(page).getByRole("button", { name: "How much earlier it arrives" }).click();
    await page.getByRole("dialog", { name: "Compare", exact: true }).getByRole("table").waitFor();
    await page.keyboard.press("Escape");
    await rungs(page).first().click();
    await at(page, 1);
    assert.equal(await heading(page).innerText(), "Speaking at once");
  }));

test("a file with a mistake says where, and loses nothing", () =>
  visit({ address: "#step=4" }, async (page) => {
    await openLearn(page);
    await learn(page).getByLabel("Open a file with a lesson of your own").setInputFiles(file(own.replace("@ask read", "@ask reed")));
    await learn(page).getByText(/Line 11: there is no kind of question reed/).waitFor();
    await accessible(page, "a mistake");
    await learn(page).getByLabel("Open a file with a lesson of your own").setInputFiles(file(own.replace("@at Certificate", "@at EndOfEarlyData"), "again.md"));
    await learn(page).getByText(/Line 10: in the run that is shown nobody sends that message/).waitFor();
    await page.keyboard.press("Escape");
    await at(page, 4);
    assert.equal(await lesson(page).count(), 0);
  }));

test("a file of one's own opens, and its link holds it whole", () =>
  visit({}, async (page) => {
    await openLearn(page);
    await learn(page).getByLabel("Open a file with a lesson of your own").setInputFiles(file(own));
    await heading(page).waitFor();
    assert.equal(await heading(page).innerText(), "First *part*");
    assert.match(await lesson(page).innerText(), /<b>no<\/b> HTML/);
    const address = await addressWith(page, "lesson=~");
    await page.evaluate(() => (location.hash = "#step=3"));
    await at(page, 3);
    assert.equal(await lesson(page).count(), 0);
    await page.evaluate((address) => (location.hash = address), address);
    await heading(page).waitFor();
    assert.match(await lesson(page).innerText(), /My own · part 1 of 2/);
    assert.ok(address.length < 500, address);
    await lesson(page).getByRole("button", { name: "Next part" }).click();
    const question = lesson(page).getByRole("group", { name: "Right?" });
    await question.getByRole("radio", { name: "Yes" }).check();
    await question.getByRole("button", { name: "Check" }).click();
    await lesson(page).getByText("Right.", { exact: true }).waitFor();
  }));

test("two runs on one axis, of each the connection that the lesson names", () =>
  visit({}, async (page) => {
    const compares = "@try Compare | preset=resumption&compare=tls12&connections=1,last";
    await openLearn(page);
    await learn(page).getByLabel("Open a file with a lesson of your own").setInputFiles(file(`# Two\n\n## Both\n\n${compares}\n`));
    await lesson(page).getByRole("button", { name: "Compare" }).click();
    await addressWith(page, "connections=1,last");
  }));

test("a lesson beside the page is fetched; one that is not there is said to be missing", async () => {
  await visit({ address: "#lesson=lessons/who.md&part=2" }, async (page) => {
    await heading(page).waitFor();
    assert.equal(await heading(page).innerText(), "A chain up to someone trusted");
  });
  await visit({ address: "#lesson=https://example.org/x.md" }, async (page) => {
    await page.getByText(/lesson must be the name of a lesson, or a file beside this page/).waitFor();
  });
  await visit({ address: "#lesson=nothing" }, async (page) => {
    await lesson(page).getByText("No lesson of this page is called nothing.").waitFor();
  });
});

for (const [name, options] of Object.entries({
  light: {},
  dark: { colorScheme: "dark" },
  embed: { viewport: sizes.embed, address: "#lesson=keys&ui=embed" },
  phone: { viewport: sizes.phone, hasTouch: true, isMobile: true },
  narrow: { viewport: sizes.narrow },
  "text of 200 %": { text: 2 },
})) {
  test(`accessible, and fits: ${name}`, () => {
    const { text, ...rest } = options;
    return visit({ address: "#lesson=keys", ...rest }, async (page) => {
      await heading(page).waitFor();
      if (text) await page.evaluate((text) => (document.documentElement.style.fontSize = `${100 * text}%`), text);
      await accessible(page, "a part");
      await fits(page, name);
      const question = lesson(page).getByRole("group").first();
      await question.getByRole("radio").first().check();
      await question.getByRole("button", { name: "Check" }).click();
      await accessible(page, "an answer");
      await fits(page, name);
    });
  });
}

test("a lesson leads through the run itself: questions before steps wait for its end", () =>
  visit({ address: "#lesson=why&predict=next" }, async (page) => {
    await heading(page).waitFor();
    const prediction = page.getByRole("region", { name: "Prediction" });
    assert.equal(await prediction.count(), 0);
    await lesson(page).getByRole("button", { name: "Next part" }).click();
    await lesson(page).getByText(/part 2 of/).waitFor();
    await rungs(page).last().click();
    await at(page, await rungs(page).count());
    await rungs(page).first().click();
    await at(page, 1);
    await lesson(page).getByRole("button", { name: "Close the lesson" }).click();
    await prediction.waitFor();
  }));

test("another seed shows a lesson with other bytes", () =>
  visit({ address: "#lesson=again&part=5&seed=q" }, async (page) => {
    await heading(page).waitFor();
    await page.getByText("TLS 1.3, early-data", { exact: true }).waitFor();
    await addressWith(page, "seed=q");
  }));

test("a file in another encoding is refused", () =>
  visit({}, async (page) => {
    await openLearn(page);
    const latin = { name: "alt.md", mimeType: "text/markdown", buffer: Buffer.from(own.replace("Hello.", "Grüße."), "latin1") };
    await learn(page).getByLabel("Open a file with a lesson of your own").setInputFiles(latin);
    await learn(page).getByText(/not text in UTF-8/).waitFor();
  }));

test("how to write a lesson is a page of its own, and closing it leads back", () =>
  visit({ asked: ["lessons/README.md"] }, async (page) => {
    await openLearn(page);
    const button = learn(page).getByRole("button", { name: "How to write a lesson" });
    await button.focus();
    await page.keyboard.press("Enter");
    const guide = page.getByRole("dialog", { name: "How to write a lesson" });
    await guide.getByRole("heading", { name: "What the reader does" }).waitFor();
    await guide.getByRole("region", { name: "Example" }).getByText("@show preset=wrong-name").waitFor();
    const code = await guide.getByRole("listitem").filter({ hasText: "Nothing else has a meaning" }).locator("code").allInnerTexts();
    assert.deepEqual(code, ["*emphasis*", "**strong**", "`code`"]);
    // No sign of Markdown is left but in what is shown as code.
    const rest = await guide.locator("p, li, h3").evaluateAll((parts) =>
      parts.map((part) => {
        const copy = part.cloneNode(true);
        copy.querySelectorAll("code").forEach((code) => code.remove());
        return copy.textContent;
      })
    );
    assert.deepEqual(rest.filter((text) => /[`#*@]/.test(text)), []);
    await accessible(page, "how to write a lesson");
    for (const size of [sizes.phone, sizes.narrow]) {
      await page.setViewportSize(size);
      await fits(page, "how to write a lesson");
    }
    await page.keyboard.press("Escape");
    await button.and(page.locator(":focus")).waitFor();
  }));

test("the answers to a lesson's questions stay through a reload", () =>
  visit({}, async (_, { browser, served }) => {
    const { page, problems, close } = await open(browser, { url: served.url, address: "#lesson=keys" });
    const question = lesson(page).getByRole("group", { name: "Which of the two may be sent over the wire?" });
    await question.getByRole("radio", { name: "The public key." }).check();
    await question.getByRole("button", { name: "Check" }).click();
    await page.waitForFunction(() => history.state);
    await page.reload();
    await question.getByText("Right:", { exact: true }).waitFor();
    assert.equal(await question.getByRole("radio", { name: /The public key\./ }).isChecked(), true);
    assert.deepEqual(problems, []);
    await close();
  }));
