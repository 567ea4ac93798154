// From nodes to places. A graph is laid out in layers, what is used above what uses it. An open operation is laid out
// by itself and stands as one large box in the graph around it, with inlets for its operands and outlets for its
// results, so that boxes never overlap and no line crosses a box.

const GAP = { x: 22, y: 36, box: 14, head: 26 };

// Leaves with users far apart are drawn once for each user.
const LONGEST_LEAF_SPAN = 5;

const portKey = (port) => port[0] + ":" + port[1];

// One graph and the open operations in it. `open` is a set of node numbers.
class Frame {
  constructor(nodes, ports, owner, open, measure) {
    this.nodes = nodes;
    this.owner = owner;
    this.items = [];
    this.links = [];
    this.inlets = [];
    this.outlets = [];
    this.byNode = new Map();
    this.byInlet = new Map();
    this.open = open;
    this.measure = measure;
    this.collect(ports);
    this.arrange();
  }

  isInside(port) { return (this.nodes[port[0]].o ?? null) === this.owner; }

  // Items for all that the results are made of, down to what comes from outside. With a list: graphs are deep.
  collect(ports) {
    const stack = ports.map((port) => port[0]).reverse();
    const order = [];
    const state = new Map();
    while (stack.length) {
      const number = stack.pop();
      if (!this.isInside([number])) continue;
      if (state.get(number) === 1) { state.set(number, 2); order.push(number); continue; }
      if (state.has(number)) continue;
      state.set(number, 1);
      stack.push(number);
      for (const port of this.needs(number).slice().reverse()) if (!state.has(port[0])) stack.push(port[0]);
    }
    for (const number of order) if (!this.isRepeated(number)) this.byNode.set(number, this.newItem(number));
    for (const number of order) {
      const item = this.byNode.get(number);
      if (item) this.needs(number).forEach((port, slot) => this.link(port, item, slot));
    }
    ports.forEach((port, position) => {
      const outlet = this.newOutlet(position);
      this.outlets.push(outlet);
      this.link(port, outlet, 0);
    });
  }

  // What a node takes: an open operation takes what its inner graph does.
  needs(number) {
    const frame = this.inner(number);
    return frame ? frame.inlets.map((inlet) => inlet.port) : this.nodes[number].i ?? [];
  }

  inner(number) {
    const node = this.nodes[number];
    if (!node.r || !this.open.has(number)) return null;
    this.frames ??= new Map();
    if (!this.frames.has(number)) {
      this.frames.set(number, new Frame(this.nodes, node.r, number, this.open, this.measure));
    }
    return this.frames.get(number);
  }

  // Numbers are drawn at each use.
  isRepeated(number) {
    const kind = this.nodes[number].k;
    return kind === "constant" || kind === "extent";
  }

  newItem(number, isCopy = false) {
    const frame = this.inner(number);
    const size = frame ? { width: frame.width, height: frame.height } : this.measure(this.nodes[number], isCopy);
    const item = { number, frame, isCopy, ...size, in: [], out: [] };
    this.items.push(item);
    return item;
  }

  newOutlet(position) {
    const size = this.owner === null ? this.measure({ outlet: position }) : { width: 10, height: 6 };
    const item = { outlet: position, ...size, in: [], out: [] };
    this.items.push(item);
    return item;
  }

  inlet(port) {
    const key = portKey(port);
    if (!this.byInlet.has(key)) {
      const item = { inlet: this.inlets.length, port, width: 10, height: 6, in: [], out: [] };
      this.byInlet.set(key, item);
      this.inlets.push(item);
      this.items.push(item);
    }
    return this.byInlet.get(key);
  }

  link(port, target, slot) {
    const source = !this.isInside(port) ? this.inlet(port)
      : this.isRepeated(port[0]) ? this.newItem(port[0], true) : this.byNode.get(port[0]);
    const link = { source, target, slot, place: slot, result: source.inlet === undefined ? port[1] : 0 };
    this.links.push(link);
    target.in.push(link);
    source.out.push(link);
  }

  // MARK: Layers

  arrange() {
    this.assignLayers();
    this.repeatFarLeaves();
    this.assignLayers();
    this.makeLayers();
    this.orderLayers();
    this.orderOperands();
    this.placeLayers();
    this.traceLinks();
  }

  // Counted from the bottom: right above the highest user.
  assignLayers() {
    const waiting = new Map(this.items.map((item) => [item, item.out.length]));
    const ready = this.items.filter((item) => !item.out.length);
    for (const item of this.items) item.layer = 0;
    while (ready.length) {
      const item = ready.pop();
      for (const link of item.in) {
        link.source.layer = Math.max(link.source.layer, item.layer + 1);
        waiting.set(link.source, waiting.get(link.source) - 1);
        if (!waiting.get(link.source)) ready.push(link.source);
      }
    }
    const top = this.items.reduce((most, item) => Math.max(most, item.layer + (item.inlet === undefined ? 1 : 0)), 1);
    for (const inlet of this.inlets) inlet.layer = top;
  }

