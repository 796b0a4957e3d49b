import type { ClassDefinition } from './class-definition';
import type { TemplateParameter } from '../headers/template-parameters';
import { type CppNode, parseCppType, type Segment } from './cpp-type';
import { otherNames } from './other-names';

/** The headers, as far as a resolver asks for them. */
export interface ClassHeaders {
  /** A class by its full name. Null if no header defines it, or if several headers define it in different ways. */
  definitionOf(className: string): ClassDefinition | null;
  /** The specializations of a class in all headers. Their bases and members may be others. */
  specializationsOf(className: string): readonly ClassDefinition[];
  /**
   * Another name for a type, outside of any class, by its full name. Null if the headers define it in several ways, undefined if
   * they do not define it.
   */
  aliasNamed(name: string): TypeAlias | null | undefined;
}

/** What another name for a type stands for. */
export interface TypeAlias {
  /** Null if it has no parameters. */
  parameters: readonly TemplateParameter[] | null;
  /** As written. */
  type: string;
}

/** A type in which every name and argument is resolved. */
export interface ResolvedType {
  /** Its one spelling, such as `itk::Image<float,2>`: all arguments, also those with defaults, and no alias. */
  text: string;
  /** The class if it is one of the headers, and null for `float`, for pointers, and for what is only known by name. */
  className: string | null;
  args: readonly Resolved[];
}

/** A type or a number. */
export type Resolved = ResolvedType | number;

/** The names that count at a place of a header. */
interface Scope {
  /** The class or namespace: `itk::Functor`. */
  name: string;
  definition: ClassDefinition | null;
  /** The template parameters. */
  parameters: ReadonlyMap<string, Resolved>;
  /** The class with these parameters. */
  self: ResolvedType | null;
}

/** An alias with its namespace, and how many segments of a name it takes. */
type NamedAlias = TypeAlias & { namespace: string; count: number };

/** No real type needs more. */
const MAX_DEPTH = 40;

/**
 * Resolves C++ types by reading headers, without a compiler: template arguments, default arguments, `using`, `typedef`,
 * constants and traits of classes. The answer is null if the text of the headers does not decide it, for example for
 * specializations. The headers must not change while a resolver is in use.
 */
export class TypeResolver {
  private readonly nodes = new Map<string, CppNode | null>();
  private readonly types = new Map<string, ResolvedType | null>();
  private readonly baseTypes = new Map<string, readonly ResolvedType[] | null>();
  private depth = 0;

  constructor(private readonly headers: ClassHeaders) {}

  /** A type as it is written outside of any class: in a `.wrap` file, in a generated source, in a message. */
  typeOf(text: string): ResolvedType | null {
    const known = this.types.get(text);
    if (known !== undefined) return known;
    const node = this.parsed(text);
    const found = node && this.resolve(node, GLOBAL);
    const type = typeof found === 'number' ? null : found;
    this.types.set(text, type);
    return type;
  }

  /** A type as it is written in the body of a class. */
  typeIn(type: ResolvedType, text: string): ResolvedType | null {
    const scope = this.scopeOf(type);
    const node = scope && this.parsed(text);
    const found = node && this.resolve(node, scope);
    return typeof found === 'number' ? null : found;
  }

  /** The definition that counts for a class with these arguments. Null if the headers do not decide it. */
  definitionOf(type: ResolvedType): ClassDefinition | null {
    return this.scopeOf(type)?.definition ?? null;
  }

  /** The public bases of a class. Null if any of them is not known. */
  basesOf(type: ResolvedType): readonly ResolvedType[] | null {
    const known = this.baseTypes.get(type.text);
    if (known !== undefined) return known;
    const bases = this.deeper(() => this.findBases(type));
    this.baseTypes.set(type.text, bases);
    return bases;
  }

  /**
   * Whether certainly neither a class nor any of its bases has a member type of this name. A class whose body mentions the name
   * in any way, as in the arguments of a macro, may have it.
   */
  lacksMember(type: ResolvedType, name: string): boolean {
    const lacks = this.deeper(() => {
      const definition = this.scopeOf(type)?.definition;
      const bases = definition && this.basesOf(type);
      if (!definition || !bases || new RegExp(`\\b${name}\\b`).test(definition.body)) return null;
      return bases.every((base) => this.lacksMember(base, name)) || null;
    });
    return lacks === true;
  }

