// What differs between two versions, as graphs and as texts.

// All nodes of the outermost graph that a node is made of, itself too.
const reach = (nodes, number) => {
  const seen = new Set([number]);
  const stack = [number];
  while (stack.length) {
    for (const [operand] of nodes[stack.pop()].i ?? []) {
      if (!seen.has(operand)) { seen.add(operand); stack.push(operand); }
    }
  }
  return seen;
};

const without = (set, other) => new Set([...set].filter((member) => !other.has(member)));

const tokens = (text) => text.match(/[\p{L}\p{N}_.]+|\s+|\*\*|[^\s]/gu) ?? [];

// For two lists of tokens which of them are not in the other: a longest common subsequence, without equal beginnings
// and ends.
const differing = (a, b) => {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) { endA--; endB--; }
  const isIn = [new Uint8Array(a.length), new Uint8Array(b.length)];
  const [rows, columns] = [endA - start, endB - start];
  if (rows * columns > 4e6) {
    isIn[0].fill(1, start, endA);
    isIn[1].fill(1, start, endB);
    return isIn;
  }
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      lengths[i * width + j] = a[start + i] === b[start + j]
        ? lengths[(i + 1) * width + j + 1] + 1 : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  let [i, j] = [0, 0];
  while (i < rows || j < columns) {
    if (i < rows && j < columns && a[start + i] === b[start + j]) { i++; j++; continue; }
    const isLeft = j >= columns || (i < rows && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]);
    if (isLeft) isIn[0][start + i++] = 1; else isIn[1][start + j++] = 1;
  }
  return isIn;
};

// Fills elements with two texts, what is in one of them only in `mark` elements.
const showTexts = (before, after, beforeElement, afterElement) => {
  const lists = [tokens(before), tokens(after)];
  const marks = differing(...lists);
  [beforeElement, afterElement].forEach((element, side) => {
    element.replaceChildren();
    let run = null;
    lists[side].forEach((token, place) => {
      const isMarked = marks[side][place] === 1;
      if (!run || run.isMarked !== isMarked) {
        run = { isMarked, element: isMarked ? html("mark") : document.createTextNode("") };
        element.append(run.element);
      }
      if (isMarked) run.element.textContent += token; else run.element.data += token;
    });
  });
};