  repeatFarLeaves() {
    for (const item of this.items.slice()) {
      if (item.number === undefined || this.nodes[item.number].k !== "parameter" || item.out.length < 3) continue;
      const layers = new Map();
      for (const link of item.out) layers.set(link.target.layer, [...(layers.get(link.target.layer) ?? []), link]);
      if (item.layer - Math.min(...layers.keys()) <= LONGEST_LEAF_SPAN) continue;
      for (const [layer, links] of layers) {
        if (item.layer - layer === 1) continue;
        const copy = this.newItem(item.number, true);
        for (const link of links) { link.source = copy; copy.out.push(link); }
      }
      item.out = item.out.filter((link) => link.source === item);
    }
  }

  // Layers from top to bottom; a line over several layers has a place in each of them, one for all lines of one result.
  makeLayers() {
    const count = this.items.reduce((most, item) => Math.max(most, item.layer), 0) + 1;
    this.layers = Array.from({ length: count }, () => []);
    const row = (item) => count - 1 - item.layer;
    const add = (item, place) => { item.row = place; item.ups = []; item.downs = []; this.layers[place].push(item); };
    for (const item of this.items) add(item, row(item));
    let budget = 30000;
    for (const item of this.items) {
      const chains = new Map();
      for (const link of item.out.slice().sort((a, b) => b.target.row - a.target.row)) {
        link.via = [];
        const chain = chains.get(link.result) ?? [];
        chains.set(link.result, chain);
        const steps = link.target.row - item.row - 1;
        if (steps > budget) continue;
        for (let step = 0; step < steps; step++) {
          if (!chain[step]) {
            budget--;
            chain[step] = { bend: true, width: 4, height: 0 };
            add(chain[step], item.row + 1 + step);
            this.connect(step ? chain[step - 1] : item, chain[step], 4, null, step ? null : link);
          }
          link.via.push(chain[step]);
        }
        if (steps > 0) this.connect(chain[steps - 1], link.target, 2, link, null);
        else this.connect(item, link.target, 1, link, link);
      }
    }
  }

  connect(upper, lower, weight, enters, leaves) {
    const edge = { upper, lower, weight, enters, leaves };
    upper.downs.push(edge);
    lower.ups.push(edge);
  }

  // Where a line leaves and enters, from the middle of an item.
  exit(edge) { return edge.leaves ? this.exitOffset(edge.leaves) : 0; }
  entry(edge) { return edge.enters ? this.entryOffset(edge.enters) : 0; }

  exitOffset(link) {
    const { source, result } = link;
    if (source.frame) return source.frame.outlets[result].x - source.width / 2;
    const count = source.number === undefined ? 1 : this.nodes[source.number].t.length;
    return count > 1 ? ((result + 1) / (count + 1) - 0.5) * source.width : 0;
  }

  entryOffset(link) {
    const { target, slot, place } = link;
    if (target.frame) return target.frame.inlets[slot].x - target.width / 2;
    const count = target.in.length;
    return count > 1 ? ((place + 1) / (count + 1) - 0.5) * Math.min(target.width, 60 * count) : 0;
  }

  // MARK: Order in layers

  orderLayers() {
    const number = () => { for (const layer of this.layers) layer.forEach((item, place) => { item.order = place; }); };
    number();
    let best = this.layers.map((layer) => layer.slice());
    let fewest = this.crossings();
    const rounds = this.items.length > 3000 ? 2 : 10;
    for (let round = 0; round < rounds && fewest > 0; round++) {
      const down = round % 2 === 0;
      const layers = down ? this.layers : this.layers.slice().reverse();
      for (const layer of layers) {
        for (const item of layer) {
          const edges = down ? item.ups : item.downs;
          const places = edges.map((edge) => down
            ? edge.upper.order + this.exit(edge) / 1e4 : edge.lower.order + this.entry(edge) / 1e4);
          item.wish = places.length ? places.reduce((sum, place) => sum + place, 0) / places.length : item.order;
        }
        layer.sort((a, b) => a.wish - b.wish || a.order - b.order);
        layer.forEach((item, place) => { item.order = place; });
      }
      const count = this.crossings();
      if (count < fewest) { fewest = count; best = this.layers.map((layer) => layer.slice()); }
    }
    this.layers = best;
    number();
  }

