// The name under corrections is remembered on this machine, and filled in the next time.
const KEY = "backstory-name";
let known = "";
try {
  known = localStorage.getItem(KEY) ?? "";
} catch {
  // A browser that keeps nothing asks each time.
}
for (const input of document.querySelectorAll("form.correct input[name=by]")) {
  if (!input.value) input.value = known;
  input.form.addEventListener("submit", () => {
    try {
      localStorage.setItem(KEY, input.value);
    } catch {
      // As above.
    }
  });
}
