// A test or a scenario as a chat: who said what, which rule answered, and why.
import type { Step, Story } from "../protocol";
import { element, isPlace, onContent, open } from "./page";

const NAMES = { customer: "Customer", agent: "Agent", rule: "Rule", system: "" };

let story: Story = { title: "", steps: [] };
/** How many steps are shown. */
let shown = 0;
let playing: ReturnType<typeof setInterval> | undefined;

const title = element("h1", {});
const verdict = element("p", { class: "verdict" });
const chat = element("ol", { class: "chat", "aria-live": "polite", "aria-label": "What happens" });
const slider = element("input", { type: "range", min: "0", step: "1", "aria-label": "Step" });
const clock = element("output", { class: "clock" });
const first = button("⏮", "To the beginning", () => show(0));
const back = button("◀", "One step back", () => show(shown - 1));
const play = button("▶", "Play", toggle);
const forward = button("▶❘", "One step on", () => show(shown + 1));
const last = button("⏭", "To the end", () => show(story.steps.length));

document.body.append(
  element("header", {}, title, verdict),
  element("main", {}, chat),
  element("footer", { role: "toolbar", "aria-label": "Steps" }, first, back, play, forward, last, slider, clock),
);
slider.addEventListener("input", () => show(Number(slider.value)));
document.addEventListener("keydown", (event) => {
  const inSlider = event.target === slider;
  const keys: Record<string, () => void> = {
    ArrowRight: () => show(shown + 1),
    ArrowLeft: () => show(shown - 1),
    Home: () => show(0),
    End: () => show(story.steps.length),
  };
  const go = keys[event.key];
  if (go !== undefined && !inSlider && !(event.ctrlKey || event.altKey || event.metaKey)) {
    event.preventDefault();
    go();
  }
});

onContent<Story>((content) => {
  const isSame = content.title === story.title;
  const wasAtEnd = shown === story.steps.length;
  story = content;
  pause();
  draw();
  show(isSame && !wasAtEnd ? shown : story.steps.length, false);
});

function draw(): void {
  title.replaceChildren(isPlace(story) ? link(story.title, story) : story.title);
  const checks = story.steps.filter((step) => step.passed !== undefined);
  const failed = checks.filter((step) => step.passed === false).length;
  verdict.className = `verdict ${failed > 0 ? "failed" : "passed"}`;
  verdict.hidden = checks.length === 0;
  verdict.textContent =
    failed > 0 ? `✗ ${failed} of ${plural(checks.length, "expectation")} failed` : `✓ ${plural(checks.length, "expectation")} met`;
  chat.replaceChildren(...story.steps.map(drawStep));
  slider.max = String(story.steps.length);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function drawStep(step: Step, index: number): HTMLLIElement {
  const previous = story.steps[index - 1];
  const isNewTime = step.clock !== undefined && step.clock !== previous?.clock;
  const time = isNewTime ? element("div", { class: "time" }, element("span", {}, step.clock)) : undefined;
  return element("li", { class: `step ${step.actor} ${step.kind} ${state(step)}` }, time, body(step));
}

function state(step: Step): string {
  return step.passed === undefined ? "" : step.passed ? "passed" : "failed";
}

function body(step: Step): HTMLElement {
  if (step.passed !== undefined) {
    return expectation(step);
  }
  if (step.actor === "system") {
    return element("div", { class: "note" }, where(step, step.text), why(step));
  }
  const says = step.kind === "send" || step.kind === "says";
  return element(
    "div",
    { class: says ? "bubble" : "act" },
    element("div", { class: "who" }, who(step)),
    element("p", { class: "text" }, step.text),
    why(step),
  );
}

function who(step: Step): HTMLElement {
  const { rule } = step;
  if (rule) {
    const label = element("span", {}, rule.name);
    return isPlace(rule) ? link(rule.name, rule, `Go to the rule ${rule.name}`) : label;
  }
  return element("span", {}, NAMES[step.actor]);
}

function expectation(step: Step): HTMLElement {
  const sign = step.passed ? "✓" : "✗";
  return element(
    "div",
    { class: "expectation", role: step.passed ? undefined : "alert" },
    element("p", { class: "text" }, element("span", { class: "sign", "aria-hidden": "true" }, sign), where(step, step.text)),
    !step.passed &&
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
    const sign = line.trimStart().charAt(0);
    const kind = sign === "✓" ? "holds" : sign === "✗" ? "fails" : "";
    const indent = line.length - line.trimStart().length;
    return element("li", { class: `${kind} indent-${Math.min(6, Math.floor(indent / 2))}` }, line.trim());
  });
  return element("details", { class: "why" }, element("summary", {}, "why"), element("ul", {}, ...lines));
}

function link(text: string, place: { uri: string; range: Step["range"] & {} }, label?: string, kind = "rule"): HTMLElement {
  const made = element("button", { class: `link ${kind}`, "aria-label": label, title: label ?? "Go to this line" }, text);
  made.addEventListener("click", () => open(place));
  return made;
}

function button(sign: string, label: string, pressed: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", title: label, "aria-label": label }, sign);
  made.addEventListener("click", pressed);
  return made;
}

/** Shows the first steps of the story, and the last of them. */
function show(count: number, moves = true): void {
  shown = Math.max(0, Math.min(story.steps.length, count));
  [...chat.children].forEach((child, index) => {
    child.toggleAttribute("hidden", index >= shown);
    child.classList.toggle("current", index === shown - 1 && shown < story.steps.length);
  });
  slider.value = String(shown);
  const step = story.steps[shown - 1];
  slider.setAttribute("aria-valuetext", step ? `${shown} of ${story.steps.length}: ${step.text}` : "the beginning");
  clock.textContent = `${shown} / ${story.steps.length}`;
  first.disabled = back.disabled = shown === 0;
  forward.disabled = last.disabled = shown === story.steps.length;
  if (moves) {
    chat.children[shown - 1]?.scrollIntoView({ block: "nearest" });
  }
}

function toggle(): void {
  if (playing !== undefined) {
    pause();
    return;
  }
  if (shown === story.steps.length) {
    show(0);
  }
  play.textContent = "❚❚";
  play.setAttribute("aria-label", "Pause");
  playing = setInterval(() => {
    show(shown + 1);
    if (shown === story.steps.length) {
      pause();
    }
  }, 900);
}

function pause(): void {
  clearInterval(playing);
  playing = undefined;
  play.textContent = "▶";
  play.setAttribute("aria-label", "Play");
}
