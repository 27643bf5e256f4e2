// Drives VS Code as a rule author would, asserts what is seen, and takes the pictures.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { VIEWPORT, Workbench, launch, pause } from "./workbench.mjs";

const [url, folder, shots] = process.argv.slice(2);
const only = process.env.ONLY?.split(",");
mkdirSync(shots, { recursive: true });

/** A rule with mistakes, as somebody writes it who does not know the language yet. */
const MISTAKES = `/// Refunds go to the people who can pay them back.
trigger refund_route "Refunds" {
  on customer.wrote
  once per conversation
  when all {
    message.text contains any ["refund", "money back", "환불"]
    user.plan is premium
  }
  do {
    assign to group "Expert"
    wait 10s
    send refund_text as "Customer Service"
  }
}

message refund_text {
  en: "Thanks, {user.name or friend}! 🙌 Somebody will be with you soon."
  ko: "{user.name or 고객}님, 감사합니다! 곧 답변해 드리겠습니다."
}
`;

/** A test that shows much in few lines. */
const MINA = `test "Mina has a contract: the experts come" {
  given { user.id is "user-2011-12-07-5", user.name is "Mina" }
  at 2026-12-01 10:00
  receive customer.wrote { message.text is "안녕하세요! Something is wrong 😢" }
  receive conversation.requested
  expect fired vip_route
  expect sent "Welcome back Mina. Our experts have your question."
  advance 40s
  receive agent.wrote { agent.name is "Joon", message.text is "Hello Mina, what does the screen say?" }
  advance 1m
  receive customer.wrote { message.text is "It works now, thank you!" }
  expect conversation.status is solved
}
`;

/** Where something stands in it: the line, the column, from 1. */
function at(words) {
  const before = MISTAKES.slice(0, MISTAKES.indexOf(words)).split("\n");
  return [before.length, before.at(-1).length + 1];
}

/** The part of the window with some twenty lines. */
const TOP = { x: 50, y: 0, width: 1070, height: 500 };

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
  await workbench.page.screenshot({ path, clip, captureBeyondViewport: false });
  execFileSync("pngquant", ["--force", "--output", path, "--quality", "70-95", "--speed", "1", path]);
  assert.ok(statSync(path).size < 300_000, `${path} is too large`);
}

