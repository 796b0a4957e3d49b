import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadParser } from '../../server/src/cmake/syntax/parse';
import { openPrediction, type PredictionSession } from '../../server/src/wrapping/evaluation/prediction';
import type { Diagnostic } from '../../server/src/wrapping/diagnostics/diagnostic';
import { root } from './repository';
import { removeFolder } from './temp-dir';

/** Entries for the tools that a configure of the sample looks for. */
const TOOLS = ['CASTXML_EXECUTABLE:FILEPATH=/usr/bin/castxml', 'PYGCCXML_DIR:PATH=/usr'];

/**
 * A copy of the sample, or an external module that is built against it, as CMake would configure it. Remove it after the
 * test.
 */
export class WrappedProject {
  private constructor(
    readonly dir: string,
    readonly source: string,
    readonly build: string,
  ) {}

  /** The sample itself, with these files added or replaced, and options in the form `NAME:TYPE=VALUE`. */
  static sample(files: Record<string, string> = {}, options: readonly string[] = []): WrappedProject {
    const dir = newFolder();
    const project = new WrappedProject(dir, path.join(dir, 'source'), path.join(dir, 'build'));
    cpSync(path.join(root, 'sample'), project.source, { recursive: true });
    project.write(files);
    // The cache entries of each project() of a module.
    const folders = readdirSync(path.join(project.source, 'Modules'), { recursive: true, encoding: 'utf8' })
      .filter((file) => path.basename(file) === 'itk-module.cmake')
      .map((file) => path.join(project.source, 'Modules', path.dirname(file)));
    const sources = folders.map((folder) => {
      const name = /itk_module\(\s*(\w+)/.exec(
        readFileSync(path.join(folder, 'itk-module.cmake'), 'utf8'),
      )![1]!;
      return `${name}_SOURCE_DIR:STATIC=${folder}`;
    });
    project.configure(['ITK_WRAP_PYTHON:BOOL=ON', ...sources, ...options]);
    return project;
  }

  /** A module outside of the sample, which plays the role of ITK. The folder of that ITK's build is `itk`. */
  static external(
    module: string,
    files: Record<string, string>,
    depends = 'ITKCommon',
  ): WrappedProject & { itk: string } {
    const dir = newFolder();
    const itk = path.join(dir, 'itk');
    const project = new WrappedProject(dir, path.join(dir, 'source'), path.join(dir, 'build'));
    mkdirSync(itk);
    const wrapping = path.join(root, 'sample/Wrapping');
    writeFileSync(
      path.join(itk, 'ITKConfig.cmake'),
      `set(ITK_WRAP_PYTHON ON)\nset(ITK_LIBRARY_NAMESPACE ITK)\nset(WRAP_ITK_CMAKE_DIR "${wrapping}")\n` +
        `include("${wrapping}/CMakeUtilityFunctions.cmake" OPTIONAL)\ninclude("${wrapping}/WrappingOptions.cmake")\n`,
    );
    project.write({
      'CMakeLists.txt':
        `cmake_minimum_required(VERSION 3.16.3)\nproject(${module})\nfind_package(ITK REQUIRED)\n` +
        `set(ITK_MODULE_${module}_DEPENDS ${depends})\nset(ITK_CONFIG_MODULES_ENABLED ${module})\n` +
        `add_subdirectory("${wrapping}" "\${CMAKE_CURRENT_BINARY_DIR}/Wrapping")\n`,
      'itk-module.cmake': `itk_module(${module}\n  DEPENDS\n    ${depends}\n)\n`,
      'wrapping/CMakeLists.txt': `itk_wrap_module(${module})\nitk_auto_load_and_end_wrap_submodules()\n`,
      ...files,
    });
    project.configure([`ITK_DIR:PATH=${itk}`]);
    return Object.assign(project, { itk });
  }

  write(files: Record<string, string>): void {
    for (const [file, text] of Object.entries(files)) {
      const target = path.join(this.source, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  }

  private configure(options: readonly string[]): void {
    mkdirSync(this.build, { recursive: true });
    const own = [
      'CMAKE_GENERATOR:INTERNAL=Ninja',
      `CMAKE_HOME_DIRECTORY:INTERNAL=${this.source}`,
      `CMAKE_CACHEFILE_DIR:INTERNAL=${this.build}`,
    ];
    const lines = [...TOOLS, ...own, ...options];
    writeFileSync(path.join(this.build, 'CMakeCache.txt'), lines.join('\n') + '\n');
  }

  async predict(options: Record<string, string> = {}): Promise<PredictionSession> {
    const parser = await loadParser();
    return openPrediction(
      { source: this.source, build: this.build, cache: options },
      { parse: (text) => parser.parseScript(text) },
    );
  }

  /**
   * `file:line severity code` of each diagnostic, in the order of their positions. Files are relative to the project, and
   * lines are counted from 1.
   */
  listed(diagnostics: readonly Diagnostic[]): string[] {
    return diagnostics
      .map(({ location, severity, code }) => {
        const file = path.relative(this.dir, location.file).replace(/^source\//, '');
        return `${file}:${location.range.start.line + 1} ${severity} ${code}`;
      })
      .sort();
  }

  remove(): void {
    removeFolder(this.dir);
  }
}

const newFolder = (): string => realpathSync(mkdtempSync(path.join(os.tmpdir(), 'itk-wrapping-project-')));
