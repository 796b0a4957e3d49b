const SVG = 'http://www.w3.org/2000/svg';

type Attributes = Record<string, string | number | boolean | null>;

/** Creates an HTML element. Attributes that are null or false are omitted. Children that are strings become text. */
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  setAll(made, attributes);
  made.append(...children);
  return made;
}

/** Creates an SVG element. See {@link html}. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag);
  setAll(made, attributes);
  made.append(...children);
  return made;
}

/** Creates a button that calls `press`. */
export function button(label: string, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = html('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', press);
  return made;
}

function setAll(made: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== false) made.setAttribute(name, value === true ? '' : String(value));
}
