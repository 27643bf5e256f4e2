import assert from "node:assert/strict";
import { test } from "node:test";
import { failureDiff, failureText, mentions } from "./explain";
import type { Failure } from "./protocol";

const failure: Failure = {
  line: 3,
  text: "expect fired angry",
  expected: "`angry` fired",
  happened: "nothing fired",
  candidates: [
    {
      source: "angry",
      file: "angry.when",
      line: 1,
      verdict: "condition_false",
      sentence: "`angry` did not fire: `user.plan is not free` does not hold",
      condition: {
        text: "all",
        file: "angry.when",
        line: 3,
        holds: false,
        parts: [
          { text: "user.plan is not free", file: "angry.when", line: 5, holds: false, read: [{ sentence: "user.plan is free" }] },
        ],
      },
    },
  ],
};

test("a failure tells what was expected, what happened, and why", () => {
  assert.equal(
    failureText(failure),
    [
      "expect fired angry",
      "expected: `angry` fired",
      "happened: nothing fired",
      "",
      "✗ `angry` did not fire: `user.plan is not free` does not hold (angry.when:1)",
      "  ✗ all (line 3)",
      "    ✗ user.plan is not free (user.plan is free; line 5)",
    ].join("\n"),
  );
});

test("timelines and what was sent are compared, other things explained", () => {
  assert.equal(failureDiff(failure), undefined);
  const sent = { ...failure, text: 'expect in second sent "Hi"', expected: 'sent "Hi"', happened: 'sent "Ho"' };
  assert.deepEqual(failureDiff(sent), { expected: 'sent "Hi"', actual: 'sent "Ho"' });
  const timeline = { written: "10:00 a", happened: "10:00 b" };
  assert.deepEqual(failureDiff({ ...failure, timeline }), { expected: "10:00 a", actual: "10:00 b" });
});

test("mentions of lines are found, in Korean file names too", () => {
  const text = "✗ `a` did not fire (std/triggers.when:17)\n  환불.when:3";
  const found = mentions(text);
  assert.deepEqual(found.map(({ file, line }) => [file, line]), [["std/triggers.when", 17], ["환불.when", 3]]);
  assert.deepEqual(found.map(({ start, end }) => text.slice(start, end)), ["std/triggers.when:17", "환불.when:3"]);
});