  // Where the order of operands does not matter, lines come in as they lie.
  orderOperands() {
    for (const item of this.items) {
      if (item.number === undefined || item.frame || this.nodes[item.number].q) continue;
      const order = (link) => (link.via[link.via.length - 1] ?? link.source).order;
      const sorted = item.in.slice().sort((a, b) => order(a) - order(b) || a.slot - b.slot);
      sorted.forEach((link, place) => { link.place = place; });
    }
  }

  crossings() {
    let count = 0;
    for (const layer of this.layers) {
      const ends = [];
      for (const item of layer) {
        const edges = item.downs.slice().sort((a, b) => this.exit(a) - this.exit(b) || a.lower.order - b.lower.order);
        for (const edge of edges) ends.push(edge.lower.order + 0.5 + this.entry(edge) / 1e4);
      }
      if (ends.length > 600) continue;
      for (let i = 0; i < ends.length; i++) for (let j = i + 1; j < ends.length; j++) if (ends[j] < ends[i]) count++;
    }
    return count;
  }

  // MARK: Coordinates

  placeLayers() {
    for (const layer of this.layers) {
      let x = 0;
      for (const item of layer) { item.center = x + item.width / 2; x += item.width + GAP.x; }
      for (const item of layer) item.center -= x / 2;
    }
    const rounds = this.items.length > 3000 ? 4 : 14;
    for (let round = 0; round < rounds; round++) {
      const layers = round % 2 ? this.layers : this.layers.slice().reverse();
      // By what stands above, or below; in the end by nothing else, so that chains are straight.
      const [near, far] = [1, round < rounds - 2 ? 0.3 : 0.001];
      for (const layer of layers) this.settle(layer, round % 2 ? near : far, round % 2 ? far : near);
    }
    const everything = this.layers.flat();
    const right = everything.reduce((most, item) => Math.max(most, item.center + item.width / 2), -Infinity);
    const margin = this.owner === null ? 0 : GAP.box;
    const low = everything.reduce((least, item) => Math.min(least, item.center - item.width / 2), Infinity);
    const least = this.owner === null ? 0 : this.measure(this.nodes[this.owner]).width + 30;
    this.width = Math.max(right - low + 2 * margin, least);
    const shift = (this.width - (right - low)) / 2 - low;
    for (const item of everything) item.x = item.center + shift;
    let y = 0;
    this.layers.forEach((layer, place) => {
      const height = layer.reduce((most, item) => Math.max(most, item.height), 0);
      layer.top = y;
      layer.bottom = y + height;
      for (const item of layer) item.y = y + (height - item.height) / 2;
      const isHead = this.owner !== null && place === 0;
      y += height + (place < this.layers.length - 1 ? (isHead ? GAP.head + 8 : GAP.y) : 0);
    });
    this.height = y;
  }

  // The places nearest to the wished ones that keep the order and the gaps: neighbours that would overlap are pooled.
  settle(layer, upWeight, downWeight) {
    const pools = [];
    let offset = 0;
    layer.forEach((item, place) => {
      if (place) {
        const before = layer[place - 1];
        offset += (before.width + item.width) / 2 + (before.bend && item.bend ? GAP.x / 2 : GAP.x);
      }
      let [sum, weight] = [0, 0];
      for (const edge of item.ups) {
        const w = edge.weight * upWeight;
        sum += w * (edge.upper.center + this.exit(edge) - this.entry(edge));
        weight += w;
      }
      for (const edge of item.downs) {
        const w = edge.weight * downWeight;
        sum += w * (edge.lower.center + this.entry(edge) - this.exit(edge));
        weight += w;
      }
      const wish = weight ? sum / weight : item.center;
      let pool = { value: wish - offset, weight: weight || 0.01, members: [[item, offset]] };
      while (pools.length && pools[pools.length - 1].value > pool.value) {
        const last = pools.pop();
        const total = last.weight + pool.weight;
        pool = {
          value: (last.value * last.weight + pool.value * pool.weight) / total, weight: total,
          members: last.members.concat(pool.members),
        };
      }
      pools.push(pool);
    });
    for (const pool of pools) for (const [item, distance] of pool.members) item.center = pool.value + distance;
  }

  // Lines as points: straight down through layers, bent between them.
  traceLinks() {
    for (const link of this.links) {
      const { source, target } = link;
      const start = source.x + this.exitOffset(link);
      const end = target.x + this.entryOffset(link);
      const points = [[start, source.y + source.height], [start, this.layers[source.row].bottom]];
      for (const bend of link.via) {
        points.push([bend.x, this.layers[bend.row].top], [bend.x, this.layers[bend.row].bottom]);
      }
      points.push([end, this.layers[target.row].top], [end, target.y]);
      link.points = points;
    }
  }
}
