// A test or a scenario as a chat: who said what, which rule answered, and why.
import { isDetail, told, upTo } from "../details";
import type { Place, RuleReference, Step, Story } from "../protocol";
import { drawn, element, isPlace, onContent, open, tryOn } from "./page";

const NAMES = { customer: "Customer", agent: "Agent", rule: "Rule", system: "Whenbook" };

let story: Story = { title: "", steps: [] };
/** Those of its steps that can be shown: without timers and states, if nobody asks for them. */
let steps: Step[] = [];
/** How many of them are shown. */
let shown = 0;
let playing: ReturnType<typeof setInterval> | undefined;

const title = element("h1", {});
const verdict = element("p", { class: "verdict" });
const chat = element("ol", { class: "chat", "aria-live": "polite", "aria-label": "What happens" });
const written = element("textarea", { "aria-label": "The event", spellcheck: "false" });
const problem = element("p", { class: "problem", role: "alert" });
const tryAgain = element("button", { type: "button", class: "primary" }, "Try");
const event = element("details", { class: "another" }, element("summary", {}, "another event"), written, problem, tryAgain);
const details = element("input", { type: "checkbox" });
const choice = element(
  "label",
  { title: "Also tell what the clock, the lifecycle and policies do" },
  details,
  "timers and states",
);
const slider = element("input", { type: "range", min: "0", step: "1", "aria-label": "Step" });
const clock = element("output", { class: "clock" });
const SIGNS = {
  first: "M3 3h1.6v10H3zM13 3v10L5.6 8z",
  back: "M11.5 3v10L4.5 8z",
  play: "M4.5 2.5v11l9-5.5z",
  pause: "M4 3h2.8v10H4zM9.2 3H12v10H9.2z",
  forward: "M4.5 3v10l7-5z",
  last: "M11.4 3H13v10h-1.6zM3 3v10l7.4-5z",
};
const first = button("first", "To the beginning", () => show(0));
const back = button("back", "One step back", () => show(shown - 1));
const play = button("play", "Play", toggle);
const forward = button("forward", "One step on", () => show(shown + 1));
const last = button("last", "To the end", () => show(steps.length));

document.body.append(
  element("header", {}, title, element("div", { class: "below" }, verdict, choice), event),
  element("main", {}, chat),
  element("footer", { role: "toolbar", "aria-label": "Steps" }, first, back, play, forward, last, slider, clock),
);
tryAgain.addEventListener("click", () => tryOn(written.value));
details.addEventListener("change", () => {
  const wasAtEnd = shown === steps.length;
  const current = steps[shown - 1];
  draw();
  show(wasAtEnd ? steps.length : upTo(current, steps, story.steps));
});
slider.addEventListener("input", () => show(Number(slider.value)));
document.addEventListener("keydown", (event) => {
  const inSlider = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  const keys: Record<string, () => void> = {
    ArrowRight: () => show(shown + 1),
    ArrowLeft: () => show(shown - 1),
    Home: () => show(0),
    End: () => show(steps.length),
  };
  const go = keys[event.key];
  if (go !== undefined && !inSlider && !(event.ctrlKey || event.altKey || event.metaKey)) {
    event.preventDefault();
    go();
  }
});

onContent<Story>((content) => {
  const isSame = content.title === story.title;
  const wasAtEnd = shown === steps.length;
  story = content;
  pause();
  draw();
  show(isSame && !wasAtEnd ? shown : steps.length, false);
});

