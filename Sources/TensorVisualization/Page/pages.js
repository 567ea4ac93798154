// The pages: one graph, or a rewriting step by step.

const data = JSON.parse(document.getElementById("data").textContent);

// A node that differs from an earlier one in its operands only is stored as that.
data.nodes.forEach((node, number) => {
  if (node.b === undefined) return;
  data.nodes[number] = { ...data.nodes[node.b], i: undefined, o: undefined, r: undefined, ...node };
});

const button = (text, title, action) => {
  const element = html("button", "", text);
  element.type = "button";
  element.title = title;
  element.addEventListener("click", action);
  return element;
};

const themeButton = () => button("◐", "Light or dark", () => {
  const root = document.documentElement;
  const preferred = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.theme = (root.dataset.theme ?? preferred) === "dark" ? "light" : "dark";
});

const composites = () => data.nodes.flatMap((node, number) => (node.r ? [number] : []));

const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

const nodeCount = (roots) => {
  const all = new Set();
  const stack = roots.map((port) => port[0]);
  while (stack.length) {
    const number = stack.pop();
    if (all.has(number)) continue;
    all.add(number);
    for (const [operand] of data.nodes[number].i ?? []) stack.push(operand);
  }
  return all.size;
};

const isTyping = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.("input:not([type=range])");

// MARK: One graph

const showGraph = () => {
  const open = new Set();
  const roots = data.versions[0].roots;
  const main = html("main");
  const search = html("input");
  search.type = "search";
  search.placeholder = "Find a node ( / )";
  const size = html("span", "quiet", counted(nodeCount(roots), "node"));
  const header = html("header", "", html("h1", "", data.title), size, html("span", "space"), search);
  document.body.append(header, main);
  const drawing = new Drawing(main, data, open);
  const all = composites();
  if (all.length) {
    header.append(
      button("Open all", "Show what operations are made of", () => {
        all.forEach((number) => open.add(number));
        drawing.show(roots);
      }),
      button("Close all", "Show operations as single nodes", () => { open.clear(); drawing.show(roots); }));
  }
  header.append(themeButton());
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    // A file's name alone would be found everywhere.
    const places = (node) => (wanted.includes(":") ? (node.p ?? []).map((place) => data.places[place]) : []);
    const words = (node) => [
      node.l, node.n ?? "", ...(node.a ?? []), ...node.t.map((type) => data.types[type]), ...places(node),
    ];
    const isFound = (node) => wanted !== "" && words(node).some((word) => word.toLowerCase().includes(wanted));
    drawing.marks = new Set(data.nodes.flatMap((node, number) => (isFound(node) ? [number] : [])));
    drawing.tone = "found";
    drawing.draw();
    const boxes = drawing.boxes.filter((box) => box.isMarked);
    if (boxes.length) drawing.center(boxes);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") search.blur();
    if (isTyping(event)) return;
    if (event.key === "/") { event.preventDefault(); search.focus(); }
    if (event.key === "0") drawing.fit();
  });
  drawing.show(roots);
};

// MARK: A rewriting

class Side {
  constructor(parent, title, tone, open, onOpen) {
    this.tone = tone;
    this.count = html("span", "quiet");
    this.text = html("pre");
    this.element = html("section", "side " + tone, html("h2", "", title, this.count), this.text);
    parent.append(this.element);
    this.drawing = new Drawing(this.element, data, open, onOpen);
  }

  show(number, marks, focus) {
    const { roots } = data.versions[number];
    this.count.textContent = `version ${number} · ${counted(nodeCount(roots), "node")}`;
    this.drawing.show(roots, { marks, focus, tone: this.tone });
  }
}

const versionText = (number) => data.versions[number].text.map((line) => data.lines[line]).join("\n");

const duration = (microseconds) =>
  microseconds < 1000 ? microseconds.toPrecision(3) + " µs" : (microseconds / 1000).toPrecision(3) + " ms";

class Stepper {
  constructor() {
    this.step = 0;
    this.build();
    const wanted = Number((location.hash.match(/firing=(\d+)/) ?? [])[1] ?? 1);
    this.go(Math.min(Math.max(wanted - 1, 0), data.firings.length - 1));
    document.addEventListener("keydown", (event) => this.key(event));
  }

