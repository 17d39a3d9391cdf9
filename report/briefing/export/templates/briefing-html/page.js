// Three things that a style sheet cannot do: mark the section that is being read, lead back from an
// entry to where the reader was, and say how many claims are shown. Without them the page is whole.
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add("live");

  // The section that is being read.
  const nav = document.querySelector("nav.contents");
  const goal = (link) => (link.getAttribute("href") || "").slice(1);
  const links = new Map();
  for (const link of all(".contents a, .contents-fold a")) {
    const id = goal(link);
    links.set(id, [...(links.get(id) || []), link]);
  }
  const heads = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let current = null;
  const mark = () => {
    const line = innerHeight * 0.3;
    const passed = heads.filter((head) => head.getClientRects().length && head.getBoundingClientRect().top < line);
    const now = passed.length ? passed[passed.length - 1].id : "";
    if (now === current) return;
    for (const link of links.get(current) || []) link.removeAttribute("aria-current");
    current = now;
    for (const link of links.get(current) || []) link.setAttribute("aria-current", "location");
    const link = nav && nav.querySelector("[aria-current]");
    if (!link) return;
    const box = link.getBoundingClientRect(), frame = nav.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) nav.scrollTop += box.top - frame.top - frame.height / 3;
  };
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);

  // The way back from an entry.
  const back = document.createElement("a");
  back.className = "return";
  back.textContent = "Back to where you were";
  let left = null;
  const offer = () => {
    back.remove();
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (target && target.matches("input[id^='show-']")) {
      target.checked = true;
      target.focus();
      tell();
    }
    if (!target || !left || target === left || target.contains(left)) return;
    const entry = target.closest(".entry, .claim, .references li, .sieve");
    if (!entry || entry.contains(left)) return;
    left.id = left.id || "left";
    back.href = "#" + left.id;
    const row = target.closest("tr");
    if (row) row.cells[row.cells.length > 1 ? 1 : 0].append(back);
    else if (entry === target || !entry.matches(".claim")) entry.append(back);
    else target.after(back);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link === back) {
      const place = left;
      setTimeout(() => { place.focus({ preventScroll: true }); if (place.id === "left") place.removeAttribute("id"); }, 0);
      left = null;
      return;
    }
    if (link.closest("main")) {
      if (left && left.id === "left") left.removeAttribute("id");
      left = link;
      if ("#" + goal(link) === location.hash) setTimeout(offer, 0);
    } else left = null;
  });
  addEventListener("hashchange", offer);

  // How many claims are shown.
  const shown = document.querySelector(".shown");
  const tell = () => {
    if (!shown) return;
    for (const topic of all(".topic")) topic.classList.remove("empty");
    const visible = all(".claim").filter((claim) => claim.getClientRects().length);
    for (const topic of all(".topic")) topic.classList.toggle("empty", !visible.some((claim) => topic.contains(claim)));
    shown.textContent = visible.length;
    mark();
  };
  document.addEventListener("change", tell);

  offer();
  tell();
  mark();
})();
