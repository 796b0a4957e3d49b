import type { StepName } from './probe/probe-report';

/** What a message of a tool means. */
export interface KnownFailure {
  step: StepName;
  pattern: RegExp;
  cause: string;
  remedy: string;
  /** The check that looks at the cause. Its error, if it has one, says the same. */
  blames?: string;
}

/** Messages that a step of the probe may fail with. The first that matches counts. To add one, add it here. */
export const KNOWN_FAILURES: readonly KnownFailure[] = [
  {
    step: 'castxml',
    pattern: /'--castxml-cc-\w+' compiler command failed/,
    cause: 'castxml asks the compiler for its macros, and the compiler failed.',
    remedy:
      'Make the compiler of the build work (see the check of the compiler), then configure the build again.',
    blames: 'compiler',
  },
  {
    step: 'castxml',
    pattern: /char8_t/,
    blames: 'castxml',
    cause:
      'The clang in castxml does not know char8_t, a type of C++20: castxml is too old for the C++ standard of the build.',
    remedy: 'Install castxml 0.6.0 or newer, or configure with -DCMAKE_CXX_STANDARD=17.',
  },
  {
    step: 'castxml',
    pattern: /__builtin_operator_delete|non-usual deallocation/,
    blames: 'castxml',
    cause: 'The clang in castxml has no sized deallocation, which GCC’s headers use since GCC 12.',
    remedy: 'Add -fno-sized-deallocation to CMAKE_CXX_FLAGS, or install castxml 0.6.10 or newer.',
  },
  {
    step: 'castxml',
    pattern: /_Float(?:16|32|64|128)x?\b|__float128/,
    blames: 'castxml',
    cause: 'The clang in castxml does not know a floating-point type that is built into the compiler.',
    remedy: 'Install castxml 0.6.9 or newer.',
  },
  {
    step: 'castxml',
    pattern: /(?:unknown|unrecognized|unsupported) (?:argument|option)|unknown '--castxml/i,
    cause: 'castxml does not know an option of the build’s command.',
    remedy:
      'Install a castxml of the age of this ITK: ITK’s Wrapping/Generators/CastXML/CMakeLists.txt names one.',
  },
  {
    step: 'castxml',
    pattern: /in file included from [^\n]*\/c\+\+\/\d+/i,
    cause:
      'The clang in castxml cannot read the compiler’s standard headers: castxml is older than the compiler.',
    remedy:
      'Install a newer castxml, or configure the build with an older compiler (-DCMAKE_CXX_COMPILER=…).',
  },
  {
    step: 'igenerator',
    pattern: /No module named '?pygccxml/,
    blames: 'python-packages',
    cause: 'The Python of the build does not find pygccxml.',
    remedy:
      'Restore the folder that igenerator’s option -p names, or install pygccxml for this Python, then configure again.',
  },
  {
    step: 'swig',
    pattern: /Unable to find '?swig\.swg|Unable to find '?python\.swg/i,
    cause: 'SWIG does not find its own library.',
    remedy:
      'Install SWIG completely, or set SWIG_LIB to its folder share/swig/<version>, then configure again.',
  },
  {
    step: 'compile',
    pattern:
      /Python\.h['"]?:? (?:No such file|file not found)|cannot open (?:include|source) file:? .?Python\.h/i,
    blames: 'python',
    cause: 'The compiler does not find Python.h, the header for extensions of Python.',
    remedy:
      'Install the development files of the build’s Python (Debian: apt-get install python3-dev), then configure again.',
  },
  {
    step: 'compile',
    pattern:
      /Py_LIMITED_API|incomplete type '?(?:PyTypeObject|PyHeapTypeObject|_typeobject)|was not declared in this scope[^\n]*Py[A-Z_]/,
    blames: 'swig',
    cause: 'The C++ of this SWIG does not compile for Python’s stable ABI.',
    remedy: 'Install SWIG 4.3.1 or newer, or configure with -DITK_USE_PYTHON_LIMITED_API=OFF.',
  },
  {
    step: 'import',
    pattern: /failed to map segment|not permitted by the system|Operation not permitted/i,
    cause:
      'The folder for temporary files does not allow programs (it is mounted noexec), so the probe cannot load its library. The build may work in its own folder.',
    remedy: 'Set TMPDIR to a folder that allows programs, and run “itk-wrap doctor” again.',
  },
  {
    step: 'import',
    pattern: /undefined symbol: \w*Py\w*|symbol not found[^\n]*_Py/i,
    cause: 'The library was compiled for another Python than the one that imports it.',
    remedy:
      'Configure the build again with one Python: -DPython3_EXECUTABLE=…, in a fresh build folder or with cmake --fresh.',
  },
];

/** Messages of the system, and of the probe itself, that may end any step. */
export const KNOWN_SYSTEM_FAILURES: readonly Omit<KnownFailure, 'step'>[] = [
  {
    pattern: /it took longer than/,
    cause: 'It may wait for something, such as a file server, or the machine is very busy.',
    remedy: 'Run the command by hand (--json has it), or give each step more time with --timeout.',
  },
  {
    pattern: /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/i,
    blames: 'disk-space',
    cause: 'The folder for temporary files is full.',
    remedy: 'Free some space there, or set TMPDIR to a folder on another disk.',
  },
  {
    pattern: /Permission denied|EACCES/i,
    cause: 'A file may not be read, written or executed.',
    remedy:
      'Look at the permissions of the file in the message. A noexec mount forbids to load libraries from it: set TMPDIR to another folder.',
  },
  {
    pattern: /cannot allocate memory|out of memory|virtual memory exhausted|std::bad_alloc/i,
    cause: 'The machine has too little free memory.',
    remedy: 'End other programs, or build with fewer jobs (ninja -j).',
  },
  {
    pattern: /error while loading shared libraries|Library not loaded|GLIBC(?:XX)?_[\d.]+'? not found/i,
    cause: 'A program does not find a library that it needs on this machine.',
    remedy: 'Install the program again for this system.',
  },
];

/** What a step's output means. Null if it is not known. */
export function explainFailure(step: StepName, output: string): Omit<KnownFailure, 'step'> | null {
  return (
    KNOWN_FAILURES.find((known) => known.step === step && known.pattern.test(output)) ??
    KNOWN_SYSTEM_FAILURES.find(({ pattern }) => pattern.test(output)) ??
    null
  );
}
