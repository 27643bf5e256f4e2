// The workbench of VS Code in a page, as its user would handle it.
import { createRequire } from "node:module";
import { join } from "node:path";

const { default: puppeteer } = await import(
  createRequire(join(process.env.WHENBOOK_E2E_CACHE, "package.json")).resolve("puppeteer-core")
);

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export const VIEWPORT = { width: 1120, height: 700, deviceScaleFactor: 1.5 };

export async function launch() {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--font-render-hinting=none", "--lang=en-US"],
    defaultViewport: VIEWPORT,
  });
}

export class Workbench {
  constructor(page) {
    this.page = page;
  }

  static async open(browser, url, folder) {
    const page = await browser.newPage();
    await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`, { waitUntil: "domcontentloaded" });
    await page.waitForSelector(".monaco-workbench .explorer-folders-view", { timeout: 120_000 });
    // What VS Code shows in a browser alone.
    await page.addStyleTag({ content: ".statusbar-item[id='status.workbench.keyboardLayout'], .statusbar-item[id='status.forwardedPorts'] { display: none !important }" });
    return new Workbench(page);
  }

  async press(...keys) {
    for (const key of keys.slice(0, -1)) await this.page.keyboard.down(key);
    await this.page.keyboard.press(keys.at(-1));
    for (const key of keys.slice(0, -1).reverse()) await this.page.keyboard.up(key);
  }

  /** Opens the quick input, types into it, and takes the first offer once it is what is looked for. */
  async quick(keys, text, wanted = text) {
    const input = ".quick-input-widget input";
    for (let tries = 0; ; tries++) {
      await this.press(...keys);
      const opened = await this.page.waitForSelector(input, { visible: true, timeout: 4000 }).catch((problem) => problem);
      if (!(opened instanceof Error)) break;
      if (tries === 10) throw opened;
    }
    await this.page.keyboard.type(text);
    await this.until(
      (start) => document.querySelector(".quick-input-list .monaco-list-row.focused")?.getAttribute("aria-label")?.includes(start),
      20_000,
      wanted,
    );
    await pause(200);
    await this.press("Enter");
    await this.until(() => ![...document.querySelectorAll(".quick-input-widget")].some((each) => each.checkVisibility()), 10_000).catch(() => {});
    await pause(300);
  }

  async command(title) {
    await this.quick(["F1"], title);
  }

  async openFile(name) {
    await this.quick(["Control", "p"], name);
    await this.page.waitForSelector(`.tab.active[data-resource-name="${name}"]`);
    await this.page.waitForSelector(".editor-instance .view-line span");
  }

  async goto(line, column = 1) {
    await this.quick(["Control", "g"], `${line}:${column}`, "");
  }

  async hideSideBar() {
    if (await this.page.$eval(".part.sidebar", (bar) => bar.checkVisibility())) {
      await this.press("Control", "b");
      await pause(400);
    }
  }

  /** Moves the border between the editors to the right. */
  async widenEditor(by) {
    const { right, top } = await this.page.$eval(".editor-group-container", (group) => group.getBoundingClientRect().toJSON());
    await this.page.mouse.move(right, top + 300);
    await this.page.mouse.down();
    await this.page.mouse.move(right + by, top + 300, { steps: 5 });
    await this.page.mouse.up();
    await this.page.mouse.move(right - by, top + 300);
    await pause(300);
  }

  async showTab(name) {
    await this.click(".tab .label-name", name);
    await pause(300);
  }

  /** What stands on the page for a selector, in words, once it is there. */
  async words(selector, timeout = 60_000) {
    await this.page.waitForSelector(selector, { visible: true, timeout });
    return this.page.$$eval(selector, (found) => found.map((each) => each.innerText).join("\n"));
  }

  /** Clicks what has these words, though it is drawn anew meanwhile. */
  async click(selector, words, tries = 5) {
    const found = await this.page.waitForFunction(
      (where, what) => [...document.querySelectorAll(where)].find((each) => each.checkVisibility() && each.innerText.includes(what)),
      { timeout: 30_000 },
      selector,
      words,
    );
    try {
      await found.asElement().click();
    } catch (problem) {
      if (tries === 1) throw problem;
      await pause(300);
      await this.click(selector, words, tries - 1);
    }
  }

  /** Waits until `look` gives something in the page. */
  async until(look, timeout = 60_000, ...values) {
    const handle = await this.page.waitForFunction(look, { timeout, polling: 200 }, ...values);
    return handle.jsonValue();
  }

  /** The innermost page of the panel that has an element of this selector. */
  async panel(selector, timeout = 60_000) {
    const end = Date.now() + timeout;
    while (Date.now() < end) {
      for (const frame of this.page.frames()) {
        const found = await frame.$(selector).catch(() => null);
        if (found) return frame;
      }
      await pause(200);
    }
    throw new Error(`no panel with ${selector}`);
  }
}
