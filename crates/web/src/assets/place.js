// An address that ends in `#span-12-40` leads to words of a report: they are lit and read out. The server marks the
// places of findings; any other stretch is found here, by counting code points of the text.
const SPAN = /^#span-(\d+)-(\d+)$/;
// How a character that would steer the reader's screen is shown: it counts as one.
const NAMED = /\[U\+[0-9A-F]{4,6}\]/y;

const paragraphs = () => [...document.querySelectorAll("#text > p[data-at]")];

// The text nodes of a paragraph, and for each the code points it holds as [first code point, offset in the node].
function* points(paragraph) {
  let at = Number(paragraph.dataset.at);
  const walk = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const text = node.data;
    for (let offset = 0; offset < text.length; at++) {
      NAMED.lastIndex = offset;
      const named = NAMED.exec(text);
      const length = named ? named[0].length : text.codePointAt(offset) > 0xffff ? 2 : 1;
      yield [node, offset, offset + length, at];
      offset += length;
    }
  }
}

// Puts a mark around a stretch that has none.
function mark(start, end, id) {
  let first = null;
  for (const paragraph of paragraphs()) {
    const pieces = new Map();
    for (const [node, from, to, at] of points(paragraph)) {
      if (at < start || at >= end) continue;
      const piece = pieces.get(node);
      if (piece) piece[1] = to;
      else pieces.set(node, [from, to]);
    }
    for (const [node, [from, to]] of pieces) {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      const span = document.createElement("span");
      span.className = "stretch";
      range.surroundContents(span);
      first ??= span;
    }
  }
  if (first) first.id = id;
  return first;
}

function show() {
  for (const old of document.querySelectorAll(".placed")) old.classList.remove("placed");
  for (const old of document.querySelectorAll(".stretch")) {
    const parent = old.parentNode;
    old.replaceWith(...old.childNodes);
    parent.normalize();
  }
  const asked = SPAN.exec(location.hash);
  if (!asked && !/^#[ab]\d+$/.test(location.hash)) return;
  const id = location.hash.slice(1);
  let target = document.getElementById(id);
  if (!target && asked) {
    const [start, end] = [Number(asked[1]), Number(asked[2])];
    if (end > start && end - start < 20000) target = mark(start, end, id);
  }
  if (!target) return;
  target.classList.add("placed");
  for (const piece of document.querySelectorAll(".stretch")) piece.classList.add("placed");
  target.scrollIntoView({ block: "center" });
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

// The code points between which a selection lies.
function selected() {
  const chosen = getSelection();
  if (!chosen || chosen.isCollapsed || chosen.rangeCount === 0) return null;
  const range = chosen.getRangeAt(0);
  let [start, end] = [null, null];
  for (const paragraph of paragraphs()) {
    if (!range.intersectsNode(paragraph)) continue;
    for (const [node, from, to, at] of points(paragraph)) {
      if (range.comparePoint(node, from) >= 0 && range.comparePoint(node, to) <= 0) {
        start ??= at;
        end = at + 1;
      }
    }
  }
  return start === null ? null : [start, end, chosen.toString().replace(/\s+/g, " ").trim()];
}

// A button for words that someone selects: the citation of a finding, for any words of a report.
const text = document.querySelector("#text[data-cite]");
if (text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "picked";
  button.hidden = true;
  button.textContent = "Copy citation of these words";
  text.after(button);
  const look = () => {
    const words = selected();
    button.hidden = !words;
    if (words) {
      button.dataset.cite = `“${words[2].replace(/^[“”"]|[“”",]+$/g, "")}” — ${text.dataset.cite}`;
      button.dataset.link = `${location.pathname}#span-${words[0]}-${words[1]}`;
    }
  };
  document.addEventListener("selectionchange", look);
  // Pressing the button must not take the selection away before it is read.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.classList.add("cite");
}

addEventListener("hashchange", show);
show();
