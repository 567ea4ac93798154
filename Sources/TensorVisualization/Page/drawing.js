// A graph as SVG in an element: it can be moved, zoomed, and its operations opened.

const SIGNS = { add: "+", subtract: "−", multiply: "×", divide: "÷" };

const make = (name, attributes = {}, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

const html = (name, className = "", ...children) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
};

const FONTS = { label: "600 13px system-ui, sans-serif", detail: "11px ui-monospace, monospace" };

const textWidth = (() => {
  const context = document.createElement("canvas").getContext("2d");
  return (text, font) => { context.font = font; return context.measureText(text).width; };
})();

const shortened = (text, length) => (text.length > length ? text.slice(0, length - 1) + "…" : text);

// The words on a node, and how large it is.
class Caption {
  constructor(data) { this.data = data; }

  of(node) {
    const label = shortened(node.k === "operation" ? SIGNS[node.l] ?? node.l : node.l, 28);
    const attributes = shortened((node.a ?? []).join(" "), 34);
    const type = shortened(node.t.map((number) => this.data.types[number]).join(", "), 40);
    return { label, attributes, type };
  }

  size(node, isCopy = false) {
    if (node.outlet !== undefined) {
      return { width: textWidth(this.data.names[node.outlet] ?? "", FONTS.label) + 26, height: 24 };
    }
    const { label, attributes, type } = this.of(node);
    const first = textWidth(label, FONTS.label) + (attributes ? textWidth(attributes, FONTS.detail) + 6 : 0);
    const isSmall = isCopy || node.k === "constant" || node.k === "extent";
    if (isSmall) return { width: Math.max(first + 16, 26), height: 22, isSmall };
    return { width: Math.max(first, textWidth(type, FONTS.detail), 30) + 24, height: 40, isSmall };
  }
}

class Drawing {
  // `onOpen` is called when an operation has been opened or closed.
  constructor(parent, data, open, onOpen) {
    Object.assign(this, { data, open, onOpen });
    this.caption = new Caption(data);
    this.canvas = make("g");
    this.svg = make("svg", { class: "drawing", tabindex: 0, role: "img", "aria-label": "graph" }, this.canvas);
    const fit = html("button", "fit", "Fit");
    fit.title = "Show the whole graph";
    fit.addEventListener("click", () => this.fit());
    this.element = html("div", "frame", this.svg, fit);
    parent.append(this.element);
    this.view = { x: 0, y: 0, scale: 1 };
    this.listen();
  }

  // Draws the graph of some results. `marks` are the numbers of nodes that are marked, `focus` the one they are about.
  show(roots, { marks = new Set(), focus = null, tone = "" } = {}) {
    Object.assign(this, { roots, marks, focus, tone });
    this.draw();
    this.frameView();
  }

  draw() {
    const measure = (node, isCopy) => this.caption.size(node, isCopy);
    this.frame = new Frame(this.data.nodes, this.roots, null, this.open, measure);
    this.canvas.replaceChildren();
    this.boxes = [];
    this.drawFrame(this.frame, this.canvas, 0, 0);
  }

  toggle(number, isOpen = !this.open.has(number)) {
    const before = this.boxes.find((box) => box.number === number);
    if (isOpen) this.open.add(number); else this.open.delete(number);
    this.draw();
    const after = this.boxes.find((box) => box.number === number);
    if (before && after) {
      // What was clicked stays where it is.
      this.view.x += (before.x - after.x) * this.view.scale;
      this.view.y += (before.y - after.y) * this.view.scale;
    }
    this.apply();
    this.onOpen?.(this);
  }

  // MARK: Drawing

  // (Calls itself as deep as operations are nested.)
  drawFrame(frame, parent, x, y) {
    const lines = make("g");
    const shapes = make("g");
    parent.append(lines, shapes);
    const elements = new Map();
    for (const item of frame.items) {
      const element = this.drawItem(item, frame, x, y);
      elements.set(item, element);
      shapes.append(element);
      if (!item.frame) continue;
      this.drawFrame(item.frame, element, x + item.x - item.width / 2, y + item.y);
      // Its title stands over the lines that come in.
      element.append(element.querySelector(":scope > .label"));
    }
    const around = new Map();
    const near = (item, line) => around.set(item, [...(around.get(item) ?? []), line]);
    for (const link of frame.links) {
      const line = make("path", { class: "line", d: this.path(link.points, x, y) });
      lines.append(line);
      near(link.source, line);
      near(link.target, line);
      const node = this.data.nodes[link.target.number];
      if (node?.q && !link.target.frame && link.target.in.length > 1) {
        const [px, py] = link.points[link.points.length - 1];
        lines.append(make("text", { class: "operand", x: x + px + 4, y: y + py - 4 }, String(link.slot)));
      }
    }
    for (const [item, element] of elements) {
      if (item.frame) continue;
      const light = (isOn) => { for (const line of around.get(item) ?? []) line.classList.toggle("lit", isOn); };
      element.addEventListener("pointerenter", () => light(true));
      element.addEventListener("pointerleave", () => light(false));
    }
  }

