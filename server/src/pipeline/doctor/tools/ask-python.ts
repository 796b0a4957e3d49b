import { failureOf } from '../probe/probe-report';
import { runLimited } from '../run-limited';
import { ASK_MS, type AskPorts } from './ask-version';
import type { PackageFacts, PythonFacts } from './tool-facts';

/** Prints one line of JSON about a Python. Its first argument is a folder to look for pygccxml in, or nothing. */
const SCRIPT = `import json, os, sys, sysconfig
def package(name):
    try:
        module = __import__(name)
        return {"version": str(getattr(module, "__version__", "")) or None, "file": getattr(module, "__file__", None), "problem": None}
    except BaseException as error:
        return {"version": None, "file": None, "problem": type(error).__name__ + ": " + str(error)}
numpy = package("numpy")
if len(sys.argv) > 1:
    sys.path.insert(1, sys.argv[1])
include = sysconfig.get_path("include") or ""
print("itk-wrap " + json.dumps({
    "version": "%d.%d.%d" % sys.version_info[:3],
    "include": include,
    "header": os.path.exists(os.path.join(include, "Python.h")),
    "numpy": numpy,
    "pygccxml": package("pygccxml"),
}))
`;

/** Asks a Python for its version, its headers and its packages. It writes no bytecode. */
export async function askPython(
  name: string,
  pygccxmlFolder: string | null,
  ports: AskPorts,
): Promise<PythonFacts> {
  const unknown = { version: null, headers: null, numpy: null, pygccxml: null, pygccxmlFolder };
  const file = ports.findProgram(name);
  if (file === null) return { ...unknown, file, problem: `there is no ${name} on PATH` };
  const run = await runLimited(
    {
      file,
      args: ['-B', '-c', SCRIPT, ...(pygccxmlFolder === null ? [] : [pygccxmlFolder])],
      env: ports.environment,
    },
    { runProcess: ports.runProcess, limitMs: ASK_MS, signal: ports.signal },
  );
  const failure = run.outcome === 'not-started' ? run.problem : failureOf(run, ASK_MS);
  const answer = failure === null ? answerOf(run.output) : null;
  if (!answer) return { ...unknown, file, problem: failure ?? 'it does not answer as Python does' };
  const { version, include, header } = answer;
  return {
    file,
    version: textOrNull(version),
    problem: null,
    headers: typeof include === 'string' ? { folder: include, present: header === true } : null,
    numpy: packageOf(answer.numpy),
    pygccxml: packageOf(answer.pygccxml),
    pygccxmlFolder,
  };
}

function answerOf(output: string): Record<string, unknown> | null {
  const line = output.split('\n').find((each) => each.startsWith('itk-wrap {'));
  try {
    return line === undefined
      ? null
      : (JSON.parse(line.slice('itk-wrap '.length)) as Record<string, unknown>);
  } catch {
    return null;
  }
}

function packageOf(value: unknown): PackageFacts | null {
  if (typeof value !== 'object' || value === null) return null;
  const { version, file, problem } = value as Record<string, unknown>;
  return { version: textOrNull(version), file: textOrNull(file), problem: textOrNull(problem) };
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
