// Two reports side by side: scrolling keeps passages that are the same beside each other, and pointing at one lights
// the other.
const [left, right] = document.querySelectorAll(".sides > .side");

if (left && right) {
  const other = (side) => (side === left ? right : left);
  const apart = () => getComputedStyle(left).overflowY !== "visible";
  const anchors = (side) => [...side.querySelectorAll("[data-pair][id]")];
  const place = (side, node) =>
    node.getBoundingClientRect().top - side.getBoundingClientRect().top + side.scrollTop;
  let leading = null;

  // Between two passages the way is shared in proportion.
  function follow(from) {
    const to = other(from);
    const rows = anchors(from)
      .map((node) => [place(from, node), document.getElementById(node.dataset.pair)])
      .filter(([, mate]) => mate)
      .map(([at, mate]) => [at, place(to, mate)])
      .sort((a, b) => a[0] - b[0]);
    let floor = 0;
    const stops = [[0, 0]];
    for (const [a, b] of rows) {
      if (b >= floor) stops.push([a, (floor = b)]);
    }
    stops.push([from.scrollHeight, Math.max(to.scrollHeight, floor)]);
    const line = from.scrollTop + from.clientHeight / 3;
    const next = Math.max(1, stops.findIndex(([a]) => a >= line));
    const [[a0, b0], [a1, b1]] = [stops[next - 1], stops[next]];
    const share = a1 > a0 ? (line - a0) / (a1 - a0) : 0;
    to.scrollTop = b0 + share * (b1 - b0) - to.clientHeight / 3;
  }

  for (const side of [left, right]) {
    for (const kind of ["wheel", "touchstart", "keydown", "pointerdown", "focusin"]) {
      side.addEventListener(kind, () => (leading = side), { passive: true });
    }
    side.addEventListener("scroll", () => {
      if (apart() && leading === side) follow(side);
    }, { passive: true });
    const light = (event, on) => {
      const node = event.target.closest?.("[data-pair]");
      if (!node) return;
      node.classList.toggle("lit", on);
      document.getElementById(node.dataset.pair)?.classList.toggle("lit", on);
    };
    side.addEventListener("pointerover", (event) => light(event, true));
    side.addEventListener("pointerout", (event) => light(event, false));
    side.addEventListener("focusin", (event) => light(event, true));
    side.addEventListener("focusout", (event) => light(event, false));
    side.addEventListener("click", (event) => {
      const jump = event.target.closest?.("a.jump");
      const mate = jump && document.getElementById(jump.hash.slice(1));
      if (!mate || !apart()) return;
      event.preventDefault();
      const to = other(side);
      const here = jump.closest("[data-pair]");
      const away = () => mate.getBoundingClientRect().top - here.getBoundingClientRect().top;
      to.scrollTop += away();
      // Where that side is at its end, this one comes to meet it.
      side.scrollTop -= away();
      mate.querySelector("a.jump")?.focus({ preventScroll: true });
      leading = null;
    });
  }
}
