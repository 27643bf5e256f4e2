import assert from "node:assert/strict";
import { test } from "node:test";
import { storyOfTrial, written } from "./trial";

test("a trial is told as a story: what was so, what came, whether the rule fires and what it does", () => {
  const event = { type: "customer.wrote", data: { message: { text: "환불" } }, given: { user: { plan: "pro" } }, earlier: ["agent.wrote"] };
  const story = storyOfTrial("refund", {
    event,
    fired: true,
    effects: [
      { source: "refund", action: "add tag", arguments: { tag: "refund" }, text: 'add tag "refund"' },
      { source: "refund", action: "send", arguments: { body: "Soon!", sender: "Desk", labels: ["Yes"] }, text: 'send "Soon!"' },
    ],
    why: ["✓ `refund` fired"],
    text: "",
  });
  assert.deepEqual(story, {
    title: "Trial of refund",
    steps: [
      { actor: "system", kind: "given", text: 'given user.plan is "pro"' },
      { actor: "system", kind: "event", text: "agent.wrote" },
      { actor: "customer", kind: "message", text: "환불", why: ["customer.wrote", 'message.text is "환불"'], whyTitle: "event" },
      { actor: "system", kind: "outcome", text: "refund fires", why: ["✓ `refund` fired"] },
      { actor: "rule", kind: "action", text: 'add tag "refund"', rule: { name: "refund" } },
      { actor: "rule", kind: "message", text: "Soon!", rule: { name: "refund" }, name: "Desk", buttons: ["Yes"] },
    ],
    event,
  });
});

test("an event that somebody writes has a type at least", () => {
  assert.deepEqual(written('{ "type": "customer.wrote" }'), { type: "customer.wrote" });
  assert.throws(() => written("{}"), /an event is written as/);
  assert.throws(() => written("{"));
});

test("if no event is found, the story says why", () => {
  const story = storyOfTrial("never", { event: null, fired: false, effects: [], why: ["✗ it cannot"], text: "it can never fire\n✗ it cannot" });
  assert.deepEqual(story.steps, [{ actor: "system", kind: "outcome", text: "it can never fire", why: ["✗ it cannot"] }]);
});
