import type { Check, CheckContext } from '../check';
import type { Finding } from '../finding';
import { minimumOf } from '../minimums';
import { isOlder } from '../versions';
import { brokenTool, present, toolSummary } from '../tools/tool-answer';

/** Python works, is new enough, has its headers, and is the one that the build was configured for. */
export const pythonCheck: Check = {
  id: 'python',
  title: 'Python',
  async run(context) {
    const { python } = context.tools;
    const broken = brokenTool('Python', python, {
      remedy:
        'Install Python 3 (Debian: apt-get install python3-dev), or configure with -DPython3_EXECUTABLE=….',
    });
    const folder = python.problem === null ? await headersFolder(context) : null;
    const found =
      python.version === null
        ? []
        : [await tooOld(context, python.version), changed(context, python.version)];
    const headers = python.problem === null && folder === null ? noHeaders(context) : null;
    return {
      summary: toolSummary(python, folder && `headers in ${folder}`),
      findings: present([broken, ...found, headers]),
    };
  },
};

async function tooOld({ build, disk }: CheckContext, version: string): Promise<Finding | null> {
  const minimum = await minimumOf(build, 'python', disk);
  if (!minimum || !isOlder(version, minimum.version)) return null;
  return {
    severity: 'error',
    message: `Python ${version} is too old: these sources need ${minimum.version} or newer.`,
    evidence: [`${minimum.source} asks for ${minimum.version}`],
    remedy: `Install Python ${minimum.version} or newer, and configure with -DPython3_EXECUTABLE=….`,
    source: minimum.source,
  };
}

/** CMake keeps the version that it found as `Python;3;11;2;64;…`. */
function changed({ build }: CheckContext, version: string): Finding | null {
  const properties = build?.cache.get('_Python3_INTERPRETER_PROPERTIES')?.split(';') ?? [];
  const configured = properties[0] === 'Python' ? properties.slice(1, 4).join('.') : '';
  const minor = (text: string): string => text.split('.').slice(0, 2).join('.');
  if (configured === '' || minor(configured) === minor(version)) return null;
  return {
    severity: 'error',
    message: `The build was configured for Python ${configured}, but its Python is now ${version}. Libraries for one do not load in the other.`,
    evidence: [`_Python3_INTERPRETER_PROPERTIES in CMakeCache.txt: ${properties.slice(0, 4).join(';')}`],
    remedy:
      'Configure the build again from the beginning (cmake --fresh), or name the old Python with -DPython3_EXECUTABLE=….',
  };
}

/** The folder of Python.h: the one that CMake found, or that Python names. Null if neither has it. */
async function headersFolder({ build, tools, disk }: CheckContext): Promise<string | null> {
  for (const folder of configuredFolders(build))
    if ((await disk.facts(`${folder}/Python.h`)) !== null) return folder;
  const own = tools.python.headers;
  return configuredFolders(build).length === 0 && own?.present === true ? own.folder : null;
}

function configuredFolders(build: CheckContext['build']): string[] {
  const names = ['Python3_INCLUDE_DIR', '_Python3_INCLUDE_DIR', 'PYTHON_INCLUDE_DIR'];
  return names
    .map((name) => build?.cache.get(name) ?? '')
    .filter((folder) => folder !== '' && !folder.endsWith('NOTFOUND'));
}

function noHeaders({ build, tools: { python } }: CheckContext): Finding {
  const configured = configuredFolders(build);
  return {
    severity: 'error',
    message: 'Python.h is missing: this Python has no development files, so nothing can be compiled for it.',
    evidence: present([
      configured.length > 0 && `CMake found the headers in ${configured[0]}, and Python.h is not there now`,
      python.headers !== null &&
        `Python names ${python.headers.folder}${python.headers.present ? '' : ', which has no Python.h'}`,
    ]),
    remedy:
      'Install the development files of this Python (Debian: apt-get install python3-dev), then configure the build again.',
  };
}