try {
  writeFileSync(join(folder, "refunds.when"), "// Refunds: not written yet.\n");
  writeFileSync(join(folder, "mina.when"), MINA);
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
    const file = join(folder, "tests.when");
    const whole = readFileSync(file, "utf8");
    // Without these, a rule has no test; a book whose lines are all covered shows less.
    const less = whole.replace(/test "(Out of hours|Nobody speaks)[^]*?\n}\n\n/g, "");
    assert.notEqual(less, whole);
    writeFileSync(file, less);
    await workbench.command("Testing: Focus on Test Explorer View");
    await workbench.click(".test-explorer .monaco-list-row", "tests.when");
    await workbench.until(() => document.querySelector(".test-explorer").innerText.includes("A welcome in Korean"));
    await workbench.until(() => !document.querySelector(".test-explorer").innerText.includes("Out of hours"));
    await workbench.command("Test: Run All Tests with Coverage");
    await workbench.until(() => [...document.querySelectorAll(".test-explorer .monaco-list-row")].some((row) => /Passed/.test(row.ariaLabel ?? "")), 120_000);
    await workbench.openFile("welcome.when");
    await page.waitForSelector(".coverage-deco-gutter.coverage-deco-hit");
    await page.waitForSelector(".coverage-deco-gutter.coverage-deco-miss");
    await workbench.goto(26);
    await workbench.until(() => /no test asks for it[^]*1 use/.test([...document.querySelectorAll(".codelens-decoration")].map((lens) => lens.innerText).join("\n")));
    await pause(1500);
    await shot("tests");
    writeFileSync(file, whole);
    await workbench.until(() => document.querySelector(".test-explorer").innerText.includes("Out of hours"));
  });

  await step("failure: what was expected and what happened, at its place", async () => {
    const file = join(folder, "tests.when");
    const right = readFileSync(file, "utf8");
    writeFileSync(file, right.replace("expect conversation.priority is urgent", "expect conversation.priority is low"));
    await workbench.openFile("tests.when");
    await workbench.until(() => document.body.innerText.replaceAll("\u00a0", " ").includes("priority is low"));
    await workbench.command("Whenbook: Run All Tests");
    const told = await workbench.words(".test-message-inline-content, .testing-inline-message-content, .test-error-content-widget", 90_000);
    assert.match(told, /conversation\.priority is urgent/);
    await workbench.hideSideBar();
    await workbench.goto(2, 3);
    await workbench.command("Whenbook: Play Test or Scenario at Cursor");
    const story = await workbench.panel(".failure");
    assert.match(await story.$eval(".verdict", (verdict) => verdict.innerText), /1 of \d+ expectations failed/);
    await workbench.widenEditor(110);
    await story.$eval(".failure", (failure) => failure.scrollIntoView({ block: "center" }));
    await pause(600);
    await shot("failure");
    writeFileSync(file, right);
  });

  await step("scenario: a test is played as a chat", async () => {
    await workbench.hideSideBar();
    await workbench.command("View: Close All Editors");
    await workbench.openFile("mina.when");
    await workbench.goto(3, 3);
    await workbench.command("Whenbook: Play Test or Scenario at Cursor");
    const story = await workbench.panel(".chat .step");
    const said = await story.$eval(".chat", (chat) => chat.innerText);
    assert.match(said, /Something is wrong/);
    assert.match(said, /Welcome back Mina/);
    assert.equal(await story.$$eval(".failure", (failures) => failures.length), 0);
    // Timers and states are told when they are asked for.
    assert.doesNotMatch(said, /lifecycle:|is due/);
    await story.click(".below input");
    assert.match(await story.$eval(".chat", (chat) => chat.innerText), /lifecycle:/);
    await story.click(".below input");
    const before = await story.$$eval(".chat > li:not([hidden])", (steps) => steps.length);
    await story.click("footer button[aria-label='One step back']");
    assert.equal(await story.$$eval(".chat > li:not([hidden])", (steps) => steps.length), before - 1);
    await story.click("footer button[aria-label='To the end']");
    // The picture: with why the welcome was sent.
    await page.setViewport({ ...VIEWPORT, height: 865 });
    await story.$$eval(".chat > li", (steps) => {
      const welcome = steps.find((step) => step.innerText.includes("Welcome back"));
      welcome.querySelector(".why").open = true;
    });
    await story.$eval("main", (main) => main.scrollTo(0, 0));
    await pause(600);
    await shot("scenario");
    await page.setViewport(VIEWPORT);
    await story.$$eval(".who .link.rule", (links) => links.find((link) => link.innerText === "vip_route").click());
    await page.waitForSelector(".tab.active[data-resource-name='welcome.when']", { timeout: 20_000 });
  });

  await step("lenses: run a test, show where a rule is asked for, try it", async () => {
    await workbench.command("View: Close All Editors");
    await workbench.openFile("mina.when");
    await workbench.click(".codelens-decoration a", "run");
    await page.waitForSelector(".testing-run-glyph.codicon-testing-passed-icon, .codicon-testing-passed-icon", { timeout: 60_000 });
    await workbench.openFile("topics.when");
    await workbench.click(".codelens-decoration a", "2 tests");
    await page.waitForSelector(".peekview-widget", { visible: true });
    await workbench.press("Escape");
    await workbench.click(".codelens-decoration a", "try");
    const trial = await workbench.panel(".outcome");
    await trial.waitForFunction(() => /graphics_topic fires/.test(document.body.innerText), { timeout: 20_000 });
  });

  await step("graph: what raises what, and a click leads to the rule", async () => {
    await workbench.command("View: Close All Editors");
    await workbench.openFile("welcome.when");
    await workbench.command("Whenbook: Show Graph of the Book");
    const graph = await workbench.panel(".node");
    const nodes = await graph.$$eval(".node", (all) => all.map((node) => node.getAttribute("aria-label")));
    assert.ok(nodes.some((label) => /^trigger VIP route; from conversation\.requested/.test(label)), nodes.join("\n"));
    await workbench.command("View: Join All Editor Groups");
    await workbench.showTab("Graph");
    const wide = await workbench.panel(".node");
    await pause(1500);
    await wide.click(".toolbar button:last-child");
    await shot("graph");
    await wide.$$eval(".node", (all) => all.find((node) => /^trigger VIP route/.test(node.getAttribute("aria-label"))).dispatchEvent(new MouseEvent("click", { bubbles: true })));
    await page.waitForSelector(".tab.active[data-resource-name='welcome.when']");
  });

  await step("try: an event is made on which the rule fires", async () => {
    await workbench.openFile("topics.when");
    await workbench.goto(readFileSync(join(folder, "topics.when"), "utf8").split("\n").findIndex((line) => line.startsWith("trigger network_topic")) + 2, 3);
    await workbench.command("Whenbook: Try This Trigger");
    const trial = await workbench.panel(".outcome");
    await trial.waitForFunction(() => /network_topic fires/.test(document.body.innerText), { timeout: 20_000 });
    assert.match(await trial.$eval("body", (body) => body.innerText), /add tag "hardware\/network"/);
    // On another event, on one that is none, and on the right one again.
    const tryOn = (text) =>
      trial.evaluate((event) => {
        document.querySelector(".another").open = true;
        document.querySelector(".another textarea").value = event;
        document.querySelector(".another .primary").click();
      }, text);
    await tryOn('{ "type": "customer.wrote", "data": { "message": { "text": "Hello" } } }');
    await trial.waitForFunction(() => /network_topic does not fire/.test(document.body.innerText), { timeout: 20_000 });
    await tryOn('{ "type": "customer.wrotte" }');
    await trial.waitForFunction(() => /customer\.wrotte/.test(document.querySelector(".problem").innerText), { timeout: 20_000 });
  });

  await step("why: of a log and a rule that are chosen", async () => {
    await workbench.command("View: Close All Editors");
    await workbench.openFile("welcome.when");
    await workbench.quick(["F1"], "Whenbook: Why Did It (Not) Fire? Choose a Log…");
    for (const answer of ["events.jsonl", "vip_route"]) {
      await page.waitForSelector(".quick-input-list .monaco-list-row", { visible: true });
      await page.keyboard.type(answer);
      await workbench.until((start) => document.querySelector(".quick-input-list .monaco-list-row.focused")?.ariaLabel?.includes(start), 20_000, answer);
      await workbench.press("Enter");
      await pause(500);
    }
    await page.waitForSelector(".tab[data-resource-name='why vip_route']", { timeout: 60_000 });
    await workbench.until(() => /vip_route/.test(document.querySelector(".editor-group-container:last-child .view-lines")?.innerText ?? ""));
    await pause(800);
    await shot("why");
    await workbench.command("View: Join All Editor Groups");
  });

  await step("hover: a squiggle, and what it says", async () => {
    await workbench.command("View: Close All Editors");
    await workbench.hideSideBar();
    writeFileSync(join(folder, "refunds.when"), MISTAKES);
    await workbench.openFile("refunds.when");
    await page.waitForSelector(".squiggly-error");
    await workbench.goto(...at("remium"));
    await workbench.press("Control", "k");
    await workbench.press("Control", "i");
    const hover = await workbench.words(".monaco-hover:not(.hidden) .hover-contents");
    assert.match(hover, /premium/);
    await pause(500);
    await workbench.press("Escape");
    // The mistake is mended: what customers would mind is told next.
    writeFileSync(join(folder, "refunds.when"), MISTAKES.replace("premium", "enterprise").replace('"Expert"', '"Experts"'));
    await workbench.until(() => document.querySelector(".squiggly-error") === null && document.querySelector(".squiggly-warning") !== null);
    const squiggle = await (await page.$(".squiggly-warning")).boundingBox();
    await page.mouse.move(squiggle.x + 4, squiggle.y + 8, { steps: 4 });
    assert.match(await workbench.words(".monaco-hover:not(.hidden) .hover-contents"), /talked over/);
    await pause(800);
    await shot("hover", TOP);
    await workbench.press("Escape");
  });

  await step("completion: in a placeholder of a text, what this event carries", async () => {
    await workbench.openFile("refunds.when");
    await workbench.goto(...at(" Somebody"));
    await page.keyboard.type(" About {mess");
    const offered = await workbench.words(".suggest-widget.visible .monaco-list-rows");
    assert.match(offered, /message\.text/);
    await workbench.press("Control", "Space");
    await pause(800);
    await shot("completion", { ...TOP, height: 650 });
    await workbench.press("Escape");
    await workbench.command("File: Revert File");
  });
  await step("settings: whenbook.toml is checked too", async () => {
    const file = join(folder, "whenbook.toml");
    writeFileSync(file, readFileSync(file, "utf8").replace("languages", "langauges"));
    await workbench.openFile("whenbook.toml");
    await page.waitForSelector(".squiggly-error, .squiggly-warning");
    assert.match(await workbench.words(".statusbar-item[id='status.editor.mode']"), /Whenbook settings/);
  });

  await step("missing: without a server, a message says what to do", async () => {
    mkdirSync(join(folder, ".vscode"));
    writeFileSync(join(folder, ".vscode", "settings.json"), '{ "whenbook.server.path": "/nowhere/whenbook-lsp" }\n');
    const message = await workbench.words(".notification-toast");
    assert.match(message, /there is no program at `\/nowhere\/whenbook-lsp`/);
    assert.match(message, /Choose the Program…[^]*How to Install/);
  });
} finally {
  await browser.close();
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
