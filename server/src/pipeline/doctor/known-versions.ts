/*
 * Which versions of the tools work together, as far as it is known, each with its source. To add a pair, add a line: the checks
 * in checks/ read these tables and have no versions of their own.
 */

/** A version of CastXML that a compiler or a standard needs. */
export interface CastxmlNeed {
  atLeast: string;
  /** The need exists if all of these hold. */
  when: {
    /** The C++ standard of the build, as in `-std=c++20`, or newer. */
    standard?: number;
    /** GCC's major version, or newer. */
    gcc?: number;
    /** A flag that makes the need go away. */
    withoutFlag?: string;
  };
  /** What happens with an older one. */
  effect: string;
  remedy: string;
  severity: 'error' | 'warning';
  source: string;
}

export const CASTXML_NEEDS: readonly CastxmlNeed[] = [
  {
    atLeast: '0.6.0',
    when: { standard: 20 },
    effect: 'It reads C++20 as C++17, so its clang does not know char8_t, which the standard headers use.',
    remedy: 'Install castxml 0.6.0 or newer, or configure with -DCMAKE_CXX_STANDARD=17.',
    severity: 'error',
    source: 'https://github.com/CastXML/CastXML/commit/a4a71f4',
  },
  {
    atLeast: '0.6.10',
    // Before C++14, GCC has no sized deallocation either.
    when: { gcc: 12, standard: 14, withoutFlag: '-fno-sized-deallocation' },
    effect:
      'Its clang rejects “__builtin_operator_delete” in GCC’s header new_allocator.h, because it does not have sized deallocation.',
    remedy:
      'Add -fno-sized-deallocation to CMAKE_CXX_FLAGS, as ITK’s CMake/ITKSetStandardCompilerFlags.cmake does, or install castxml 0.6.10 or newer.',
    severity: 'error',
    source: 'https://github.com/InsightSoftwareConsortium/ITK/pull/3541',
  },
  {
    atLeast: '0.6.3',
    when: { gcc: 13 },
    effect: 'It does not know the types _Float32, _Float64 and so on, which are built into C++ since GCC 13.',
    remedy: 'Install castxml 0.6.9 or newer.',
    severity: 'warning',
    source: 'https://github.com/CastXML/CastXML/pull/252',
  },
];

/** A version of SWIG that a way of building for Python needs. */
export interface SwigNeed {
  atLeast: string;
  /** Only versions from this one on have the problem. Default: all. */
  from?: string;
  when: {
    /** ITK_USE_PYTHON_LIMITED_API. */
    limitedApi?: boolean;
    /** The version of Python, or newer. */
    python?: string;
  };
  effect: string;
  remedy: string;
  severity: 'error' | 'warning';
  source: string;
}

export const SWIG_NEEDS: readonly SwigNeed[] = [
  {
    atLeast: '4.2.0',
    when: { limitedApi: true },
    effect: 'Its C++ does not compile with Py_LIMITED_API, which the stable ABI needs.',
    remedy: 'Install SWIG 4.3.1 or newer, or configure with -DITK_USE_PYTHON_LIMITED_API=OFF.',
    severity: 'error',
    source: 'https://github.com/swig/swig/pull/2727',
  },
  {
    atLeast: '4.4.1',
    from: '4.4.0',
    when: { limitedApi: true },
    effect: 'It has errors with some combinations of Py_LIMITED_API and recent versions of Python.',
    remedy: 'Install SWIG 4.4.1 or newer, or 4.3.1.',
    severity: 'warning',
    source: 'https://swig.org/news.html (4.4.1)',
  },
  {
    atLeast: '4.4.0',
    when: { python: '3.14' },
    effect: 'It does not support Python 3.14.',
    remedy: 'Install SWIG 4.4.1 or newer, or use Python 3.13.',
    severity: 'warning',
    source: 'https://swig.org/news.html (4.4.0)',
  },
];

/**
 * From this version on, SWIG’s modules are initialized in two phases. An ITK that calls `PyInit_…` itself must know this, or
 * `import itk` crashes.
 */
export const TWO_PHASES = {
  swig: '4.4.0',
  /** What the sources contain if they know it. */
  knownBy: 'PyModule_FromDefAndSpec',
  /** What they contain if they initialize modules themselves. */
  callsItself: 'PyInit_',
  files: [
    'Wrapping/Generators/Python/CMakeLists.txt',
    'Wrapping/Generators/Python/main_module_ext.i.in',
  ] as readonly string[],
  source: 'https://swig.org/news.html (4.4.0), and ITK’s Wrapping/Generators/Python/CMakeLists.txt',
};

/** A tool with a minimum version that ITK’s CMake enforces. */
export type Minimum = 'swig' | 'cmake' | 'python';

/** Where ITK’s sources say which version of a tool they need, in the order in which to look. The first group is the version. */
export const MINIMUMS: Record<Minimum, readonly { file: string; pattern: RegExp }[]> = {
  swig: [
    {
      file: 'Wrapping/Generators/SwigInterface/CMakeLists.txt',
      pattern: /set\(\s*swig_version_min\s+"?(\d+(?:\.\d+)+)/i,
    },
  ],
  cmake: [
    {
      file: 'CMakeLists.txt',
      pattern: /set\(\s*ITK_OLDEST_VALIDATED_POLICIES_VERSION\s+"?(\d+(?:\.\d+)+)/i,
    },
    { file: 'CMakeLists.txt', pattern: /cmake_minimum_required\(\s*VERSION\s+(\d+(?:\.\d+)+)/i },
  ],
  python: [
    {
      file: 'CMake/ITKSetPython3Vars.cmake',
      pattern: /set\(\s*ITK_WRAP_PYTHON_MINIMUM_VERSION\s+"?(\d+(?:\.\d+)+)/i,
    },
    { file: 'CMake/ITKSetPython3Vars.cmake', pattern: /set\(\s*PYTHON_VERSION_MIN\s+"?(\d+(?:\.\d+)+)/i },
  ],
};

/** The same for sources that are not on this machine, by the first version of ITK that needs it. */
export const MINIMUMS_OF_RELEASES: readonly {
  itk: string;
  tool: Minimum;
  atLeast: string;
  source: string;
}[] = [
  {
    itk: '6.0',
    tool: 'swig',
    atLeast: '4.3.0',
    source: 'ITK: Wrapping/Generators/SwigInterface/CMakeLists.txt',
  },
  { itk: '6.0', tool: 'cmake', atLeast: '3.22.1', source: 'ITK: CMakeLists.txt' },
  { itk: '6.0', tool: 'python', atLeast: '3.11', source: 'ITK: CMake/ITKSetPython3Vars.cmake' },
];

/** The CMake that a build for Python’s stable ABI needs. */
export const LIMITED_API_CMAKE = { atLeast: '3.26', source: 'ITK: CMake/ITKSetPython3Vars.cmake' };

/** What ccache counts a run of castxml or SWIG as: it passes the run on, and keeps nothing. */
export const CCACHE_SOURCE =
  'https://ccache.dev/manual/latest.html (statistics: “called for linking”, “multiple source files”)';

/** Limits of Windows, in characters. */
export const WINDOWS_LIMITS = {
  path: 260,
  cmdLine: 8191,
  source: 'https://learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation',
};
