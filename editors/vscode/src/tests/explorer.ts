// The test explorer: what is asked for is run by the server; results, their places and the coverage are shown.
import * as vscode from "vscode";
import type { Book } from "../books";
import { failureDiff, failureText } from "../explain";
import { locationOf, rangeOf } from "../places";
import type { CoveredFile, Failure, Hit, TestReport, TestResult } from "../protocol";
import type { Server } from "../server";
import { Discovery } from "./discovery";

/** The tests of one book that are to be run; without names, all of them. */
interface Wanted {
  book: Book;
  items: vscode.TestItem[];
  all: boolean;
}

/** What a lens asks to be run: what `whenbook.runTests` takes. */
export interface Asked {
  uri: string;
  names?: string[];
  onlyThisFile?: boolean;
}

export class Explorer implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController("whenbook", "Whenbook");
  private readonly discovery: Discovery;
  private readonly details = new WeakMap<vscode.FileCoverage, vscode.StatementCoverage[]>();
  private readonly disposables: vscode.Disposable[] = [this.controller];
  private readonly plain: vscode.TestRunProfile;

  constructor(private readonly server: Server) {
    this.discovery = new Discovery(this.controller, server);
    const { Run, Coverage } = vscode.TestRunProfileKind;
    this.plain = this.profile("Run", Run);
    const covered = this.profile("Run with Coverage", Coverage);
    covered.loadDetailedCoverage = async (_, file) => this.details.get(file) ?? [];
    this.controller.refreshHandler = () => this.discovery.refresh();
    this.controller.resolveHandler = () => this.discovery.refresh();
    const soon = delayed(() => void this.discovery.refresh(), 400);
    const watcher = vscode.workspace.createFileSystemWatcher("**/{*.when,whenbook.toml}");
    this.disposables.push(
      soon,
      watcher,
      watcher.onDidCreate(soon.call),
      watcher.onDidDelete(soon.call),
      watcher.onDidChange(soon.call),
      server.onStarted(soon.call),
      vscode.workspace.onDidChangeTextDocument(({ document }) => document.languageId === "whenbook" && soon.call()),
    );
  }

  /** Runs all tests of all books. */
  async runAll(): Promise<void> {
    await this.discovery.refresh();
    await this.run(new vscode.TestRunRequest(undefined, undefined, this.plain), false);
  }

  /** Runs what a lens asks for: the tests of a book or of a file, or some by name. */
  async runAsked(asked: Asked): Promise<void> {
    await this.discovery.refresh();
    const items = this.items(asked);
    const isScenario = asked.names !== undefined && items.length < asked.names.length;
    // Which tests take a scenario in, the server knows.
    const found = isScenario ? this.items({ uri: asked.uri, names: await this.namesOf(asked) }) : items;
    await this.run(new vscode.TestRunRequest(found, undefined, this.plain), false);
  }

  private async namesOf(asked: Asked): Promise<string[]> {
    const report = await this.server.ask<TestReport>("whenbook.runTests", asked);
    return report.tests.map((result) => result.name);
  }

  /** The place of a test of the explorer, and its name. */
  meaning(item: vscode.TestItem): { uri: string; name: string } | undefined {
    const name = this.discovery.meanings.get(item)?.test;
    return name === undefined || item.uri === undefined ? undefined : { uri: item.uri.toString(), name };
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private profile(label: string, kind: vscode.TestRunProfileKind): vscode.TestRunProfile {
    const covers = kind === vscode.TestRunProfileKind.Coverage;
    const run = (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> =>
      request.continuous === true ? this.runOnSave(request, covers, token) : this.run(request, covers, token);
    return this.controller.createRunProfile(label, kind, run, true, undefined, !covers);
  }

  /** Runs the tests again whenever something of the book is saved. */
  private async runOnSave(request: vscode.TestRunRequest, covers: boolean, token: vscode.CancellationToken): Promise<void> {
    const saved = vscode.workspace.onDidSaveTextDocument((document) => {
      if (document.languageId.startsWith("whenbook")) {
        void this.run(request, covers, token);
      }
    });
    token.onCancellationRequested(() => saved.dispose());
  }

  private async run(request: vscode.TestRunRequest, covers: boolean, token?: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    const stopped = token ?? run.token;
    try {
      const wanted = this.wanted(request);
      wanted.flatMap(({ items }) => items).forEach((item) => run.started(item));
      await Promise.all(wanted.map((each) => this.runBook(run, each, covers, stopped)));
    } finally {
      run.end();
    }
  }

  private async runBook(run: vscode.TestRun, wanted: Wanted, covers: boolean, token: vscode.CancellationToken): Promise<void> {
    const [first] = wanted.book.files;
    if (first === undefined) {
      return;
    }
    const names = wanted.all ? undefined : wanted.items.map((item) => this.name(item));
    const argument = { uri: vscode.Uri.file(first).toString(), ...(names && { names }), coverage: covers };
    try {
      const report = await this.server.ask<TestReport>("whenbook.runTests", argument, token);
      const results = new Map(report.tests.map((result) => [result.name, result]));
      wanted.items.forEach((item) => tell(run, item, results.get(this.name(item))));
      (report.coverage?.files ?? []).forEach((file) => this.cover(run, file));
    } catch (problem) {
      const message = problem instanceof Error ? problem.message : String(problem);
      run.appendOutput(`${message}\r\n`);
      wanted.items.forEach((item) => run.errored(item, new vscode.TestMessage(message)));
    }
  }

  private name(item: vscode.TestItem): string {
    return this.discovery.meanings.get(item)?.test ?? item.label;
  }

  private cover(run: vscode.TestRun, file: CoveredFile): void {
    if (file.uri === undefined) {
      return;
    }
    const statements = file.ranges.map(statement);
    const coverage = vscode.FileCoverage.fromDetails(vscode.Uri.parse(file.uri), statements);
    this.details.set(coverage, statements);
    run.addCoverage(coverage);
  }

  /** The tests that a request asks for, by book. */
  private wanted(request: vscode.TestRunRequest): Wanted[] {
    const excluded = new Set(request.exclude ?? []);
    const byBook = new Map<string, Wanted>();
    const all = request.include === undefined && excluded.size === 0;
    const visit = (item: vscode.TestItem): void => {
      const meaning = this.discovery.meanings.get(item);
      if (excluded.has(item)) {
        return;
      }
      // The results of a test with rows are those of its rows.
      if (meaning?.test !== undefined && item.children.size === 0) {
        const wanted = byBook.get(meaning.book.folder) ?? { book: meaning.book, items: [], all };
        wanted.items.push(item);
        byBook.set(meaning.book.folder, wanted);
      }
      item.children.forEach(visit);
    };
    if (request.include === undefined) {
      this.controller.items.forEach(visit);
    } else {
      request.include.forEach(visit);
    }
    return [...byBook.values()];
  }

  /** The items of the tests that are asked for. */
  private items({ uri, names, onlyThisFile }: Asked): vscode.TestItem[] {
    const file = vscode.Uri.parse(uri);
    const found: vscode.TestItem[] = [];
    const visit = (item: vscode.TestItem): void => {
      const meaning = this.discovery.meanings.get(item);
      const isIn = onlyThisFile === true ? item.uri?.fsPath === file.fsPath : meaning?.book.files.includes(file.fsPath) === true;
      if (isIn && meaning?.test !== undefined && (names === undefined || names.includes(meaning.test))) {
        found.push(item);
        return;
      }
      item.children.forEach(visit);
    };
    this.controller.items.forEach(visit);
    return found;
  }
}

/** What was looked at, with both ways of what has two. */
function statement(hit: Hit): vscode.StatementCoverage {
  const way = hit.missing?.match(/^never (.*)$/u)?.[1];
  const branches =
    way === undefined || hit.hits === 0
      ? []
      : [new vscode.BranchCoverage(true, undefined, "as it was"), new vscode.BranchCoverage(false, undefined, way)];
  return new vscode.StatementCoverage(hit.hits, rangeOf(hit.range), branches);
}

function tell(run: vscode.TestRun, item: vscode.TestItem, result: TestResult | undefined): void {
  if (result === undefined) {
    run.skipped(item);
    return;
  }
  run.appendOutput(`${result.passed ? "\x1b[32m✓" : "\x1b[31m✗"}\x1b[0m ${result.title}\r\n`, undefined, item);
  for (const failure of result.failures) {
    const text = failureText(failure).replace(/^/gm, "    ").replaceAll("\n", "\r\n");
    run.appendOutput(`${text}\r\n\r\n`, undefined, item);
  }
  if (result.passed) {
    run.passed(item);
  } else {
    run.failed(item, result.failures.map((failure) => messageOf(failure, result)));
  }
}

function messageOf(failure: Failure, result: TestResult): vscode.TestMessage {
  const diff = failureDiff(failure);
  const message = new vscode.TestMessage(failureText(failure));
  message.expectedOutput = diff?.expected;
  message.actualOutput = diff?.actual;
  const place = { uri: failure.uri ?? result.uri, range: failure.range ?? result.range };
  message.location = locationOf(place);
  return message;
}

/** A call that waits until nobody has called for a while. */
function delayed(call: () => void, milliseconds: number): { call: () => void; dispose: () => void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    call: () => {
      clearTimeout(timer);
      timer = setTimeout(call, milliseconds);
    },
    dispose: () => clearTimeout(timer),
  };
}
