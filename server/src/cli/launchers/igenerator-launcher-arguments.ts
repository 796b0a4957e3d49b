/** The arguments of `itk-igenerator-cache`. */
export interface IgeneratorLauncherArguments {
  python: string;
  /** `igenerator.py` and its arguments. */
  args: readonly string[];
  noCache: boolean;
  depfile?: { file: string; target: string };
}

/** Parses `[--no-cache] [--depfile FILE TARGET] PYTHON igenerator.py ARGS...`. Null if there is no program. */
export function parseIgeneratorLauncher(argv: readonly string[]): IgeneratorLauncherArguments | null {
  const asked: Omit<IgeneratorLauncherArguments, 'python' | 'args'> = { noCache: false };
  let at = 0;
  for (; argv[at]?.startsWith('--'); at++)
    if (argv[at] === '--no-cache') asked.noCache = true;
    else if (argv[at] === '--depfile') {
      const [file, target] = [argv[++at], argv[++at]];
      if (file === undefined || target === undefined) return null;
      asked.depfile = { file, target };
    } else return null;
  const python = argv[at];
  if (python === undefined || python.startsWith('-')) return null;
  return { ...asked, python, args: argv.slice(at + 1) };
}
