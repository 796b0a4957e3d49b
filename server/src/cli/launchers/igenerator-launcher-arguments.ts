import { ARGUMENTS_OPTION } from '../../host/argument-file';

/** The arguments of `itk-igenerator-cache`. */
export interface IgeneratorLauncherArguments {
  python: string;
  /** `igenerator.py` and its arguments. */
  args: readonly string[];
  noCache: boolean;
  depfile?: { file: string; target: string };
  /** A file with more arguments of `igenerator.py`, and its digest: see argument-file.ts. */
  more?: { file: string; digest: string };
}

/** Parses `[--no-cache] [--arguments FILE DIGEST] [--depfile FILE TARGET] PYTHON igenerator.py ARGS...`. Null if there is no program. */
export function parseIgeneratorLauncher(argv: readonly string[]): IgeneratorLauncherArguments | null {
  const asked: Omit<IgeneratorLauncherArguments, 'python' | 'args'> = { noCache: false };
  let at = 0;
  for (; argv[at]?.startsWith('--'); at++)
    if (argv[at] === '--no-cache') asked.noCache = true;
    else {
      const [option, file, value] = [argv[at], argv[++at], argv[++at]];
      if (file === undefined || value === undefined) return null;
      if (option === '--depfile') asked.depfile = { file, target: value };
      else if (option === ARGUMENTS_OPTION) asked.more = { file, digest: value };
      else return null;
    }
  const python = argv[at];
  if (python === undefined || python.startsWith('-')) return null;
  return { ...asked, python, args: argv.slice(at + 1) };
}
