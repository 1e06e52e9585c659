// Buttons that copy a quote with its report and its address.
const said = document.createElement("p");
said.className = "sr";
said.setAttribute("role", "status");
document.body.append(said);

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without a secure address there is no clipboard to write to: the old way still works.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "sr";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

for (const button of document.querySelectorAll("button.cite")) {
  if (!button.classList.contains("picked")) button.hidden = false;
  const words = button.textContent;
  button.addEventListener("click", async () => {
    const link = new URL(button.dataset.link ?? "", location.href).href;
    const done = await copy(`${button.dataset.cite}\n${link}`);
    button.textContent = done ? "Copied" : "Could not copy";
    said.textContent = done ? "The citation was copied." : "The citation could not be copied.";
    setTimeout(() => (button.textContent = words), 1600);
  });
}
