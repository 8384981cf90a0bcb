// The page against WCAG 2.2 AA, by axe: in each colouring, on each page and in each dialog.
import { test } from "node:test";
import { accessible, goTo, panel, site, tab } from "./harness.mjs";

const visit = site();
const colourings = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "forced colours": { colorScheme: "dark", forcedColors: "active" },
};

for (const [name, options] of Object.entries(colourings)) {
  test(`accessible in ${name}: first, middle and last step, and each page`, () =>
    visit(options, async (page) => {
      await accessible(page, "first step");
      await goTo(page, 12);
      for (const each of ["Keys", "Transcript", "Certificate", "States", "Who knows", "Message"]) {
        await tab(page, each).click();
        await accessible(page, each);
      }
      await page.getByRole("radio", { name: "On the wire" }).check();
      await panel(page).getByRole("button", { name: /^ciphertext,/ }).click();
      await accessible(page, "a field of a sealed record");
      await goTo(page, 27);
      await accessible(page, "last step");
      await tab(page, "Keys").click();
      await panel(page).getByRole("button", { name: /server_handshake_traffic_secret/ }).click();
      await accessible(page, "a secret");
    }));

  test(`accessible in ${name}: each dialog, notices, and a run that fails`, () =>
    visit({ ...options, address: "#date=2040-01-01&step=12&colour=red" }, async (page) => {
      await accessible(page, "an alert and a notice");
      await tab(page, "Certificate").click();
      await accessible(page, "a failed check");
      for (const button of ["Presets", "Client & server", "Learn", "Share", "Help"]) {
        await page.getByRole("button", { name: button, exact: true }).click();
        await accessible(page, button);
        await page.keyboard.press("Escape");
      }
      await page.getByRole("button", { name: "Client & server" }).click();
      await page.getByRole("dialog").getByLabel("Seed of all randomness").fill("");
      await accessible(page, "invalid input");
    }));
}

for (const [name, options] of Object.entries({ embed: { viewport: { width: 820, height: 560 }, address: "#ui=embed" }, phone: { viewport: { width: 390, height: 844 } } })) {
  test(`accessible: ${name}`, () =>
    visit(options, async (page) => {
      for (const step of [10, 12, 14]) {
        await goTo(page, step);
        await accessible(page, `step ${step}`);
      }
    }));
}
