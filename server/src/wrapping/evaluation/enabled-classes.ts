/** What the types that a build enables wrap, as an evaluation found it, along with what the ITK behind the build wraps. */
export interface EnabledClasses {
  /** Grows with every change: what is derived from it is valid as long as it stays. */
  readonly revision: number;
  /** Whether a `.wrap` file was evaluated to its end: if not, what it wraps is not all known. */
  evaluated(file: string): boolean;
  /** Whether a `.wrap` file was evaluated, but not to its end. */
  cutShort(file: string): boolean;
  /** Whether the ITK that the module is built against says what it wraps; true for ITK itself. */
  readonly knowsItk: boolean;
  /** Every class that is wrapped, without its arguments; `itk::Foo::Superclass` of one that is wrapped along. */
  classNames(): Iterable<string>;
  /** The modules whose types wrap a class. */
  modulesOf(className: string): readonly string[];
  /** A module and all whose wrapping it needs, directly or not. */
  closureOf(module: string): ReadonlySet<string>;
}
