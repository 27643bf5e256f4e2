import assert from "node:assert/strict";
import { test } from "node:test";
import { booksOf } from "./books";

test("a book is the nearest folder with settings, else that of the workspace, else the file's own", () => {
  const files = ["/work/shop/a.when", "/work/desk/rules/b.when", "/work/desk/a.when", "/work/desk/own/c.when", "/tmp/d.when"];
  const books = booksOf(files, ["/work/desk/whenbook.toml", "/work/desk/own/whenbook.toml"], ["/work"]);
  assert.deepEqual(books, [
    { folder: "/tmp", files: ["/tmp/d.when"] },
    { folder: "/work", files: ["/work/shop/a.when"] },
    { folder: "/work/desk", files: ["/work/desk/a.when", "/work/desk/rules/b.when"] },
    { folder: "/work/desk/own", files: ["/work/desk/own/c.when"] },
  ]);
});
