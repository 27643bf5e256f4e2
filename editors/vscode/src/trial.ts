// A rule that was tried on an event, as a story.
import type { Step, Story, Trial } from "./protocol";

export function storyOfTrial(rule: string, trial: Trial): Story {
  const name = trial.event["type"] ?? trial.event["event"] ?? trial.event["name"];
  const told: Step = {
    actor: "customer",
    kind: "event",
    text: typeof name === "string" ? name : "an event",
    why: attributes(trial.event),
  };
  const outcome: Step = {
    actor: "system",
    kind: "outcome",
    text: trial.fired ? `${rule} fires` : `${rule} does not fire`,
    why: trial.why,
  };
  const effects = trial.effects.map((effect): Step => {
    const text = typeof effect === "string" ? effect : JSON.stringify(effect);
    return { actor: "rule", kind: "action", text, rule: { name: rule } };
  });
  return { title: `Trial of ${rule}`, steps: [told, outcome, ...effects] };
}

function attributes(event: Record<string, unknown>): string[] {
  return Object.entries(event).map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
}
