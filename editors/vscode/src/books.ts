// Which files make a book: the nearest folder above with a `whenbook.toml`, else the folder of the workspace, else its own.
import * as path from "node:path";

export interface Book {
  /** Its folder. */
  folder: string;
  /** Its rule files, in order. */
  files: string[];
}

/** The books of these rule files, in the order of their folders. All are absolute paths. */
export function booksOf(files: string[], settings: string[], workspace: string[]): Book[] {
  const roots = new Set(settings.map((file) => path.dirname(file)));
  const books = new Map<string, string[]>();
  for (const file of [...files].sort()) {
    const above = ancestors(path.dirname(file));
    const inWorkspace = [...workspace].sort((a, b) => b.length - a.length).find((folder) => above.includes(folder));
    const folder = above.find((each) => roots.has(each)) ?? inWorkspace ?? path.dirname(file);
    books.set(folder, [...(books.get(folder) ?? []), file]);
  }
  return [...books].map(([folder, own]) => ({ folder, files: own })).sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function ancestors(folder: string): string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestors(above)];
}