function draw(): void {
  title.replaceChildren(isPlace(story) ? link(story.title, story) : story.title);
  const checks = story.steps.filter(isExpectation);
  const failed = checks.filter((step) => step.kind === "failure").length;
  verdict.className = `verdict ${failed > 0 ? "failed" : "passed"}`;
  verdict.hidden = checks.length === 0;
  verdict.textContent =
    failed > 0 ? `✗ ${failed} of ${plural(checks.length, "expectation")} failed` : `✓ ${plural(checks.length, "expectation")} met`;
  event.hidden = story.event === undefined;
  problem.textContent = story.problem ?? "";
  // What somebody is writing stays.
  if (story.event !== undefined && story.problem === undefined) {
    written.value = JSON.stringify(story.event, null, 2);
    written.rows = written.value.split("\n").length;
  }
  choice.hidden = !story.steps.some(isDetail);
  steps = told(story.steps, details.checked);
  chat.replaceChildren(...steps.map(drawStep));
  slider.max = String(steps.length);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function isExpectation(step: Step): boolean {
  return step.kind === "expectation" || step.kind === "failure";
}

function drawStep(step: Step, index: number): HTMLLIElement {
  const previous = steps[index - 1];
  const isNewDay = step.day !== undefined && step.day !== previous?.day;
  const isNewTime = isNewDay || (step.clock !== undefined && step.clock !== previous?.clock);
  const moment = [isNewDay ? step.day : "", step.clock ?? ""].filter((part) => part !== "").join("  ");
  const time = isNewTime && element("div", { class: "time" }, element("span", {}, moment));
  const goesOn = !isNewTime && previous !== undefined && isSameAct(previous, step);
  const looks = `${goesOn ? " goes-on" : ""}${isDetail(step) ? " detail" : ""}`;
  return element("li", { class: `step ${step.actor} ${step.kind}${looks}` }, time, body(step));
}

/** Whether a rule goes on with what it did. */
function isSameAct(one: Step, next: Step): boolean {
  const isAct = one.kind === "action" && next.kind === "action" && one.conversation === next.conversation;
  return isAct && next.rule?.name !== undefined && one.rule?.name === next.rule.name;
}

function body(step: Step): HTMLElement {
  if (isExpectation(step)) {
    return expectation(step);
  }
  if (step.kind === "message" || step.kind === "note") {
    const buttons = (step.buttons ?? []).map((label) => element("span", { class: "choice" }, label));
    return element(
      "div",
      { class: "bubble" },
      element("div", { class: "who" }, who(step)),
      element("p", { class: "text" }, where(step, step.text)),
      buttons.length > 0 && element("div", { class: "choices" }, ...buttons),
      why(step),
    );
  }
  if (step.kind === "action" || step.kind === "refused") {
    const by = element("div", { class: "who" }, who(step), step.kind === "refused" && " was refused");
    return element("div", { class: "act" }, by, element("p", { class: "text" }, where(step, step.text)), why(step));
  }
  const rule = step.rule ?? undefined;
  // `first_reply is due` has the name of the rule in it.
  const rest = rule && step.text.startsWith(`${rule.name} `) ? step.text.slice(rule.name.length + 1) : undefined;
  const by = rule && element("span", { class: "by" }, ruleLink(rule), rest === undefined ? ": " : " ");
  const name = !rule && step.actor !== "system" && step.name ? `${step.name}: ` : "";
  return element("div", { class: "aside" }, by, where(step, `${name}${rest ?? step.text}${inOther(step)}`), why(step));
}

/** Who says or does it: a person, or a rule under the name that it writes as. */
function who(step: Step): HTMLElement {
  const rule = step.rule ?? undefined;
  const name = step.name ?? (rule ? undefined : NAMES[step.actor]);
  const kind = step.kind === "note" ? "note" : "";
  const parts = [name, kind].filter((part) => part !== undefined && part !== "").join(" · ");
  return element("span", {}, parts, rule && parts !== "" && " · ", rule ? ruleLink(rule) : undefined, inOther(step));
}

function ruleLink(rule: RuleReference): HTMLElement {
  return isPlace(rule) ? link(rule.name, rule, `Go to the rule ${rule.name}`) : element("span", { class: "rule" }, rule.name);
}

/** Which conversation it is in, if it is not the first one. */
function inOther(step: Step): string {
  return step.conversation === undefined ? "" : ` · in ${step.conversation}`;
}

function expectation(step: Step): HTMLElement {
  const isMet = step.kind === "expectation";
  return element(
    "div",
    { class: "check", role: isMet ? undefined : "alert" },
    element("p", { class: "text" }, element("span", { class: "sign", "aria-hidden": "true" }, isMet ? "✓" : "✗"), where(step, step.text)),
    !isMet &&
      element(
        "dl",
        {},
        element("dt", {}, "expected"),
        element("dd", {}, step.expected ?? ""),
        element("dt", {}, "happened"),
        element("dd", {}, step.happened ?? ""),
      ),
    why(step),
  );
}

/** The text, which leads to its line if it has one. */
function where(step: Step, text: string): HTMLElement {
  return isPlace(step) ? link(text, step, undefined, "quiet") : element("span", {}, text);
}

function why(step: Step): HTMLElement | undefined {
  if (!step.why || step.why.length === 0) {
    return undefined;
  }
  const lines = step.why.map((line) => {
    const first = line.trimStart().charAt(0);
    const kind = first === "✓" ? "holds" : first === "✗" ? "fails" : "";
    const indent = line.length - line.trimStart().length;
    return element("li", { class: `${kind} indent-${Math.min(6, Math.floor(indent / 2))}` }, line.trim().replaceAll(/`([^`]+)`/gu, "$1"));
  });
  return element("details", { class: "why", open: step.kind === "failure" }, element("summary", {}, step.whyTitle ?? "why"), element("ul", {}, ...lines));
}

function link(text: string, place: Place, label?: string, kind = "rule"): HTMLElement {
  const made = element("button", { class: `link ${kind}`, "aria-label": label, title: label ?? "Go to this line" }, text);
  made.addEventListener("click", () => open(place));
  return made;
}

function sign(name: keyof typeof SIGNS): SVGElement {
  return drawn("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, drawn("path", { d: SIGNS[name] }));
}

function button(name: keyof typeof SIGNS, label: string, pressed: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", title: label, "aria-label": label }, sign(name));
  made.addEventListener("click", pressed);
  return made;
}

/** Shows the first steps of the story, and the last of them. */
function show(count: number, moves = true): void {
  shown = Math.max(0, Math.min(steps.length, count));
  [...chat.children].forEach((child, index) => {
    child.toggleAttribute("hidden", index >= shown);
    child.classList.toggle("current", index === shown - 1 && shown < steps.length);
  });
  slider.value = String(shown);
  const step = steps[shown - 1];
  slider.setAttribute("aria-valuetext", step ? `${shown} of ${steps.length}: ${step.text}` : "the beginning");
  clock.textContent = `${shown} / ${steps.length}`;
  first.disabled = back.disabled = shown === 0;
  forward.disabled = last.disabled = shown === steps.length;
  if (moves) {
    chat.children[shown - 1]?.scrollIntoView({ block: "nearest" });
  }
}

function toggle(): void {
  if (playing !== undefined) {
    pause();
    return;
  }
  if (shown === steps.length) {
    show(0);
  }
  label("pause", "Pause");
  playing = setInterval(() => {
    show(shown + 1);
    if (shown === steps.length) {
      pause();
    }
  }, 900);
}

function label(name: "play" | "pause", text: string): void {
  play.replaceChildren(sign(name));
  play.setAttribute("aria-label", text);
  play.title = text;
}

function pause(): void {
  clearInterval(playing);
  playing = undefined;
  label("play", "Play");
}
