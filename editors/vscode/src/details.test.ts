import assert from "node:assert/strict";
import { test } from "node:test";
import { told, upTo } from "./details";
import type { Kind, Step } from "./protocol";

const step = (kind: Kind, text: string): Step => ({ actor: "system", kind, text });
const story = [
  step("given", "given user.name is Mina"),
  step("event", "conversation.requested"),
  step("change", "lifecycle: session.state none → active"),
  step("timer", "first_reply is due at 10:00:04"),
  step("message", "Hello Mina"),
  step("failure", "expect nothing sent"),
  step("timer", "first_reply is due"),
];

test("what people and rules do is told; timers and states on request", () => {
  assert.deepEqual(told(story, false).map(({ kind }) => kind), ["given", "event", "message", "failure"]);
  assert.deepEqual(told(story, true), story);
});

test("the place in the story is kept", () => {
  const few = told(story, false);
  assert.equal(upTo(story[3], few, story), 2);
  assert.equal(upTo(few[1], story, story), 2);
  assert.equal(upTo(undefined, story, story), 0);
});