  private parsed(text: string): CppNode | null {
    let node = this.nodes.get(text);
    if (node === undefined) this.nodes.set(text, (node = parseCppType(text)));
    return node;
  }

  private findBases(type: ResolvedType): readonly ResolvedType[] | null {
    const scope = this.scopeOf(type);
    if (!scope?.definition) return null;
    const bases: ResolvedType[] = [];
    for (const written of scope.definition.bases) {
      const node = this.parsed(written);
      // The names of the class itself do not count among its bases.
      const base = node && this.resolve(node, { ...scope, definition: null });
      if (base === null || typeof base === 'number') return null;
      bases.push(base);
    }
    return bases;
  }

  private resolve(node: CppNode, scope: Scope): Resolved | null {
    return this.deeper(() => {
      switch (node.kind) {
        case 'number':
          return node.value;
        case 'builtin':
          return { text: node.name, className: null, args: [] };
        case 'operation':
          return this.operation(node, scope);
        case 'decorated':
          return this.decorated(node, scope);
        case 'name':
          return this.named(node, scope);
      }
    });
  }

  private deeper<T>(work: () => T | null): T | null {
    if (this.depth >= MAX_DEPTH) return null;
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
    }
  }

  private operation({ operator, left, right }: CppNode & { kind: 'operation' }, scope: Scope): number | null {
    const [a, b] = [this.resolve(left, scope), this.resolve(right, scope)];
    if (typeof a !== 'number' || typeof b !== 'number') return null;
    const value = OPERATIONS[operator]?.(a, b) ?? NaN;
    return Number.isSafeInteger(value) && value >= 0 ? value : null;
  }

  private decorated({ of, decorators }: CppNode & { kind: 'decorated' }, scope: Scope): Resolved | null {
    const type = this.resolve(of, scope);
    if (type === null || typeof type === 'number') return null;
    const text = decorators.reduce((sum, one) => sum + (one === 'const' ? ' const' : one), type.text);
    return { text, className: null, args: [] };
  }

  private named({ isGlobal, segments }: CppNode & { kind: 'name' }, scope: Scope): Resolved | null {
    const [first] = segments;
    if (first === undefined) return null;
    if (first.name === 'std') return this.standard(segments, scope);
    const own = isGlobal ? undefined : this.ownName(first.name, scope);
    if (own === null) return null;
    if (own !== undefined && first.args === null) return this.membersOf(own, segments.slice(1));
    for (const namespace of isGlobal ? [''] : namespacesOf(scope.name)) {
      const alias = this.aliasIn(namespace, segments);
      if (alias !== undefined) return alias && this.meaningOf(alias, segments, scope);
      const found = this.classIn(namespace, segments);
      if (found === null) continue;
      const type = this.instance(found.className, segments[found.count - 1]!.args, scope);
      return type && this.membersOf(type, segments.slice(found.count));
    }
    return null;
  }

  /** What a plain name means inside a class. Undefined if the class does not say. */
  private ownName(
    name: string,
    { definition, parameters, self, ...scope }: Scope,
  ): Resolved | null | undefined {
    const parameter = parameters.get(name);
    if (parameter !== undefined) return parameter;
    if (self !== null && name === scope.name.split('::').at(-1)) return self;
    if (!definition || self === null) return undefined;
    const member = definition.members.get(name);
    if (member !== undefined) return member === null ? null : this.member(self, name);
    if (otherNames(definition).has(name)) return null;
    return this.ownNameOfBases(name, { definition, parameters, self });
  }

  /** What a plain name means in the bases of a class. C++ does not look into those that depend on the parameters. */
  private ownNameOfBases(
    name: string,
    {
      definition,
      parameters,
      self,
    }: Pick<Scope, 'parameters'> & { definition: ClassDefinition; self: ResolvedType },
  ): Resolved | null | undefined {
    const depends = (base: string): boolean =>
      parameters.size > 0 && [...base.matchAll(/\w+/g)].some(([word]) => parameters.has(word));
    if (definition.bases.every(depends)) return undefined;
    const bases = this.basesOf(self);
    if (bases === null) return null;
    for (const [n, base] of bases.entries()) {
      const scope = depends(definition.bases[n]!) ? undefined : this.scopeOf(base);
      if (scope === null) return null;
      const found = scope && this.deeper<Resolved | undefined>(() => this.ownName(name, scope));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The alias that the first segments name in a namespace. */
  private aliasIn(namespace: string, segments: readonly Segment[]): NamedAlias | null | undefined {
    let scope = namespace;
    for (const [n, { name, args }] of segments.entries()) {
      const alias = this.headers.aliasNamed(scope === '' ? name : `${scope}::${name}`);
      if (alias !== undefined) return alias && { ...alias, namespace: scope, count: n + 1 };
      if (args !== null) return undefined;
      scope = scope === '' ? name : `${scope}::${name}`;
    }
    return undefined;
  }

  private meaningOf(
    { parameters, type, namespace, count }: NamedAlias,
    segments: readonly Segment[],
    scope: Scope,
  ): Resolved | null {
    const { args: written } = segments[count - 1]!;
    const args =
      parameters === null
        ? written === null
          ? []
          : null
        : this.argumentsOf(parameters, written, namespace, scope);
    const node = args && this.parsed(type);
    if (node === null) return null;
    const bound = new Map(args!.map((arg, n) => [parameters![n]!.name, arg]));
    const meant = this.resolve(node, { name: namespace, definition: null, parameters: bound, self: null });
    return meant && this.membersOf(meant, segments.slice(count));
  }

  private classIn(
    namespace: string,
    segments: readonly Segment[],
  ): { className: string; count: number } | null {
    let className = namespace;
    let found: { className: string; count: number } | null = null;
    for (const [n, { name, args }] of segments.entries()) {
      className = className === '' ? name : `${className}::${name}`;
      if (this.headers.definitionOf(className) !== null) found = { className, count: n + 1 };
      if (args !== null || found !== null) break;
    }
    return found;
  }

  /** Types of the standard library are known by their names only. */
  private standard(segments: readonly Segment[], scope: Scope): ResolvedType | null {
    const last = segments.at(-1)!;
    const args = this.argsOf(last.args ?? [], scope);
    if (args === null || segments.length !== 2) return null;
    if (last.name === 'basic_string' && args.length === 1 && spelling('', args) === '<char>')
      return { text: 'std::string', className: null, args: [] };
    const own = KNOWN_BY_NAME[last.name];
    if (own === undefined || !args.slice(own).every(isDefault)) return null;
    const written = args.slice(0, own);
    return { text: spelling(`std::${last.name}`, last.args && written), className: null, args: written };
  }

  private argsOf(nodes: readonly CppNode[], scope: Scope): Resolved[] | null {
    const args: Resolved[] = [];
    for (const node of nodes) {
      const arg = this.resolve(node, scope);
      if (arg === null) return null;
      args.push(arg);
    }
    return args;
  }

  /** A class with the given arguments and the defaults of the others. */
  private instance(className: string, written: readonly CppNode[] | null, scope: Scope): ResolvedType | null {
    const definition = this.headers.definitionOf(className);
    if (definition === null) return null;
    const { parameters } = definition;
    if (parameters === null) return written === null ? { text: className, className, args: [] } : null;
    const namespace = className.split('::').slice(0, -1).join('::');
    const args = this.argumentsOf(parameters, written, namespace, scope);
    return args && { text: spelling(className, args), className, args };
  }

  /** The arguments for all parameters, with defaults as they mean in a namespace. Null if they do not fit. */
  private argumentsOf(
    parameters: readonly TemplateParameter[],
    written: readonly CppNode[] | null,
    namespace: string,
    scope: Scope,
  ): Resolved[] | null {
    const args = this.argsOf(written ?? [], scope);
    if (args === null || written === null || args.length > parameters.length) return null;
    if (parameters.some(({ isPack, kind }) => isPack || kind === 'template')) return null;
    const bound = new Map(args.map((arg, n) => [parameters[n]!.name, arg]));
    for (const { name, default: text } of parameters.slice(args.length)) {
      const node = text === null ? null : this.parsed(text);
      const arg =
        node && this.resolve(node, { name: namespace, definition: null, parameters: bound, self: null });
      if (arg === null) return null;
      args.push(arg);
      bound.set(name, arg);
    }
    return args;
  }

  private membersOf(type: Resolved, rest: readonly Segment[]): Resolved | null {
    let found: Resolved | null = type;
    for (const { name, args } of rest) {
      if (found === null || typeof found === 'number' || args !== null) return null;
      found = this.member(found, name);
    }
    return found;
  }

  /** What a name means in a class or its bases. */
  private member(type: ResolvedType, name: string): Resolved | null {
    return this.deeper(() => {
      const scope = this.scopeOf(type);
      if (!scope?.definition) return null;
      const text = scope.definition.members.get(name);
      if (text === null) return null;
      if (text !== undefined) {
        const node = this.parsed(text);
        return node && this.resolve(node, scope);
      }
      for (const base of this.basesOf(type) ?? []) {
        const inherited = this.member(base, name);
        if (inherited !== null) return inherited;
      }
      return null;
    });
  }

  private scopeOf(type: ResolvedType): Scope | null {
    const { className, args } = type;
    if (className === null) return null;
    const definition = this.definitionFor(type, className);
    if (definition === null) return null;
    const parameters = new Map((definition.parameters ?? []).map(({ name }, n) => [name, args[n]!]));
    return { name: className, definition, parameters, self: type };
  }

  /** The class template itself, or the explicit specialization for these arguments. Null if a partial one may fit. */
  private definitionFor(type: ResolvedType, className: string): ClassDefinition | null {
    const fitting = this.headers.specializationsOf(className).filter((one) => this.mayFit(one, type));
    if (fitting.length === 0) return this.headers.definitionOf(className);
    const explicit = fitting.filter(({ parameters }) => parameters?.length === 0);
    return explicit.length === 1 ? { ...explicit[0]!, parameters: null } : null;
  }

  /** Whether a specialization may be the one for these arguments. An explicit one that may be is the one. */
  private mayFit({ name, specialization, parameters }: ClassDefinition, { args }: ResolvedType): boolean {
    const node = this.parsed(`X<${specialization}>`);
    const patterns = node?.kind === 'name' ? (node.segments[0]?.args ?? []) : [];
    const free = new Set(parameters?.map((parameter) => parameter.name));
    return patterns.every((pattern, n) => this.mayBe(pattern, args[n] ?? null, name, free));
  }

  /** Whether an argument may match a pattern of a specialization. `free` are the names that stand for anything. */
  private mayBe(pattern: CppNode, arg: Resolved | null, inClass: string, free: ReadonlySet<string>): boolean {
    if (arg === null) return true;
    if (pattern.kind === 'number') return pattern.value === arg;
    if (pattern.kind === 'builtin') return typeof arg !== 'number' && pattern.name === arg.text;
    if (pattern.kind !== 'name') return true;
    const [first, second] = pattern.segments;
    if (first === undefined || (first.args === null && free.has(first.name))) return true;
    if (typeof arg === 'number') return false;
    if (first.name === 'std') return arg.text.startsWith(`std::${second?.name}`);
    const found = namespacesOf(inClass)
      .map((namespace) => this.classIn(namespace, pattern.segments))
      .find((one) => one !== null);
    return !found || found.count < pattern.segments.length || found.className === arg.className;
  }
}

const GLOBAL: Scope = { name: '', definition: null, parameters: new Map(), self: null };

/** Types of the standard library, and the number of their arguments without those that have defaults. */
const KNOWN_BY_NAME: Readonly<Record<string, number>> = {
  allocator: 1,
  array: 2,
  complex: 1,
  deque: 1,
  greater: 1,
  less: 1,
  list: 1,
  map: 2,
  pair: 2,
  set: 1,
  shared_ptr: 1,
  string: 0,
  vector: 1,
};

/** Whether an argument after these is the default one. */
const isDefault = (arg: Resolved): boolean =>
  typeof arg !== 'number' && /^std::(?:allocator|less)</.test(arg.text);

const OPERATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => Math.floor(a / b),
  '%': (a, b) => a % b,
};

const spelling = (name: string, args: readonly Resolved[] | null): string =>
  args === null
    ? name
    : `${name}<${args.map((arg) => (typeof arg === 'number' ? arg : arg.text)).join(',')}>`;

/** A scope and all that contain it, the innermost first: `itk::Functor`, `itk`, and the global one. */
function namespacesOf(scope: string): string[] {
  const parts = scope === '' ? [] : scope.split('::');
  return [...parts.map((_, n) => parts.slice(0, parts.length - n).join('::')), ''];
}
