/** What the types that a build enables wrap, as an evaluation found it. */
export interface EnabledClasses {
  /** Grows with every change: what is derived from it is valid as long as it stays. */
  readonly revision: number;
  /** Whether a `.wrap` file was evaluated: else nothing is known of it. */
  evaluated(file: string): boolean;
  /** Every class that is wrapped, without its arguments; `itk::Foo::Superclass` of one that is wrapped along. */
  classNames(): Iterable<string>;
  /** The modules whose types wrap a class. */
  modulesOf(className: string): readonly string[];
  /** A module and all whose wrapping it needs, directly or not. */
  closureOf(module: string): ReadonlySet<string>;
}
