import { type ClassDefinition, definitionsInHeader } from './class-definition';
import type { HeaderAlias } from '../headers/header-classes';
import { templateParameters } from '../headers/template-parameters';
import type { ClassHeaders, TypeAlias } from './type-resolver';

/** Where classes are defined, as an index knows it. */
export interface ClassFiles {
  /** The header that defines a class. Null if it is unknown, or if several headers define the class in different ways. */
  headerOf(className: string): string | null;
  /** The headers with specializations of a class. */
  specializingHeadersOf(className: string): readonly string[];
  /** All definitions of another name for a type, outside of any class. */
  aliasesNamed(name: string): readonly HeaderAlias[];
}

/** Reads the definitions of classes when they are first asked for. */
export class HeaderDefinitions implements ClassHeaders {
  private readonly definitions = new Map<string, ClassDefinition | null>();
  private readonly specializations = new Map<string, readonly ClassDefinition[]>();
  private readonly files = new Map<string, ReadonlyMap<string, readonly ClassDefinition[]>>();

  constructor(
    private readonly classes: ClassFiles,
    private readonly textOf: (header: string) => string | null,
  ) {}

  definitionOf(className: string): ClassDefinition | null {
    let definition = this.definitions.get(className);
    if (definition === undefined)
      this.definitions.set(className, (definition = this.findDefinition(className)));
    return definition;
  }

  private findDefinition(className: string): ClassDefinition | null {
    const header = this.classes.headerOf(className);
    if (header === null) return null;
    const found = this.definitionsIn(header, className).filter(
      ({ specialization }) => specialization === null,
    );
    // The branches of a condition may define it in different ways.
    return found.length === 1 ? found[0]! : null;
  }

  specializationsOf(className: string): readonly ClassDefinition[] {
    let found = this.specializations.get(className);
    if (found === undefined) {
      found = this.classes
        .specializingHeadersOf(className)
        .flatMap((header) => this.definitionsIn(header, className))
        .filter(({ specialization }) => specialization !== null);
      this.specializations.set(className, found);
    }
    return found;
  }

  aliasNamed(name: string): TypeAlias | null | undefined {
    const [first, ...others] = this.classes.aliasesNamed(name);
    if (first === undefined) return undefined;
    const { template, type } = first;
    if (others.some((other) => other.template !== template || other.type !== type)) return null;
    // The branches of a condition may define a class instead.
    if (this.classes.headerOf(name) !== null) return null;
    return { parameters: template === null ? null : templateParameters(template), type };
  }

  private definitionsIn(header: string, className: string): readonly ClassDefinition[] {
    let classes = this.files.get(header);
    if (classes === undefined) {
      classes = byName(definitionsInHeader(this.textOf(header) ?? ''));
      this.files.set(header, classes);
    }
    return classes.get(className) ?? [];
  }
}

function byName(definitions: readonly ClassDefinition[]): Map<string, ClassDefinition[]> {
  const classes = new Map<string, ClassDefinition[]>();
  for (const one of definitions) classes.set(one.name, [...(classes.get(one.name) ?? []), one]);
  return classes;
}
