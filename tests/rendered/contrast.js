// Contrast of elements with their ground, computed from geometry where styles alone do not tell.
(selectors) => {
  const parse = (text) => {
    const m = text.match(/rgba?\(([^)]+)\)/);
    if (m) { const v = m[1].split(/[\s,/]+/).map(Number); return [v[0], v[1], v[2], v.length > 3 ? v[3] : 1]; }
    const s = text.match(/color\(srgb ([^)]+)\)/);
    if (s) { const v = s[1].split(/[\s/]+/).map(Number); return [v[0] * 255, v[1] * 255, v[2] * 255, v.length > 3 ? v[3] : 1]; }
    return [0, 0, 0, 0];
  };
  const over = (top, below) => {
    const a = top[3];
    return [0, 1, 2].map((i) => top[i] * a + below[i] * (1 - a)).concat(1);
  };
  const page = () => {
    const dark = getComputedStyle(document.body).backgroundColor;
    return over(parse(dark), [255, 255, 255, 1]);
  };
  const groundOfBox = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), page());
  };
  const groundOfDrawn = (element) => {
    const svg = element.ownerSVGElement;
    const box = element.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    let ground = groundOfBox(svg.parentElement);
    for (const shape of svg.querySelectorAll("path, rect, circle, polygon")) {
      if (shape.closest("defs, clipPath")) continue;
      if (!(shape.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
      const style = getComputedStyle(shape);
      if (style.fill === "none" || style.fill.startsWith("url")) continue;
      const point = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
      if (!shape.isPointInFill(point)) continue;
      const colour = parse(style.fill);
      colour[3] *= Number(style.fillOpacity) * Number(style.opacity);
      ground = over(colour, ground);
    }
    return ground;
  };
  const luminance = (c) => {
    const [r, g, b] = c.slice(0, 3).map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const found = [];
  for (const element of selectors.flatMap((s) => [...document.querySelectorAll(s)])) {
    if (element.closest(".as-drawn")) continue;
    const drawn = element instanceof SVGElement;
    const style = getComputedStyle(element);
    const ground = drawn ? groundOfDrawn(element) : groundOfBox(element);
    const colour = over(parse(drawn ? style.fill : style.color), ground);
    found.push([Math.round(contrast(colour, ground) * 100) / 100, element.outerHTML.slice(0, 160)]);
  }
  return found;
}
