import { classesInHeader } from '../headers/header-classes';
import { type TemplateParameter, templateParameters } from '../headers/template-parameters';

/** A class as its header defines it. All texts are C++ as written, without comments. */
export interface ClassDefinition {
  /** Includes its namespaces. */
  name: string;
  /** The arguments of a specialization as written. Null for the class template itself, and for other classes. */
  specialization: string | null;
  /** Null if it is not a template. */
  parameters: readonly TemplateParameter[] | null;
  /** Its public bases. */
  bases: readonly string[];
  /** What `using` and `typedef` define in its body, and its constants. Null for what is defined in several ways. */
  members: ReadonlyMap<string, string | null>;
  /** The text of its body. */
  body: string;
}

/**
 * The classes that a header defines, with what their bodies name, in the order of the text. Takes linear time for any text.
 */
export function definitionsInHeader(text: string): ClassDefinition[] {
  return classesInHeader(text).map(({ name, template, specialization, bases, bodyAt }) => ({
    name,
    specialization,
    parameters: template === null ? null : templateParameters(template),
    bases,
    ...membersOf(text, bodyAt),
  }));
}

const MAX_STATEMENT = 2000;

/** Reads the statements of a class body that stand outside of any inner block. */
function membersOf(text: string, from: number): Pick<ClassDefinition, 'members' | 'body'> {
  const members = new Map<string, string | null>();
  const add = (name: string, value: string): void => {
    const known = members.get(name);
    members.set(name, known === undefined || known === value ? value : null);
  };
  let depth = 0;
  let statement = '';
  let start = from;
  MARK.lastIndex = from;
  for (let mark = MARK.exec(text); mark !== null; mark = MARK.exec(text)) {
    const [found] = mark;
    if (depth === 0 && statement.length < MAX_STATEMENT) statement += text.slice(start, mark.index);
    start = MARK.lastIndex;
    if (found === '{') depth++;
    else if (found === '}' && --depth < 0) return { members, body: text.slice(from, mark.index) };
    else if (found === ';' && depth === 0) readStatement(statement, add);
    if (depth === 0 && (found === ';' || found === '}')) statement = '';
  }
  return { members, body: text.slice(from) };
}

/** Comments, preprocessor lines and strings are skipped. */
const MARK = /[{};]|\/\/[^\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/|^[ \t]*#[^\n]*|"(?:[^"\\\n]|\\.)*"/gm;

/** Reads `using A = B`, `typedef B A`, `static constexpr T A = B` and `itkStaticConstMacro(A, T, B)`. */
function readStatement(statement: string, add: (name: string, value: string) => void): void {
  const text = statement.replace(/\s+/g, ' ').trim();
  if (/\btemplate ?</.test(text)) return;
  const macro = /\bitkStaticConstMacro ?\(([^,]+),[^,]+,(.+)\)$/.exec(text);
  if (macro) return add(macro[1]!.trim(), macro[2]!.trim());
  const begin = /\b(?:using|typedef|static const(?:expr)?) /.exec(text);
  if (begin === null) return;
  const declared = text.slice(begin.index + begin[0].length);
  const found = begin[0] === 'typedef ' ? typedefIn(declared) : definitionIn(declared);
  if (found !== null) add(found.name, found.value.trim());
}

/** `unsigned int Dimension = 3` */
function definitionIn(declared: string): Member | null {
  const equals = declared.indexOf('=');
  const name = lastWord(declared.slice(0, Math.max(equals, 0)));
  if (equals < 0 || name === undefined || declared.slice(0, equals).includes('(')) return null;
  return { name, value: declared.slice(equals + 1) };
}

/** `itk::Image<float, 2> ImageType` */
function typedefIn(declared: string): Member | null {
  const plain = declared.trimEnd();
  const name = lastWord(plain);
  if (name === undefined || plain.includes('(')) return null;
  return { name, value: plain.slice(0, plain.length - name.length) };
}

interface Member {
  name: string;
  value: string;
}

const lastWord = (text: string): string | undefined => text.match(/\w+/g)?.at(-1);
