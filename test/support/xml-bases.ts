/** A type that castxml was asked for, and the public bases that it found. */
export interface XmlClass {
  /** The alias in the namespace `wrappers`. */
  alias: string;
  /** As castxml writes it: arguments that equal their defaults may be left out. */
  name: string;
  bases: string[];
}

/** The classes behind the aliases of a CastXML file. */
export function classesInXml(xml: string): XmlClass[] {
  const elements = new Map<string, Element>();
  let last: Element | undefined;
  for (const [, tag = '', attributes = ''] of xml.matchAll(/<(\w+)((?:\s+\w+="[^"]*")*)/g)) {
    const element: Element = { ...attributesOf(attributes), tag, bases: [] };
    if (tag === 'Base') last?.bases.push(element);
    else last = element;
    if (element.id) elements.set(element.id, element);
  }
  const wrappers = [...elements.values()].find(({ tag, name }) => tag === 'Namespace' && name === 'wrappers');
  const resolved = (id: string | undefined): Element | undefined => {
    let element = elements.get(id ?? '');
    while (element?.tag === 'Typedef' || element?.tag === 'ElaboratedType')
      element = elements.get(element.type ?? '');
    return element;
  };
  const fullName = (element: Element | undefined): string => {
    if (element === undefined || element.name === '::') return '';
    const outer = fullName(elements.get(element.context ?? ''));
    return outer === '' ? (element.name ?? '') : `${outer}::${element.name}`;
  };
  return [...elements.values()].flatMap((element) => {
    if (element.tag !== 'Typedef' || element.context !== wrappers?.id) return [];
    const found = resolved(element.type);
    if (found?.tag !== 'Class' && found?.tag !== 'Struct') return [];
    const bases = found.bases
      .filter(({ access }) => access === 'public')
      .map(({ type }) => fullName(resolved(type)));
    return [{ alias: element.name ?? '', name: fullName(found), bases }];
  });
}

interface Element {
  tag: string;
  bases: Element[];
  id?: string;
  name?: string;
  type?: string;
  context?: string;
  access?: string;
}

const attributesOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    ]),
  );
