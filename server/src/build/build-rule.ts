/** A rule of a build, for any build tool. Paths are as written. */
export interface Rule {
  /** Its name, if the tool has one. */
  rule?: string;
  outputs: readonly string[];
  implicitOutputs: readonly string[];
  inputs: readonly string[];
  /** The line that the tool passes to the system. */
  command: string;
  description: string;
  /** Ninja's variables of these names. */
  depfile?: string | undefined;
  deps?: string | undefined;
}
