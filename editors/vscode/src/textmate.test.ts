// The colours of words before the server has told what they mean.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { OnigScanner, OnigString, loadWASM } from "vscode-oniguruma";
import { INITIAL, Registry, parseRawGrammar } from "vscode-textmate";

const SAMPLE = `/// Docs.
use std.triggers
trigger vip_route "VIP 안내" { // why
  on conversation.requested
  once per user every 24h
  when user.plan is enterprise and message.text finds /refunds?/i
  do { send "Hello {user.name or there}!" as "Desk" }
}
schedule office_hours {
  mon-fri 09:00-18:00
  closed 12-25
}
message away {
  ko: """
    한 줄 {queue.wait_max in minutes}분
  """
}
test "Each plan" {
  given { user.plan is <plan> }
  expect session.state is inactive
}`;

/** Each word of a text that has a colour, with the colour's name. */
async function coloured(text: string): Promise<string[]> {
  const wasm = readFileSync(createRequire(`${process.cwd()}/package.json`).resolve("vscode-oniguruma/release/onig.wasm"));
  await loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const file = "syntaxes/whenbook.tmLanguage.json";
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new OnigScanner(patterns),
      createOnigString: (string) => new OnigString(string),
    }),
    loadGrammar: async () => parseRawGrammar(readFileSync(file, "utf8"), file),
  });
  const grammar = await registry.loadGrammar("source.whenbook");
  assert.ok(grammar);
  let state = INITIAL;
  return text.split("\n").flatMap((line) => {
    const tokens = grammar.tokenizeLine(line, state);
    state = tokens.ruleStack;
    return tokens.tokens
      .map(({ startIndex, endIndex, scopes }) => [line.slice(startIndex, endIndex).trim(), scopes.at(-1) ?? ""] as const)
      .filter(([word, scope]) => word !== "" && scope !== "source.whenbook" && !scope.startsWith("punctuation"))
      .map(([word, scope]) => `${word} ${scope.replace(".whenbook", "")}`);
  });
}

test("each word has its colour", async () => {
  assert.deepEqual(await coloured(SAMPLE), [
    "/// Docs. comment.line.documentation",
    "use keyword.declaration",
    "std.triggers variable.other.property",
    "trigger keyword.declaration",
    "vip_route entity.name.type",
    "VIP 안내 string.quoted.double",
    "// why comment.line.double-slash",
    "on keyword.control",
    "conversation.requested variable.other.property",
    "once keyword.control",
    "per keyword.control",
    "user constant.language.scope",
    "every keyword.other",
    "24h constant.numeric.duration",
    "when keyword.control",
    "user.plan variable.other.property",
    "is keyword.operator.word",
    "and keyword.operator.word",
    "message.text variable.other.property",
    "finds keyword.operator.word",
    "/refunds?/i string.regexp",
    "do keyword.control",
    "send support.function.action",
    "Hello string.quoted.double",
    "user.name variable.other.property",
    "or keyword.operator.word",
    "there string.unquoted.fallback",
    "! string.quoted.double",
    "as keyword.other",
    "Desk string.quoted.double",
    "schedule keyword.declaration",
    "office_hours entity.name.type",
    "mon constant.language.weekday",
    "fri constant.language.weekday",
    "09:00 constant.numeric.clock",
    "18:00 constant.numeric.clock",
    "closed keyword.control",
    "12-25 constant.numeric.date",
    "message keyword.declaration",
    "away entity.name.type",
    "한 줄 string.quoted.triple",
    "queue.wait_max variable.other.property",
    "in keyword.operator.word",
    "minutes constant.language.unit",
    "분 string.quoted.triple",
    "test keyword.declaration",
    "Each plan string.quoted.double",
    "given keyword.control",
    "user.plan variable.other.property",
    "is keyword.operator.word",
    "<plan> variable.parameter.cell",
    "expect keyword.control",
    "session.state variable.other.property",
    "is keyword.operator.word",
    "inactive keyword.other",
  ]);
});
