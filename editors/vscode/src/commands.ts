// The commands of the palette, and those that lenses and actions of the server carry.
import * as vscode from "vscode";
import { whyText } from "./explain";
import { Panel } from "./panels/panel";
import { WhyText } from "./panels/why";
import { locationOf, rangeOf } from "./places";
import type { Graph, Place, Position, Story, Tests, Trial, Why } from "./protocol";
import type { Server, Shown } from "./server";
import type { Asked, Explorer } from "./tests/explorer";
import { storyOfTrial, written } from "./trial";

/** What `whenbook.play` takes. */
interface ToPlay {
  uri: string;
  name: string;
}

/** What `whenbook.try` takes. */
interface ToTry {
  uri: string;
  rule: string;
  event?: unknown;
}

/** What `whenbook.why` takes. */
interface ToExplain {
  uri: string;
  log: string;
  rule?: string;
  nth?: number;
}

export class Commands implements vscode.Disposable {
  private readonly graph: Panel<Graph>;
  private readonly story: Panel<Story>;
  private readonly why = new WhyText();
  private server: Server | undefined;
  private explorer: Explorer | undefined;
  /** What the panels show, to show it anew when the rules change. */
  private drawn: { uri: string } | undefined;
  private told: (() => Promise<Story>) | undefined;
  /** What was tried last. */
  private trial: ToTry | undefined;

  constructor(extension: vscode.Uri) {
    this.graph = new Panel(extension, "graph", "graph");
    this.story = new Panel(extension, "story", "story", (event) => void this.tryEvent(event));
  }

  /** Lenses and actions of the server lead here instead of to the server. */
  shown(): Shown {
    return {
      "whenbook.runTests": guarded(async (asked: Asked) => this.explorer?.runAsked(asked)),
      "whenbook.play": guarded((what: ToPlay) => this.play(what)),
      "whenbook.graph": guarded((what: { uri: string }) => this.showGraph(what.uri)),
      "whenbook.try": guarded((what: ToTry) => this.tryRule(what)),
      "whenbook.why": guarded((what: ToExplain) => this.explain(what)),
    };
  }

  register(server: Server, explorer: Explorer): vscode.Disposable[] {
    this.server = server;
    this.explorer = explorer;
    const command = (name: string, run: (...values: never[]) => unknown): vscode.Disposable =>
      vscode.commands.registerCommand(name, guarded(async (...values: never[]) => void (await run(...values))));
    return [
      command("whenbook.restartServer", () => server.restart()),
      command("whenbook.showOutput", () => server.output.show()),
      command("whenbook.runAllTests", () => explorer.runAll()),
      command("whenbook.showGraph", async () => this.showGraph((await someFile()).toString())),
      command("whenbook.playHere", () => this.playHere()),
      command("whenbook.playTest", (item: vscode.TestItem) => {
        const test = explorer.meaning(item);
        return test && this.play(test);
      }),
      command("whenbook.tryHere", () => this.tryHere()),
      command("whenbook.whyOfLog", () => this.whyOfLog()),
      command("whenbook.showReferences", showReferences),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (document.languageId === "whenbook") {
          void this.refresh();
        }
      }),
    ];
  }

  dispose(): void {
    this.why.dispose();
  }

  private ask<Answer>(command: string, argument: unknown): Promise<Answer> {
    if (this.server === undefined) {
      throw new Error("the server of Whenbook does not run");
    }
    return this.server.ask(command, argument);
  }

  private async play(what: ToPlay): Promise<void> {
    this.told = () => this.ask<Story>("whenbook.play", { uri: what.uri, name: what.name });
    this.story.show("Scenario", await this.told());
  }

  private async tryRule(what: ToTry): Promise<void> {
    this.trial = what;
    this.told = async () => storyOfTrial(what.rule, await this.ask<Trial>("whenbook.try", what));
    this.story.show("Trial", await this.told());
  }

  /** Tries the same rule on an event that was written in the panel. */
  private async tryEvent(text: string): Promise<void> {
    const before = this.told;
    if (this.trial === undefined || before === undefined) {
      return;
    }
    try {
      await this.tryRule({ ...this.trial, event: written(text) });
    } catch (problem) {
      this.told = before;
      this.story.update({ ...(await before()), problem: problem instanceof Error ? problem.message : String(problem) });
    }
  }

  private async showGraph(uri: string): Promise<void> {
    this.drawn = { uri };
    this.graph.show("Graph", await this.ask<Graph>("whenbook.graph", this.drawn));
  }

  /** What the open panels show may have changed with the rules. */
  private async refresh(): Promise<void> {
    if (this.story.isOpen && this.told) {
      this.story.update(await this.told());
    }
    if (this.graph.isOpen && this.drawn) {
      this.graph.update(await this.ask<Graph>("whenbook.graph", this.drawn));
    }
  }

  private async explain(what: ToExplain): Promise<void> {
    const answer = await this.ask<Why>("whenbook.why", what);
    await this.why.show(what.rule ? `why ${what.rule}` : "why", whyText(answer), vscode.Uri.parse(what.uri));
  }

  /** Plays the test or scenario that the cursor stands in, or one that is chosen. */
  private async playHere(): Promise<void> {
    const uri = (await someFile()).toString();
    const { tests } = await this.ask<Tests>("whenbook.tests", { uri });
    const editor = vscode.window.activeTextEditor;
    const here = tests.find((test) => editor !== undefined && isAt(test, editor));
    const items = tests.map((test) => ({ label: test.name, description: test.kind, test }));
    const choice = { placeHolder: "Which test or scenario should be played?", matchOnDescription: true };
    const chosen = here ?? (await vscode.window.showQuickPick(items, choice))?.test;
    if (chosen !== undefined) {
      await this.play({ uri: chosen.uri, name: chosen.name });
    }
  }

  /** Tries the rule that the cursor stands in, or one of the file that is chosen. */
  private async tryHere(): Promise<void> {
    const uri = await someFile();
    const rules = await rulesOf(uri);
    const cursor = vscode.window.activeTextEditor?.selection.active;
    const here = rules.find((rule) => cursor !== undefined && rule.range.contains(cursor))?.name;
    const rule = here ?? (await vscode.window.showQuickPick(rules.map(({ name }) => name), { placeHolder: "Which rule should be tried?" }));
    if (rule !== undefined) {
      await this.tryRule({ uri: uri.toString(), rule });
    }
  }

  /** Asks for a log of events, and for a rule, and tells why it did or did not fire. */
  private async whyOfLog(): Promise<void> {
    const uri = await someFile();
    const logs = await vscode.workspace.findFiles("**/*.jsonl", "**/{node_modules,target,.git}/**", 50);
    const other = "Another file…";
    const items = [...logs.map((log) => ({ label: vscode.workspace.asRelativePath(log), log })), { label: other, log: undefined }];
    const item = logs.length === 0 ? items[0] : await vscode.window.showQuickPick(items, { placeHolder: "What happened? A log has one event a line" });
    if (item === undefined) {
      return;
    }
    const log = item.log ?? (await vscode.window.showOpenDialog({ title: "A log of events", filters: { Logs: ["jsonl", "ndjson"] } }))?.[0];
    if (log === undefined) {
      return;
    }
    const rules = await rulesOf(uri);
    const any = "All rules";
    const rule = await vscode.window.showQuickPick([any, ...rules.map(({ name }) => name)], { placeHolder: "Which rule is it about?" });
    if (rule !== undefined) {
      await this.explain({ uri: uri.toString(), log: log.fsPath, ...(rule === any ? {} : { rule }) });
    }
  }
}

