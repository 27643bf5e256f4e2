// Drives VS Code as a rule author would, asserts what is seen, and takes the pictures.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
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
  writeFileSync(join(folder, "refunds.when"), "// Refunds: not written yet.\n");
  workbench = await Workbench.open(browser, url, folder);
  const { page } = workbench;

  const inTests = (title) => readFileSync(join(folder, "tests.when"), "utf8").split("\n").findIndex((line) => line.includes(title)) + 1;

  await step("server: the one in the package runs, and colours the words", async () => {
    await workbench.openFile("welcome.when");
    await workbench.until(() => document.querySelectorAll(".view-line span[class*=mtk]").length > 40);
    await workbench.until(() => document.querySelector(".notification-toast") === null);
    assert.match(await workbench.words(".statusbar-item[id='status.editor.mode']"), /Whenbook/);
  });

  await step("tests: found, run and passed in the explorer, with their coverage in the gutter", async () => {
    await workbench.command("Testing: Focus on Test Explorer View");
    await workbench.until(() => [...document.querySelectorAll(".test-explorer .monaco-list-row")].some((row) => row.innerText.includes("tests.when")));
    await workbench.command("Test: Run All Tests with Coverage");
    await workbench.until(() => [...document.querySelectorAll(".test-explorer .monaco-list-row")].some((row) => /Passed/.test(row.ariaLabel ?? "")), 120_000);
    await workbench.openFile("welcome.when");
    await workbench.until(() => document.querySelector(".coverage-deco-gutter.coverage-deco-hit"));
    await workbench.command("Testing: Focus on Test Explorer View");
    await workbench.press("ArrowRight");
    const rows = await workbench.words(".test-explorer .monaco-list");
    assert.match(rows, /A contract customer gets the experts/);
    await shot("tests");
  });

  await step("failure: what was expected and what happened, at its place", async () => {
    const file = join(folder, "tests.when");
    const right = readFileSync(file, "utf8");
    writeFileSync(file, right.replace("expect conversation.priority is urgent", "expect conversation.priority is low"));
    await workbench.openFile("tests.when");
    await workbench.until(() => document.body.innerText.replaceAll("\u00a0", " ").includes("priority is low"));
    await workbench.command("Whenbook: Run All Tests");
    const told = await workbench.words(".test-message-inline-content, .testing-inline-message-content, .test-error-content-widget", 90_000);
    assert.match(told, /conversation\.priority is (low|urgent)/);
    writeFileSync(file, right);
  });

  await step("scenario: a test is played as a chat", async () => {
    await workbench.command("View: Close Primary Side Bar");
    await workbench.openFile("tests.when");
    const line = inTests("A silent customer is reminded");
    await workbench.goto(line + 2, 3);
    await workbench.command("Whenbook: Play Test or Scenario at Cursor");
    const story = await workbench.panel(".chat .step");
    const said = await story.$eval(".chat", (chat) => chat.innerText);
    assert.match(said, /Where is the log\?/);
    assert.match(said, /Are you still there\?/);
    assert.equal(await story.$$eval(".failure", (failures) => failures.length), 0);
    const before = await story.$$eval(".chat > li:not([hidden])", (steps) => steps.length);
    await story.click("footer button[aria-label='One step back']");
    assert.equal(await story.$$eval(".chat > li:not([hidden])", (steps) => steps.length), before - 1);
    await story.click("footer button[aria-label='To the end']");
    await story.$$eval(".rule .why", (all) => (all[0].open = true));
    await pause(600);
    await shot("scenario");
    await story.click(".bubble .who .link");
    await workbench.until(() => !document.querySelector(".tab.active[data-resource-name='tests.when']"), 20_000);
  });

  await step("graph: what raises what, and a click leads to the rule", async () => {
    await workbench.openFile("welcome.when");
    await workbench.command("Whenbook: Show Graph of the Book");
    const graph = await workbench.panel(".node");
    const nodes = await graph.$$eval(".node", (all) => all.map((node) => node.getAttribute("aria-label")));
    assert.ok(nodes.some((label) => /^trigger VIP route; from conversation\.requested/.test(label)), nodes.join("\n"));
    await workbench.command("View: Join All Editor Groups");
    const wide = await workbench.panel(".node");
    await pause(1500);
    await shot("graph");
    await wide.$$eval(".node", (all) => all.find((node) => /^trigger VIP route/.test(node.getAttribute("aria-label"))).dispatchEvent(new MouseEvent("click", { bubbles: true })));
    await page.waitForSelector(".tab.active[data-resource-name='welcome.when']");
  });

  await step("hover: a squiggle, and what it says", async () => {
    writeFileSync(join(folder, "refunds.when"), MISTAKES);
    await workbench.openFile("refunds.when");
    await page.waitForSelector(".squiggly-error");
    await workbench.goto(5, MISTAKES.split("\n")[4].indexOf("premium") + 3);
    await workbench.press("Control", "k");
    await workbench.press("Control", "i");
    const hover = await workbench.words(".monaco-hover:not(.hidden) .hover-contents");
    assert.match(hover, /premium/);
    await pause(500);
    await workbench.press("Escape");
    // The mistake is mended: what customers would mind is told next.
    writeFileSync(join(folder, "refunds.when"), MISTAKES.replace("premium", "enterprise").replace('"Expert"', '"Experts"'));
    await workbench.until(() => document.querySelector(".squiggly-error") === null && document.querySelector(".squiggly-warning") !== null);
    await workbench.goto(8, 7);
    await workbench.press("Control", "k");
    await workbench.press("Control", "i");
    assert.match(await workbench.words(".monaco-hover:not(.hidden) .hover-contents"), /talked over/);
    await pause(800);
    await shot("hover");
    await workbench.press("Escape");
  });

  await step("completion: in a placeholder of a text, what this event carries", async () => {
    await workbench.openFile("refunds.when");
    const text = MISTAKES.split("\n")[8];
    await workbench.goto(9, text.indexOf("Somebody") + 1);
    await page.keyboard.type("{mess");
    const offered = await workbench.words(".suggest-widget.visible .monaco-list-rows");
    assert.match(offered, /message\.text/);
    await pause(800);
    await shot("completion");
    await workbench.press("Escape");
    await workbench.command("File: Revert File");
  });
} finally {
  await browser.close();
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
