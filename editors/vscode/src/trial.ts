// A rule that was tried on an event, as a story.
import type { Actor, Effect, SampleEvent, Step, Story, Trial } from "./protocol";

export function storyOfTrial(rule: string, trial: Trial): Story {
  const title = `Trial of ${rule}`;
  if (trial.event === null) {
    const [first = "no event was found on which it fires"] = trial.text.split("\n");
    return { title, steps: [{ actor: "system", kind: "outcome", text: first, why: trial.why }] };
  }
  const outcome: Step = {
    actor: "system",
    kind: "outcome",
    text: trial.fired ? `${rule} fires` : `${rule} does not fire`,
    why: trial.why,
  };
  const { event } = trial;
  return { title, steps: [...before(event), came(event), outcome, ...trial.effects.map(done)], event };
}

/** An event as somebody has written it. */
export function written(text: string): SampleEvent {
  const event: unknown = JSON.parse(text);
  if (typeof event !== "object" || event === null || !("type" in event)) {
    throw new Error('an event is written as { "type": "customer.wrote", "data": { … } }');
  }
  return event as SampleEvent;
}

function before(event: SampleEvent): Step[] {
  const given = facts(event.given ?? {}).map((text): Step => ({ actor: "system", kind: "given", text: `given ${text}` }));
  const earlier = (event.earlier ?? []).map((text): Step => ({ actor: "system", kind: "event", text }));
  return [...given, ...earlier];
}

function came(event: SampleEvent): Step {
  const said = (event.data?.["message"] as { text?: unknown } | undefined)?.text;
  const actor = whose(event.type);
  return typeof said === "string" && actor !== "system"
    ? { actor, kind: "message", text: said, why: [event.type, ...facts(event.data ?? {})], whyTitle: "event" }
    : { actor: "system", kind: "event", text: event.type, why: facts(event.data ?? {}), whyTitle: "what it tells" };
}

function whose(event: string): Actor {
  const [word] = event.split(".");
  return word === "customer" || word === "agent" ? word : "system";
}

function done(effect: Effect): Step {
  const { body, sender, labels } = effect.arguments;
  const says = typeof body === "string" && /^(send|remind|show wait time|text user)\b/u.test(effect.action);
  return {
    actor: "rule",
    kind: says ? "message" : "action",
    text: says ? body : effect.text,
    rule: { name: effect.source, ...(effect.uri && effect.range && { uri: effect.uri, range: effect.range }) },
    ...(typeof sender === "string" && { name: sender }),
    ...(Array.isArray(labels) && { buttons: labels.map(String) }),
  };
}

/** Nested data as lines of a rule would read them: `user.plan is pro`. */
function facts(data: Record<string, unknown>, path = ""): string[] {
  return Object.entries(data).flatMap(([key, value]) => {
    const own = path === "" ? key : `${path}.${key}`;
    const isNested = typeof value === "object" && value !== null && !Array.isArray(value);
    return isNested ? facts(value as Record<string, unknown>, own) : [`${own} is ${JSON.stringify(value)}`];
  });
}