/** A file of the book that is meant: the one at hand, else one of the workspace. */
async function someFile(): Promise<vscode.Uri> {
  const isRule = (document: vscode.TextDocument): boolean => document.languageId.startsWith("whenbook") && document.uri.scheme !== "whenbook-why";
  const shown = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors].map((editor) => editor?.document);
  const document = shown.find((each) => each !== undefined && isRule(each));
  const [first] = document === undefined ? await vscode.workspace.findFiles("**/*.when", "**/{node_modules,target}/**", 1) : [];
  const uri = document?.uri ?? first;
  if (uri === undefined) {
    throw new Error("there are no rules here: open a folder or a file with rules (`.when`) first");
  }
  return uri;
}

function isAt(place: Place, editor: vscode.TextEditor): boolean {
  const isSame = vscode.Uri.parse(place.uri).toString() === editor.document.uri.toString();
  const after = rangeOf(place.range).start.line <= editor.selection.active.line;
  return isSame && after && editor.selection.active.line <= endOf(editor.document, place.range);
}

/** The last line of a declaration that begins here: its closing brace stands where its first word stands. */
function endOf(document: vscode.TextDocument, range: Place["range"]): number {
  for (let line = range.start.line + 1; line < document.lineCount; line++) {
    if (document.lineAt(line).text.startsWith("}")) {
      return Math.max(line, range.end.line);
    }
  }
  return range.end.line;
}

interface Rule {
  name: string;
  range: vscode.Range;
}

/** The triggers and automations of a file, as its outline tells them. */
async function rulesOf(uri: vscode.Uri): Promise<Rule[]> {
  const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>("vscode.executeDocumentSymbolProvider", uri);
  const document = await vscode.workspace.openTextDocument(uri);
  return (symbols ?? [])
    .filter((symbol) => /^(trigger|automation)\b/u.test(document.lineAt(symbol.selectionRange.start).text))
    .map((symbol) => ({ name: symbol.name, range: symbol.range }));
}

interface Location {
  uri: string;
  range: Place["range"];
}

function showReferences(uri: string, position: Position, locations: Location[]): Thenable<unknown> {
  return vscode.commands.executeCommand(
    "editor.action.showReferences",
    vscode.Uri.parse(uri),
    new vscode.Position(position.line, position.character),
    locations.map(locationOf),
  );
}

/** Says what went wrong instead of losing it. */
function guarded<Values extends unknown[]>(run: (...values: Values) => Promise<void>): (...values: Values) => Promise<void> {
  return async (...values) => {
    try {
      await run(...values);
    } catch (problem) {
      void vscode.window.showErrorMessage(`Whenbook: ${problem instanceof Error ? problem.message : String(problem)}`);
    }
  };
}
