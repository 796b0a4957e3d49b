/*
 * What the oracle of builds must know of the sources that it edits: plain data, so that the sample and a module of the real ITK can
 * be tested in the same way.
 */

/** A configured copy of the sources, with the store that its builds use. */
export interface Copy {
  source: string;
  build: string;
  store: string;
  remove(): Promise<void>;
}

/** A file that may have other texts. */
export interface Edited {
  /** Relative to the sources, or to the build if it begins with `build/`. */
  file: string;
  /** Whether CMake reads it. */
  configures: boolean;
  /** What it may be instead of the original, which may be missing. Each must differ from it. */
  variants: readonly ((text: string) => string)[];
}

/** The files of a build that are compared, by their names. */
export interface Compared {
  /** Folders in `Wrapping` that have all outputs of the modules up to SWIG's. */
  folders: readonly string[];
  /** The types, modules and other names whose outputs are compared: see `ownerOf`. */
  covered: RegExp;
  /** What CMake writes. */
  configured: RegExp;
  /** The modules' own interface files are SWIG's work for the libraries alone, and the build does not go that far. */
  forLibraries: RegExp;
}

export interface Project extends Compared {
  /** Two copies of the same sources: the one that is edited and built, and the one that only the reference builds. */
  copies(): Promise<{ edited: Copy; clean: Copy }>;
  edited: readonly Edited[];
  /** The lines of CMakeCache.txt that its variants change, as they are at first. */
  options: readonly string[];
  /** What `itk-wrap build` makes. */
  arguments: readonly string[];
  /** What ninja makes: the output in each line of build.ninja that fits. */
  targets: RegExp;
  /** Outputs that only a build has that `setup` has changed. */
  addedBySetup: readonly string[];
  /** Whether other modules' files are needed. `itk-wrap build` makes them in the clean copy, too, before the first edit. */
  isPart: boolean;
  /**
   * Whether CMake must run alone in a build, and to its end. ITK's scripts try to compile files, always in the same folder, and
   * remember what they have found there. CMake itself does not prevent two runs.
   */
  configuresAlone: boolean;
  /** The least numbers of outputs and of commands that a comparison must have found. */
  least: { outputs: number; commands: number };
  /** A run that is killed is killed within so many milliseconds. */
  killedWithinMs: number;
  /** After so many edits, and after the last one, a clean build by plain ninja confirms what the reference says. */
  confirmEvery: number;
  /** After so many edits, the counts are printed. */
  reportEvery: number;
}

/** What is compared if it belongs to `modules` and `covered`. */
export function comparedOf(modules: readonly string[], covered: RegExp): Compared {
  const anyModule = `(?:${modules.join('|')})`;
  return {
    folders: [
      'castxml_inputs',
      'Typedefs',
      'Generators/Python/itk-pkl',
      'Generators/Python/itk',
      'Generators/Python/itk/Configuration',
      ...modules.map((module) => `Modules/${module}`),
    ],
    covered,
    configured: new RegExp(`Config\\.py$|_ext\\.i$|^Typedefs/(?:${anyModule}|pyBase)\\.i$`),
    forLibraries: new RegExp(`(?:^|/)${anyModule}Python\\.(?:cpp|py)$`),
  };
}

/** A file that CMake does not read. */
export const header = (file: string, ...variants: Edited['variants']): Edited => ({
  file,
  configures: false,
  variants,
});

/** A file that CMake reads. */
export const configured = (file: string, ...variants: Edited['variants']): Edited => ({
  file,
  configures: true,
  variants,
});

/** Another method of the first class in a header. */
export const method = (name: string) => (text: string) =>
  text.replace(/^(\s*)(?:using Self = .*;|public:)$/m, `$&\n$1int ${name}() const { return 1; }`);
export const inFront = (comment: string) => (text: string) => `${comment}\n${text}`;
export const atEnd = (comment: string) => (text: string) => `${text}${comment}\n`;
export const line = (before: string, more: string) => (text: string) =>
  text.replace(before, `${more}\n${before}`);
export const instead = (from: string, to: string) => (text: string) => text.replace(from, to);
