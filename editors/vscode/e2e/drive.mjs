// Drives VS Code as a rule author would, asserts what is seen, and takes the pictures.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Workbench, launch, pause } from "./workbench.mjs";

const [url, folder, shots] = process.argv.slice(2);
const only = process.env.ONLY?.split(",");
mkdirSync(shots, { recursive: true });

/** A rule with mistakes, as somebody writes it who does not know the language yet. */
const MISTAKES = `/// Refunds go to the people who can pay them back.
trigger refund_route "Refunds" {
  on customer.wrote
  once per conversation
  when message.text contains any ["refund", "money back", "환불"] and user.plan is premium
  do {
    assign to group "Expert"
    wait 10s
    send "Thanks, {user.name or friend}! 🙌 Somebody will be with you soon."
  }
}
`;

const browser = await launch();
let workbench;
let passed = 0;
let failed = 0;

async function step(name, run) {
  if (only && !only.includes(name.split(":")[0])) return;
  try {
    await run();
    passed += 1;
    console.log(`✓ ${name}`);
  } catch (problem) {
    failed += 1;
    console.log(`✗ ${name}\n${problem.stack}`);
    await workbench?.page.screenshot({ path: join(process.env.TMPDIR ?? "/tmp", `whenbook-e2e-${name.split(":")[0]}.png`) });
  }
}

/** A picture of the window, or of a part of it. */
async function shot(name, clip) {
  const path = join(shots, `vscode-${name}.png`);
  await workbench.page.screenshot({ path, clip });
  execFileSync("pngquant", ["--force", "--output", path, "--quality", "70-95", "--speed", "1", path]);
  assert.ok(statSync(path).size < 300_000, `${path} is too large`);
}

try {
  workbench = await Workbench.open(browser, url, folder);
  const { page } = workbench;

  await step("server: is the bundled one, and runs", async () => {
    await workbench.openFile("welcome.when");
    await workbench.until(() => [...document.querySelectorAll(".view-line span")].some((span) => /mtk/.test(span.className)));
    await workbench.until(() => !document.querySelector(".notification-toast"));
  });

  await step("hover: a squiggle, and what it says", async () => {
    writeFileSync(join(folder, "refunds.when"), MISTAKES);
    await workbench.openFile("refunds.when");
    await page.waitForSelector(".squiggly-error", { timeout: 60_000 });
    await workbench.command("View: Close Primary Side Bar");
    await workbench.goto(5, 90);
    await workbench.press("Control", "k");
    await workbench.press("Control", "i");
    const hover = await workbench.words(".monaco-hover:not(.hidden) .hover-contents");
    assert.match(hover, /premium/);
    await pause(800);
    await shot("hover");
    await workbench.press("Escape");
  });
} finally {
  await browser.close();
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