  path(points, x, y) {
    const at = (point) => `${(x + point[0]).toFixed(1)} ${(y + point[1]).toFixed(1)}`;
    let text = "M" + at(points[0]);
    for (let i = 1; i < points.length; i++) {
      const [a, b] = [points[i - 1], points[i]];
      if (Math.abs(a[0] - b[0]) < 0.5) { text += "L" + at(b); continue; }
      const middle = (a[1] + b[1]) / 2;
      text += `C${at([a[0], middle])} ${at([b[0], middle])} ${at(b)}`;
    }
    return text;
  }

  drawItem(item, frame, x, y) {
    const [left, top] = [x + item.x - item.width / 2, y + item.y];
    if (item.inlet !== undefined || (item.outlet !== undefined && frame.owner !== null)) {
      return make("circle", { class: "gate", cx: x + item.x, cy: top + 3, r: 3 });
    }
    if (item.outlet !== undefined) {
      return make("g", { class: "node outlet" },
        make("rect", { x: left, y: top, width: item.width, height: item.height, rx: 12 }),
        make("text", { class: "label", x: left + item.width / 2, y: top + 16.5, "text-anchor": "middle" },
          this.data.names[item.outlet] ?? ""));
    }
    const node = this.data.nodes[item.number];
    // A number that is drawn at each use is marked where its user is.
    const isMarkedUse = !item.isSmall || this.tone === "found" || this.marks.has(item.out[0].target.number);
    const isMarked = this.marks.has(item.number) && isMarkedUse;
    const isFocus = item.number === this.focus;
    const classes = [
      "node", node.k, isMarked && "marked", isFocus && "focus", (isMarked || isFocus) && this.tone,
      item.frame && "opened", item.isSmall && "small",
    ];
    const group = make("g", { class: classes.filter(Boolean).join(" ") });
    const { label, attributes, type } = this.caption.of(node);
    const radius = item.frame ? 10 : node.k === "parameter" || item.isSmall ? 14 : 7;
    group.append(make("rect", { x: left, y: top, width: item.width, height: item.height, rx: radius }));
    const head = make("text", { class: "label", y: top + (item.isSmall ? 15.5 : 17) }, label);
    if (attributes) head.append(make("tspan", { class: "detail", dx: 6 }, attributes));
    if (item.frame) {
      head.setAttribute("x", left + 12);
      head.setAttribute("y", top + 20);
      head.prepend(make("tspan", { class: "fold" }, "▾ "));
    } else {
      head.setAttribute("x", left + item.width / 2);
      head.setAttribute("text-anchor", "middle");
    }
    group.append(head);
    if (!item.frame && !item.isSmall) {
      const middle = left + item.width / 2;
      group.append(make("text", { class: "detail", x: middle, y: top + 32, "text-anchor": "middle" }, type));
    }
    if (node.r && !item.frame) {
      group.append(make("rect", {
        class: "shade", x: left + 3, y: top + 3, width: item.width - 6, height: item.height - 6, rx: 5,
      }));
    }
    this.boxes.push({
      number: item.number, x: left, y: top, width: item.width, height: item.height, isMarked: isMarked || isFocus,
    });
    this.listenTo(group, item.number, node);
    return group;
  }

  // MARK: Pointer

  listenTo(group, number, node) {
    group.addEventListener("pointermove", (event) => {
      event.stopPropagation();
      Tooltip.show(this.data, node, event, this.open.has(number));
    });
    group.addEventListener("pointerleave", () => Tooltip.hide());
    if (!node.r) return;
    group.addEventListener("click", (event) => {
      event.stopPropagation();
      if (this.wasDragged) return;
      Tooltip.hide();
      this.toggle(number);
    });
  }

