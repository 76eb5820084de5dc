// One key shows the tables behind all charts; on a narrow screen the tree starts folded.

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-tables]")) return;
  const tables = [...document.querySelectorAll("details.behind")];
  const open = tables.some((one) => !one.open);
  tables.forEach((one) => { one.open = open; });
});

if (matchMedia("(max-width: 720px)").matches) document.querySelector(".tree .fold")?.removeAttribute("open");
