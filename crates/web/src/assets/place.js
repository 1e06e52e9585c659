// An address that ends in `#span-12-40` leads to words of a report: they are lit and read out.
function show() {
  for (const old of document.querySelectorAll(".placed")) old.classList.remove("placed");
  if (!/^#(span-\d+-\d+|[ab]\d+)$/.test(location.hash)) return;
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  target.classList.add("placed");
  target.scrollIntoView({ block: "center" });
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

addEventListener("hashchange", show);
show();
