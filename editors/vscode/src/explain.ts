// Failures and explanations as text, as `whenbook test` and `whenbook why` tell them.
import type { Candidate, Condition, Failure, Why } from "./protocol";

/** What happened and what was expected, with the rules in question. An editor shows the first line beside the expectation. */
export function failureText(failure: Failure): string {
  const read = (failure.condition?.read ?? []).map((value) => value.sentence).join(", ");
  const lines = [read === "" ? failure.happened : read, `expected: ${failure.expected}`];
  for (const candidate of failure.candidates ?? []) {
    lines.push("", ...candidateLines(candidate));
  }
  if (failure.condition) {
    lines.push("", ...conditionLines(failure.condition, ""));
  }
  return lines.join("\n");
}

/** Why rules did or did not act on an event, and what was done; the places of rules are named so that they can be links. */
export function whyText(why: Why): string {
  const { event } = why;
  const candidates = why.inputs.flatMap((input) => input.rounds.flatMap((round) => round.candidates));
  const isInactive = (candidate: Candidate): boolean => candidate.verdict === "inactive";
  const inactive = candidates.filter(isInactive).map((candidate) => candidate.source);
  const notes = why.inputs.flatMap((input) => input.notes);
  const done = why.effects.map((effect) => `  ${effect.source}: ${effect.text}`);
  return [
    why.verdict,
    ...[why.since, why.later].filter((sentence) => typeof sentence === "string"),
    ...(event ? [`${event.name}, ${event.time}, conversation ${event.conversation}`] : []),
    ...candidates.filter((candidate) => !isInactive(candidate)).flatMap((candidate) => ["", ...candidateLines(candidate)]),
    ...(inactive.length > 0 ? ["", `– inactive: ${inactive.join(", ")}`] : []),
    ...(done.length + notes.length > 0 ? ["", "Done", ...notes.map((note) => `  ${note}`), ...done] : []),
    "",
  ].join("\n");
}

/** What is best compared side by side: timelines and what was sent. Of other things the whole explanation says more. */
export function failureDiff(failure: Failure): { expected: string; actual: string } | undefined {
  if (failure.timeline) {
    return { expected: failure.timeline.written ?? "", actual: failure.timeline.happened };
  }
  return /^expect (in \S+ )?sent\b/u.test(failure.text) ? { expected: failure.expected, actual: failure.happened } : undefined;
}

function candidateLines(candidate: Candidate): string[] {
  const sign = /did not/u.test(candidate.sentence) ? "✗" : "✓";
  const conditions = candidate.condition ? conditionLines(candidate.condition, "  ") : [];
  return [`${sign} ${candidate.sentence} (${candidate.file}:${candidate.line})`, ...conditions];
}

function conditionLines(condition: Condition, indent: string): string[] {
  const read = (condition.read ?? []).map((value) => `${value.sentence}; `).join("");
  const own = `${indent}${condition.holds ? "✓" : "✗"} ${condition.text} (${read}line ${condition.line})`;
  return [own, ...(condition.parts ?? []).flatMap((part) => conditionLines(part, `${indent}  `))];
}

/** A mention of a line in a text: `welcome.when:9`. */
export interface Mention {
  start: number;
  end: number;
  file: string;
  line: number;
}

/** The places that a text mentions. */
export function mentions(text: string): Mention[] {
  return [...text.matchAll(/([^\s()`"]+\.when):(\d+)/gu)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    file: found[1] ?? "",
    line: Number(found[2]),
  }));
}
