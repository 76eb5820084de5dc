// The secret mark of every form is that of the sign-in that holds now, also when it happened in another window.
const now = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];

const freshen = () => {
  const mark = now();
  if (!mark) return;
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = mark;
  if (document.body.hasAttribute("hx-headers")) document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": mark }));
};
addEventListener("focus", freshen);
document.addEventListener("submit", freshen, true);