  build() {
    const last = data.firings.length - 1;
    this.slider = html("input");
    Object.assign(this.slider, { type: "range", min: 1, max: last + 1, value: 1 });
    this.slider.setAttribute("aria-label", "firing");
    this.slider.addEventListener("input", () => this.go(Number(this.slider.value) - 1));
    this.position = html("output");
    const toggle = (text, title, name) => {
      const element = button(text, title, () => {
        document.body.classList.toggle(name);
        element.setAttribute("aria-pressed", String(!document.body.classList.contains(name)));
      });
      element.setAttribute("aria-pressed", "true");
      return element;
    };
    document.body.append(html("header", "",
      html("h1", "", data.title), html("span", "quiet", data.summary), html("span", "space"),
      button("←", "The firing before (left arrow)", () => this.go(this.step - 1)), this.slider,
      button("→", "The next firing (right arrow)", () => this.go(this.step + 1)), this.position,
      toggle("Text", "Show or hide the text", "no-text"),
      toggle("Picture", "Show or hide the picture", "no-picture"), themeButton()));
    this.list = html("nav");
    this.list.setAttribute("aria-label", "firings");
    let stage = null;
    this.entries = data.firings.map((firing, step) => {
      if (firing.stage !== stage) this.list.append(html("h3", "", firing.stage));
      stage = firing.stage;
      const entry = button("", data.rules[firing.rule].equation, () => this.go(step));
      entry.append(html("span", "number", String(step + 1)), html("span", "", data.rules[firing.rule].name));
      this.list.append(entry);
      return entry;
    });
    this.card = html("article");
    const sides = html("div", "sides");
    const open = new Set();
    // Both sides show the same operations open.
    const onOpen = (drawing) => { for (const side of this.sides) if (side.drawing !== drawing) side.drawing.draw(); };
    this.sides = [new Side(sides, "Before", "gone", open, onOpen), new Side(sides, "After", "new", open, onOpen)];
    document.body.append(html("main", "stepper", this.list, html("div", "stage", this.card, sides)));
  }

  go(step) {
    if (step < 0 || step >= data.firings.length) return;
    this.step = step;
    const firing = data.firings[step];
    this.slider.value = step + 1;
    this.position.textContent = `${step + 1} / ${data.firings.length}`;
    this.entries.forEach((entry, place) => {
      if (place === step) entry.setAttribute("aria-current", "step"); else entry.removeAttribute("aria-current");
    });
    this.entries[step].scrollIntoView({ block: "nearest" });
    this.showCard(firing);
    const [before, after] = [reach(data.nodes, firing.before[0]), reach(data.nodes, firing.after[0])];
    this.sides[0].show(step, without(before, after), firing.before[0]);
    this.sides[1].show(step + 1, without(after, before), firing.after[0]);
    showTexts(versionText(step), versionText(step + 1), this.sides[0].text, this.sides[1].text);
    for (const side of this.sides) side.text.querySelector("mark")?.scrollIntoView({ block: "nearest" });
    history.replaceState(null, "", "#firing=" + (step + 1));
  }

  showCard(firing) {
    const rule = data.rules[firing.rule];
    const [found, made] = [html("code"), html("code")];
    showTexts(firing.found, firing.made, found, made);
    found.classList.add("gone");
    made.classList.add("new");
    const [equation, condition] = rule.equation.split("  where ");
    const tags = rule.tags.map((tag) => html("span", "tag", tag));
    const facts = html("div", "facts", html("span", "stage-name", "stage " + firing.stage), ...tags);
    for (const place of firing.places) facts.append(html("span", "place", data.places[place]));
    facts.append(html("span", "quiet", duration(firing.microseconds)));
    const where = condition ? html("span", "quiet", "where " + condition) : "";
    this.card.replaceChildren(
      html("div", "rule", html("h2", "", rule.name), html("code", "", equation), where, facts),
      html("div", "change", found, html("span", "arrow", "⇒"), made,
        firing.shared.length ? html("span", "quiet", firing.shared.join(", ") + ": the same on both sides") : ""));
  }

  key(event) {
    if (isTyping(event)) return;
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, j: 1, k: -1, PageDown: 10, PageUp: -10 };
    const last = data.firings.length - 1;
    let target;
    if (event.key in steps) target = Math.min(Math.max(this.step + steps[event.key], 0), last);
    if (event.key === "Home") target = 0;
    if (event.key === "End") target = last;
    if (event.key === "0") for (const side of this.sides) side.drawing.fit();
    if (target === undefined) return;
    event.preventDefault();
    this.go(target);
  }
}

// No rule fired: only the graph is left to show.
const showUnchanged = () => {
  const note = html("span", "quiet", "No rule matches: the program stays as it is.");
  const main = html("main");
  const header = html("header", "", html("h1", "", data.title), note, html("span", "space"), themeButton());
  document.body.append(header, main);
  main.append(html("pre", "alone", versionText(0)));
  new Drawing(main, data, new Set()).show(data.versions[0].roots);
};

if (document.body.dataset.content === "graph") showGraph();
else if (data.firings.length) new Stepper();
else showUnchanged();
