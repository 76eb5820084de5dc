// One key shows the tables behind all charts; on a narrow screen the tree starts folded; fields offer units.
import { offerUnits } from "./offers.js";

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-tables]")) return;
  const tables = [...document.querySelectorAll("details.behind")];
  const open = tables.some((one) => !one.open);
  tables.forEach((one) => { one.open = open; });
});

const fold = document.querySelector(".tree .fold");
if (matchMedia("(max-width: 720px)").matches) fold?.removeAttribute("open");
document.querySelector(".tree input")?.addEventListener("input", () => fold?.setAttribute("open", ""));

for (const field of document.querySelectorAll("[data-units]")) offerUnits(field);
