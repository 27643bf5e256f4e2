// The tests of all books, as the test explorer shows them: book, file, test. A book that is alone has no level of its own.
import * as path from "node:path";
import * as vscode from "vscode";
import { type Book, booksOf } from "../books";
import { rangeOf } from "../places";
import type { ListedTest, Row, Tests } from "../protocol";
import type { Server } from "../server";

/** What an item of the explorer stands for. */
export interface Meaning {
  book: Book;
  /** The test's name; a file and a book have none. */
  test?: string;
}

export class Discovery {
  /** What each item stands for. */
  readonly meanings = new WeakMap<vscode.TestItem, Meaning>();
  private round = 0;

  constructor(
    private readonly controller: vscode.TestController,
    private readonly server: Server,
  ) {}

  /** Reads all tests anew. What has gone away goes; the rest keeps its results. */
  async refresh(): Promise<void> {
    const round = ++this.round;
    if (!this.server.isRunning) {
      return;
    }
    const books = await allBooks();
    const listed = await Promise.all(books.map(async (book) => ({ book, tests: await this.testsOf(book) })));
    if (round !== this.round) {
      return;
    }
    const withTests = listed.filter(({ tests }) => tests.length > 0);
    const roots = withTests.flatMap(({ book, tests }) => {
      const files = this.files(book, tests);
      return withTests.length > 1 ? [this.bookItem(book, files)] : files;
    });
    this.controller.items.replace(roots);
  }

  private async testsOf(book: Book): Promise<ListedTest[]> {
    const [first] = book.files;
    if (first === undefined) {
      return [];
    }
    try {
      const uri = vscode.Uri.file(first).toString();
      const answer = await this.server.ask<Tests | null>("whenbook.tests", { uri });
      return (answer?.tests ?? []).filter((test) => test.kind === "test");
    } catch (problem) {
      this.server.output.warn(`tests of ${book.folder}: ${problem instanceof Error ? problem.message : String(problem)}`);
      return [];
    }
  }

  private bookItem(book: Book, files: vscode.TestItem[]): vscode.TestItem {
    const item = this.controller.createTestItem(book.folder, path.basename(book.folder), vscode.Uri.file(book.folder));
    item.children.replace(files);
    this.meanings.set(item, { book });
    return item;
  }

  private files(book: Book, tests: ListedTest[]): vscode.TestItem[] {
    const byFile = new Map<string, ListedTest[]>();
    for (const test of tests) {
      const uri = vscode.Uri.parse(test.uri).toString();
      byFile.set(uri, [...(byFile.get(uri) ?? []), test]);
    }
    return [...byFile].map(([id, own]) => {
      const uri = vscode.Uri.parse(id);
      const item = this.controller.createTestItem(id, path.relative(book.folder, uri.fsPath), uri);
      item.children.replace(own.map((test) => this.testItem(book, uri, test)));
      this.meanings.set(item, { book });
      return item;
    });
  }

  private testItem(book: Book, uri: vscode.Uri, test: ListedTest): vscode.TestItem {
    const item = this.item(book, uri, test);
    item.range = rangeOf(test.titleRange ?? test.range);
    const rows = (test.rows ?? []).map((row) => {
      const own = this.item(book, uri, row);
      own.label = row.name.startsWith(`${test.name} (`) ? row.name.slice(test.name.length + 2, -1) : row.name;
      return own;
    });
    item.children.replace(rows);
    return item;
  }

  private item(book: Book, uri: vscode.Uri, test: Row): vscode.TestItem {
    const item = this.controller.createTestItem(`${uri.toString()}#${test.name}`, test.name, uri);
    item.range = rangeOf(test.range);
    item.sortText = String(test.range.start.line).padStart(6, "0");
    this.meanings.set(item, { book, test: test.name });
    return item;
  }
}

/** All books of the workspace, and of what is open beside it. */
async function allBooks(): Promise<Book[]> {
  const without = "**/{node_modules,target,.git}/**";
  const [rules, settings] = await Promise.all([
    vscode.workspace.findFiles("**/*.when", without),
    vscode.workspace.findFiles("**/whenbook.toml", without),
  ]);
  const open = vscode.workspace.textDocuments.filter(
    (document) => document.languageId === "whenbook" && document.uri.scheme === "file",
  );
  const files = new Set([...rules.map((uri) => uri.fsPath), ...open.map((document) => document.uri.fsPath)]);
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
  return booksOf([...files], settings.map((uri) => uri.fsPath), folders);
}
