import assert from "node:assert/strict";
import { test } from "node:test";
import { failureDiff, failureText, mentions, whyText } from "./explain";
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
      "nothing fired",
      "expected: `angry` fired",
      "",
      "✗ `angry` did not fire: `user.plan is not free` does not hold (angry.when:1)",
      "  ✗ all (line 3)",
      "    ✗ user.plan is not free (user.plan is free; line 5)",
    ].join("\n"),
  );
});

test("of a condition that does not hold, the values are told first", () => {
  const condition = { text: "user.plan is pro", file: "a.when", line: 5, holds: false, read: [{ sentence: "user.plan is free" }] };
  const text = failureText({ line: 5, text: "expect user.plan is pro", expected: "user.plan is pro", happened: "it does not hold", condition });
  assert.equal(text.split("\n")[0], "user.plan is free");
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

test("reasons are told with the places of their rules", () => {
  const text = whyText({
    verdict: "`angry` did not fire.",
    event: { name: "customer.wrote", time: "2026-12-01T10:00:00Z", conversation: "c" },
    inputs: [{ rounds: [{ candidates: failure.candidates ?? [] }], notes: ["lifecycle: moved"] }, { rounds: [], notes: [] }],
    effects: [{ source: "other", action: "add tag", arguments: {}, text: 'add tag "b"' }],
  });
  assert.equal(
    text,
    [
      "`angry` did not fire.",
      "customer.wrote, 2026-12-01T10:00:00Z, conversation c",
      "",
      "✗ `angry` did not fire: `user.plan is not free` does not hold (angry.when:1)",
      "  ✗ all (line 3)",
      "    ✗ user.plan is not free (user.plan is free; line 5)",
      "",
      "Done",
      "  lifecycle: moved",
      '  other: add tag "b"',
      "",
    ].join("\n"),
  );
});
