/**
 * The stages that a type can be taken to, in their order. `interface` is what igenerator writes, `cpp` what SWIG writes,
 * `library` the module's Python extension, and `stubs` the type hints of all modules.
 */
export const BUILD_STAGES = ['xml', 'interface', 'cpp', 'library', 'stubs'] as const;
export type BuildStage = (typeof BUILD_STAGES)[number];

/** Whether a stage is not before another one. */
export function reaches(stage: BuildStage, other: BuildStage): boolean {
  return BUILD_STAGES.indexOf(stage) >= BUILD_STAGES.indexOf(other);
}
