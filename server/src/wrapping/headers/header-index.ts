import path from 'node:path';
import { ByFile } from '../index/by-file';
import { HeaderDefinitions } from '../types/header-definitions';
import { TypeResolver } from '../types/type-resolver';
import { type ClassOfHeader, oneOfEachName } from './class-of-header';
import { classesInHeader, type HeaderAlias } from './header-classes';
import { type HeaderInclude, includesInHeader } from './header-includes';
import { type RequiredDefinition, requiredDefinitions } from './required-definitions';

export interface IndexedClass extends ClassOfHeader {
  file: string;
}

/** What a header says. */
interface HeaderFacts {
  includes: readonly HeaderInclude[];
  requires: readonly RequiredDefinition[];
  /** The names of its classes. */
  classes: readonly string[];
  aliases: readonly HeaderAlias[];
  /** Classes whose forward declaration has default arguments, by their own names. */
  declaredDefaults: readonly string[];
}

const NOTHING: HeaderFacts = { includes: [], requires: [], classes: [], aliases: [], declaredDefaults: [] };

/** The classes and other names for types in the headers of the source trees. */
export class HeaderIndex {
  private readonly facts = new Map<string, HeaderFacts>();
  private readonly classes = new ByFile<IndexedClass>();
  /** Other names for types, outside of any class. */
  private readonly aliases = new ByFile<HeaderAlias>();
  /** The headers with forward declarations that have default arguments, by the class's own name. */
  private readonly declaredDefaults = new ByFile<string>();
  /** The headers with specializations of a class, by its name. */
  private readonly specializations = new ByFile<string>();
  private resolver: TypeResolver | null = null;

  constructor(private readonly textOf: (file: string) => string | null) {}

  /** Takes the text of a header, or null if it does not count. */
  update(file: string, text: string | null): void {
    this.remove(file);
    this.resolver = null;
    if (text === null) return;
    const aliases: HeaderAlias[] = [];
    const declaredDefaults: string[] = [];
    const found = classesInHeader(text, {
      onForward: (name, template) => template.includes('=') && declaredDefaults.push(name),
      onAlias: (alias) => aliases.push(alias),
    });
    const classes = oneOfEachName(found);
    for (const one of classes) this.classes.add(one.name, file, { ...one, file });
    for (const { name, specialization } of found)
      if (specialization !== null) this.specializations.add(name, file, file);
    for (const alias of aliases) this.aliases.add(alias.name, file, alias);
    for (const name of declaredDefaults) this.declaredDefaults.add(name, file, file);
    this.facts.set(file, {
      includes: includesInHeader(text),
      requires: requiredDefinitions(text),
      classes: classes.map(({ name }) => name),
      aliases,
      declaredDefaults,
    });
  }

  private remove(file: string): void {
    const { classes, aliases, declaredDefaults } = this.factsOf(file);
    for (const name of classes) {
      this.classes.delete(name, file);
      this.specializations.delete(name, file);
    }
    for (const { name } of aliases) this.aliases.delete(name, file);
    for (const name of declaredDefaults) this.declaredDefaults.delete(name, file);
    this.facts.delete(file);
  }

  private factsOf(file: string): HeaderFacts {
    return this.facts.get(file) ?? NOTHING;
  }

  /** The headers that a header includes under no condition. */
  includesOf(header: string): readonly HeaderInclude[] {
    return this.factsOf(header).includes;
  }

  /** The names that must be defined before a header is included. */
  requirementsOf(header: string): readonly RequiredDefinition[] {
    return this.factsOf(header).requires;
  }

  /** A class by its name. The class in the header that is named after it comes first. */
  classNamed(name: string): IndexedClass | undefined {
    const found = this.classes.get(name);
    return found.find(isMainHeader) ?? found[0];
  }

  /** One class of each name. */
  allClasses(): IndexedClass[] {
    return this.classes.keys().map((name) => this.classNamed(name)!);
  }

  /**
   * The template parameters of a class, or null if it is not a template. Undefined if no header shows them for sure: the class
   * is not known, is defined in several ways, or has default arguments in a forward declaration.
   */
  templateOf(name: string): string | null | undefined {
    const found = this.classes.get(name);
    const own = name.split('::').at(-1) ?? name;
    if (found.length === 0 || found.some(({ isAmbiguous }) => isAmbiguous)) return undefined;
    if (this.declaredDefaults.has(own)) return undefined;
    const templates = new Set(found.map(({ template }) => template));
    return templates.size === 1 ? found[0]!.template : undefined;
  }

  /** Whether a header has this as another name for a type, outside of any class. */
  hasAlias(name: string): boolean {
    return this.aliases.has(name);
  }

  /** Resolves C++ types by the headers as they are now. */
  types(): TypeResolver {
    const classes = {
      headerOf: (name: string) => {
        const found = this.classes.get(name);
        const isSure = found.length === 1 || found.some(isMainHeader);
        return isSure && this.templateOf(name) !== undefined ? this.classNamed(name)!.file : null;
      },
      specializingHeadersOf: (name: string) => this.specializations.get(name),
      aliasesNamed: (name: string) => this.aliases.get(name),
    };
    return (this.resolver ??= new TypeResolver(new HeaderDefinitions(classes, this.textOf)));
  }
}

const isMainHeader = ({ name, file }: IndexedClass): boolean =>
  path.basename(file, '.h').toLowerCase() === `itk${name.split('::').at(-1)}`.toLowerCase();
