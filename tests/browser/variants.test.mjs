// Handshakes of other forms in the same views: each page of the inspector at the last step, and what is special about each.
import assert from "node:assert/strict";
import { test } from "node:test";
import { goTo, panel, rungs, site, story, tab } from "./harness.mjs";

const visit = site();

/** Opens a page of the inspector, which must have something to say. */
async function view(page, name) {
  await tab(page, name).click();
  await page.getByRole("tabpanel", { name, exact: true }).waitFor();
  assert.ok((await panel(page).innerText()).length > 50, name);
}

const forms = [
  ["a retry", "#sgroups=secp256r1", { States: "START", Transcript: "message_hash", Keys: "client ephemeral private key (second)" }],
  ["a client certificate", "#clientauth=required&clientcert=client.example", { States: "WAIT_CERT", Keys: "client certificate private key" }],
  ["new keys", "#newkeys=both&snewkeys=own", { Keys: "client_application_traffic_secret_1" }],
  ["a ticket", "#psk=ticket&ticket=sealed", { Keys: "binder_key", Transcript: "binder" }],
  ["an external key alone", "#psk=external&pskmode=alone", { Keys: "no (EC)DHE, so 0" }],
  ["early data", "#psk=ticket&maxearly=99&early=hello", { States: "WAIT_EOED", Keys: "client_early_traffic_secret", Transcript: "EndOfEarlyData" }],
  ["early data refused", "#psk=ticket&maxearly=99&early=hello&takeearly=no", { Keys: "early_exporter_master_secret" }],
  ["TLS 1.2", "#versions=1.2&sversions=1.2", { Keys: "key_block", States: "WAIT_CKE", Transcript: "ServerHelloDone", Certificate: "both random values" }],
  ["TLS 1.2 resumed", "#versions=1.2&sversions=1.2&psk=ticket&ticket=sealed", { Keys: "resumed", States: "WAIT_NST", Transcript: "client Finished" }],
  ["TLS 1.2 with a client certificate", "#versions=1.2&sversions=1.2&clientauth=required&clientcert=client.example&suite=chacha20poly1305", { Transcript: "over the messages themselves" }],
  ["a downgrade", "#versions=1.3,1.2&sversions=1.3,1.2&downgrade=yes", { States: "CLOSED" }],
  ["records and exporters", "#padding=256&sfragment=99&scoalesce=yes&compat=yes&grease=yes&exporter=yes", { Keys: "exported" }],
];

for (const [name, address, special] of forms) {
  test(`${name}: every view at the last step, and the story from end to end`, () =>
    visit({ address }, async (page) => {
      assert.equal(await page.getByRole("alert").count(), 0, "no notice");
      const steps = await rungs(page).count();
      for (const step of [1, Math.ceil(steps / 2), steps]) {
        await goTo(page, step);
        for (const title of ["Message", "Keys", "Transcript", "Certificate", "States", "Who knows"]) {
          if ((await tab(page, title).count()) > 0) await tab(page, title).click();
        }
        assert.ok((await story(page).innerText()).length > 50, `step ${step}`);
      }
      for (const [title, words] of Object.entries(special)) {
        await view(page, title);
        assert.ok((await panel(page).innerText()).includes(words), `${title}: ${words}`);
      }
    }));
}
