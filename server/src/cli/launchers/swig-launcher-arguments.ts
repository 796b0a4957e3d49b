/** The arguments of `itk-swig-cache`. */
export interface SwigLauncherArguments {
  swig: string;
  /** Without the program. */
  args: readonly string[];
  noCache: boolean;
  depfile?: string;
}

/** Parses `[--no-cache] [--depfile FILE] SWIG ARGS...`. Null if there is no program. */
export function parseSwigLauncher(argv: readonly string[]): SwigLauncherArguments | null {
  const asked: Omit<SwigLauncherArguments, 'swig' | 'args'> = { noCache: false };
  let at = 0;
  for (; argv[at]?.startsWith('--'); at++)
    if (argv[at] === '--no-cache') asked.noCache = true;
    else if (argv[at] === '--depfile' && argv[at + 1] !== undefined) asked.depfile = argv[++at]!;
    else return null;
  const swig = argv[at];
  if (swig === undefined || swig.startsWith('-')) return null;
  return { ...asked, swig, args: argv.slice(at + 1) };
}
