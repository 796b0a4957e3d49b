/** A C++ type that a `.wrap` file wraps, as the generated source writes it. */
export interface WrappedType {
  cppType: string;
  /** The class without its arguments. */
  className: string;
}

/**
 * The classes that a build's enabled types wrap, according to an evaluation, and those that the ITK behind the build wraps.
 */
export interface EnabledClasses {
  /** Grows with every change. Derived data is valid while it stays the same. */
  readonly revision: number;
  /** Whether a `.wrap` file was evaluated to its end. Otherwise it may wrap more classes than are known. */
  evaluated(file: string): boolean;
  /** Whether a `.wrap` file was evaluated, but not to its end. */
  cutShort(file: string): boolean;
  /** Whether the ITK that the module is built against says what it wraps. True for ITK itself. */
  readonly knowsItk: boolean;
  /**
   * Every wrapped class, without its arguments. A superclass that is wrapped with its subclass is `itk::Foo::Superclass`.
   */
  classNames(): Iterable<string>;
  /** Everything that is wrapped. The module is empty if it is not known. */
  types(): Iterable<WrappedType & { module: string }>;
  /** The modules whose types wrap a class. */
  modulesOf(className: string): readonly string[];
  /** A module with everything whose wrapping it needs, directly or indirectly. */
  closureOf(module: string): ReadonlySet<string>;
}
