// Elements of the page, made by plain calls: no template strings, so that no text of a server or a person becomes markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, kids) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else if (name === "value" || name === "checked" || name === "selected" || name === "disabled" || name === "open") node[name] = value;
    else if (name === "style") for (const [key, told] of Object.entries(value)) node.style.setProperty(key, told);
    else node.setAttribute(name, value === true ? "" : value);
  }
  add(node, kids);
  return node;
}

/** Append children: nodes, texts, lists of them; what is empty is left out. */
export function add(node, kids) {
  for (const kid of kids.flat(Infinity)) {
    if (kid === undefined || kid === null || kid === false || kid === "") continue;
    node.append(kid instanceof Node ? kid : String(kid));
  }
  return node;
}

/** An element of HTML. */
export function h(tag, attributes, ...kids) {
  return fill(document.createElement(tag), attributes, kids);
}

/** An element of SVG. */
export function s(tag, attributes, ...kids) {
  return fill(document.createElementNS(SVG, tag), attributes, kids);
}

/** Put new children in the place of the old ones. */
export function replace(node, ...kids) {
  node.replaceChildren();
  return add(node, kids);
}

/** Give a file to the person in front of the browser. */
export function download(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