  listen() {
    const { svg } = this;
    svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      const area = svg.getBoundingClientRect();
      const factor = Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015));
      this.zoom(factor, event.clientX - area.left, event.clientY - area.top);
    }, { passive: false });
    let grip = null;
    svg.addEventListener("pointerdown", (event) => {
      grip = { x: event.clientX, y: event.clientY, startX: this.view.x, startY: this.view.y };
      this.wasDragged = false;
    });
    svg.addEventListener("pointermove", (event) => {
      if (!grip) return;
      const [dx, dy] = [event.clientX - grip.x, event.clientY - grip.y];
      if (!this.wasDragged && Math.hypot(dx, dy) < 4) return;
      if (!this.wasDragged) svg.setPointerCapture(event.pointerId);
      this.wasDragged = true;
      this.view.x = grip.startX + dx;
      this.view.y = grip.startY + dy;
      this.apply();
    });
    for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, () => { grip = null; });
    svg.addEventListener("dblclick", () => this.fit());
    new ResizeObserver(() => { if (this.roots && !this.wasDragged) this.frameView(); }).observe(this.element);
  }

  // MARK: View

  apply() {
    const { x, y, scale } = this.view;
    this.canvas.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
  }

  zoom(factor, x, y) {
    const scale = Math.min(Math.max(this.view.scale * factor, 0.02), 4);
    const ratio = scale / this.view.scale;
    this.view = { x: x - (x - this.view.x) * ratio, y: y - (y - this.view.y) * ratio, scale };
    this.apply();
  }

  area() { return { width: this.svg.clientWidth || 600, height: this.svg.clientHeight || 400 }; }

  fit() {
    const { width, height } = this.area();
    const scale = Math.min((width - 40) / this.frame.width, (height - 40) / this.frame.height, 1.1);
    this.view = { scale, x: (width - this.frame.width * scale) / 2, y: (height - this.frame.height * scale) / 2 };
    this.apply();
  }

  // The whole graph where it can be read so; else what is marked, or the top.
  frameView() {
    const { width, height } = this.area();
    const fitting = Math.min((width - 40) / this.frame.width, (height - 40) / this.frame.height);
    if (fitting > 0.45) return this.fit();
    const marked = this.boxes.filter((box) => box.isMarked);
    if (marked.length) return this.center(marked);
    const scale = Math.max(Math.min((width - 40) / this.frame.width, 1), 0.5);
    const [first] = this.frame.layers;
    const middle = first.reduce((sum, item) => sum + item.x, 0) / first.length;
    const x = this.frame.width * scale < width ? (width - this.frame.width * scale) / 2 : width / 2 - middle * scale;
    this.view = { scale, x, y: 20 };
    this.apply();
  }

  center(boxes) {
    const { width, height } = this.area();
    const [left, top] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
    const right = Math.max(...boxes.map((box) => box.x + box.width));
    const bottom = Math.max(...boxes.map((box) => box.y + box.height));
    const scale = Math.max(Math.min((width - 120) / (right - left), (height - 120) / (bottom - top), 0.9), 0.3);
    this.view = { scale, x: width / 2 - ((left + right) / 2) * scale, y: height / 2 - ((top + bottom) / 2) * scale };
    this.apply();
  }
}

// What is known of the node under the pointer.
const Tooltip = {
  element: null,

  show(data, node, event, isOpen) {
    this.element ??= document.body.appendChild(html("div", "tooltip"));
    const rows = html("dl");
    const add = (name, ...values) => {
      for (const value of values) rows.append(html("dt", "", name), html("dd", "", value));
    };
    add("type", ...node.t.map((number) => data.types[number]));
    add("with", ...(node.a ?? []));
    add("from", ...(node.p ?? []).slice(0, 6).map((number) => data.places[number]));
    const kind = { parameter: "a parameter", constant: "a constant", extent: "an extent" }[node.k] ?? "";
    const title = html("div", "title", node.n && node.k === "operation" ? node.n : node.l, html("span", "kind", kind));
    const hint = node.r ? html("div", "hint", isOpen ? "Click to close" : "Click to see what it is made of") : "";
    this.element.replaceChildren(title, rows, hint);
    this.element.hidden = false;
    const { offsetWidth, offsetHeight } = this.element;
    const [x, y] = [event.clientX + 14, event.clientY + 16];
    this.element.style.left = Math.max(Math.min(x, innerWidth - offsetWidth - 8), 4) + "px";
    this.element.style.top = (y + offsetHeight > innerHeight - 8 ? event.clientY - offsetHeight - 12 : y) + "px";
  },

  hide() { if (this.element) this.element.hidden = true; },
};
