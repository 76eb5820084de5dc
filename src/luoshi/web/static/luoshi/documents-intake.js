// Taking documents in: files dropped anywhere, chosen or pasted; each line says what became of one.

const find = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

const intake = find("#intake");
if (intake) {
  const dropzone = find("#dropzone"), arrivals = find("#arrivals"), box = find("[data-paste]");
  const chooser = find("[type=file]", intake);
  intake.classList.add("live");
  let depth = 0, queue = Promise.resolve();
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].some((t) => t === "Files" || t === "text/plain");
  const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select");

  function show(depthNow) { depth = Math.max(0, depthNow); dropzone.hidden = depth === 0; }
  addEventListener("dragenter", (event) => { if (carries(event)) { event.preventDefault(); show(depth + 1); } });
  addEventListener("dragleave", () => show(depth - 1));
  addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    show(0);
    const files = [...event.dataTransfer.files];
    if (files.length) send(files);
    else { box.value = event.dataTransfer.getData("text/plain"); box.focus(); }
  });
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) { event.preventDefault(); send(files); return; }
    if (typing(event.target)) return;
    box.value = event.clipboardData.getData("text/plain");
    box.focus();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) intake.requestSubmit();
  });
  chooser.addEventListener("change", () => { if (chooser.files.length) send([...chooser.files]); });
  intake.addEventListener("submit", (event) => {
    if (box.value.trim()) return find("button.main", intake).setAttribute("aria-busy", "true");
    event.preventDefault();
    box.focus();
  });

  function send(files) {
    chooser.value = "";
    queue = queue.then(() => sendAll(files)); // one after the other, also when more are dropped meanwhile
  }
  async function sendAll(files) {
    const found = [];
    const waiting = files.map((file) => { const line = lineOf(file); arrivals.append(line.item); return line; });
    for (const [n, file] of files.entries()) found.push(await sendOne(file, waiting[n]));
    const link = files.length === 1 && found[0] && find(".done a", found[0]);
    if (link) { location.href = link.href; return; }
    const answer = await fetch(location.href), list = document.createElement("template");
    list.innerHTML = await answer.text();
    const fresh = find("#listed", list.content);
    if (answer.ok && fresh) find("#listed").replaceWith(fresh);
  }

  function lineOf(file) {
    const item = document.createElement("li"), name = document.createElement("b");
    const bar = document.createElement("progress"), told = document.createElement("span");
    name.textContent = file.name;
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    item.append(name, bar, told);
    return { item, bar, told };
  }
  function sendOne(file, { item, bar, told }) {
    const body = new FormData(intake);
    body.delete("files");
    body.delete("text");
    body.append("files", file);
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const failed = () => { told.textContent = intake.dataset.failed; bar.remove(); item.className = "refused"; done(null); };
      request.open("POST", intake.action);
      request.setRequestHeader("HX-Request", "true");
      request.upload.onprogress = (event) => {
        bar.value = event.total ? event.loaded / event.total : 0;
        told.textContent = intake.dataset.sent.replace("%", String(Math.round(100 * bar.value)));
      };
      request.upload.onload = () => { bar.removeAttribute("value"); told.textContent = intake.dataset.reading; };
      request.onload = () => {
        const answer = document.createElement("template");
        answer.innerHTML = request.responseText;
        const lines = all("li, .refusal", answer.content);
        const shown = document.createElement("div");
        if (!lines.length) return failed();
        shown.append(...lines.map((each) => each.cloneNode(true)));
        item.replaceWith(...lines);
        done(shown);
      };
      request.onerror = failed;
      request.send(body);
    });
  }
}

find("[name=waiting]")?.addEventListener("change", (event) => event.target.form.requestSubmit());
