// Added to the page by `briefing preview` only: takes a new page as soon as there is one, at the
// place where the reader was, and shows over the last good page what keeps a new one from coming.
(() => {
  const KEY = "briefing-preview";
  const all = (selector) => [...document.querySelectorAll(selector)];

  // The place: the block at the top of the window, known by its words, and how far it is scrolled
  // past. Where the words are new, the last heading or chart before it, known by its id. Counted
  // from there, so that text that grew above moves nothing.
  const shownTop = (element) => {
    const boxes = element.getClientRects();
    return boxes.length ? boxes[0].top : null;
  };
  const lastAbove = (elements) => {
    let last = null;
    for (const element of elements) {
      const top = shownTop(element);
      if (top !== null && (top <= 1 || !last)) last = { element, top };
    }
    return last;
  };
  const after = (owner) => all("main :is(p, li, figure, table, pre)").filter((block) => !owner
    || owner.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING);
  const words = (block) => block.textContent.trim().slice(0, 200);
  const describe = () => {
    const owner = lastAbove(all("main [id]"));
    if (!owner) return null;
    const place = { id: owner.element.id, top: owner.top };
    const block = lastAbove(after(owner.element));
    if (!block || block.top > 1) return place;
    const text = words(block.element);
    const alike = after(owner.element).filter((other) => words(other) === text);
    return { ...place, text, number: alike.indexOf(block.element), blockTop: block.top };
  };
  const shift = (place) => {
    const owner = document.getElementById(place.id);
    const block = place.text && after(owner).filter((other) => words(other) === place.text)[place.number];
    const top = block ? shownTop(block) : owner && shownTop(owner);
    return top === null ? null : top - (block ? place.blockTop : place.top);
  };
  const keep = () => {
    const state = {
      place: describe(),
      y: scrollY,
      open: all("details").map((details) => details.open),
      checked: all("input[id]").filter((input) => input.checked).map((input) => input.id),
    };
    try { sessionStorage.setItem(KEY, JSON.stringify(state)); } catch { /* then from the top */ }
  };
  const restore = () => {
    let state = null;
    try {
      state = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch { return; }
    if (!state) return;
    const folds = all("details");
    if (folds.length === state.open.length) folds.forEach((fold, i) => { fold.open = state.open[i]; });
    for (const id of state.checked) {
      const input = document.getElementById(id);
      if (input && !input.checked) {
        input.checked = true;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
    history.scrollRestoration = "manual";
    let moved = false;
    const go = () => {
      if (moved) return;
      const by = state.y > 1 && state.place ? shift(state.place) : null;
      if (by === null) scrollTo({ top: state.y, behavior: "instant" });
      else scrollBy({ top: by, behavior: "instant" });
    };
    for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"]) {
      addEventListener(kind, () => { moved = true; }, { once: true, passive: true });
    }
    go();
    addEventListener("load", go, { once: true });
    document.fonts.ready.then(go);
  };

  // What is wrong, in a corner of its own that no style of the page reaches. Only ever as text.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; }
    section { position: fixed; z-index: 2147483647; inset: auto 0 0 0; max-height: 60vh; overflow: auto;
      box-sizing: border-box; padding: 1rem 1.5rem; font: 15px/1.45 system-ui, sans-serif;
      color: #fff; background: #4a1414; border-top: 4px solid #ff8a7a; }
    h2 { margin: 0 0 .5rem; font-size: 1.1rem; }
    h3 { margin: 1rem 0 .25rem; font-size: 1rem; }
    pre { margin: .25rem 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.4 ui-monospace, monospace; }
    .quiet { inset: auto 1rem 1rem auto; max-height: none; padding: .4rem .8rem; border: 0;
      background: #333; border-radius: 4px; }
  `);
  const host = document.createElement("div");
  host.id = "briefing-preview";
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  const line = (kind, text) => {
    const element = document.createElement(kind);
    element.textContent = text;
    return element;
  };
  const show = (state) => {
    root.replaceChildren();
    host.remove();
    const box = document.createElement("section");
    if (state.failure) {
      box.setAttribute("role", "alert");
      box.tabIndex = 0;
      const heading = state.failure.shown ? "A build would refuse this page" : "This page is not the newest";
      box.append(line("h2", state.building ? `${heading}; trying again …` : heading));
      box.append(line("pre", state.failure.message));
      for (const cell of state.failure.cells) {
        if (cell.notebook) box.append(line("h3", `${cell.notebook}, cell ${cell.cell}`));
        box.append(line("pre", cell.traceback));
      }
    } else if (state.lost || state.building) {
      box.className = "quiet";
      box.setAttribute("role", "status");
      box.append(line("span", state.lost ? "The preview has ended" : "Building …"));
    } else return;
    root.append(box);
    document.body.append(host);
  };

  let wait = 200;
  const listen = () => {
    const socket = new WebSocket(`ws://${location.host}/changes`);
    socket.onmessage = (message) => {
      wait = 200;
      const state = JSON.parse(message.data);
      if (state.version && state.version !== shown) {
        keep();
        location.reload();
      } else show(state);
    };
    socket.onclose = () => {
      show({ lost: true });
      setTimeout(listen, wait);
      wait = Math.min(wait * 2, 5000);
    };
  };
  restore();
  listen();
})();
