// `/` goes to the search box, `j` and `k` to the next and the last item of a list.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  if (event.key === "/") {
    const box = document.querySelector("input[type=search]");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  } else if (event.key === "j" || event.key === "k") {
    const items = [...document.querySelectorAll(".card h2 a, .claimrow, .statement .by > a, .rows li > a, td.h a")];
    const at = items.indexOf(document.activeElement);
    items[event.key === "j" ? at + 1 : Math.max(0, at - 1)]?.focus();
  }
});
