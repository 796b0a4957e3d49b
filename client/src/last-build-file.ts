import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LastBuild, PipelineModel } from './pipeline-model';

/** The version of the file's format. A file with another version is ignored. */
const VERSION = 1;

/**
 * Saves what the sidebar shows, for the next start, in `folder`: the extension's own folder for this workspace. A workspace
 * without a folder saves nothing.
 */
export class LastBuildFile {
  private readonly file: string | undefined;

  constructor(folder: string | undefined) {
    this.file = folder && path.join(folder, 'last-build.json');
  }

  /** Whether anything was saved, usable or not. */
  exists(): boolean {
    return this.file !== undefined && existsSync(this.file);
  }

  /** Undefined if nothing was saved, or if it cannot be used. */
  read(): LastBuild | undefined {
    if (!this.file) return undefined;
    try {
      const { version, last } = JSON.parse(readFileSync(this.file, 'utf8')) as {
        version: number;
        last: LastBuild;
      };
      return version === VERSION ? last : undefined;
    } catch {
      return undefined;
    }
  }

  /** Saves what the model shows, if the server has read that build. Failures are ignored. */
  async write(model: PipelineModel): Promise<void> {
    if (!this.file || model.situation !== 'ready') return;
    try {
      const last = withoutStates(model);
      await mkdir(path.dirname(this.file), { recursive: true });
      const temporary = `${this.file}.${process.pid}`;
      await writeFile(temporary, JSON.stringify({ version: VERSION, last }));
      await rename(temporary, this.file);
    } catch {
      // The sidebar starts empty the next time.
    }
  }
}

function withoutStates(model: PipelineModel): LastBuild {
  return {
    build: model.view.build,
    modules: model.allModules().map((module) => ({
      ...module,
      state: 'unknown',
      stateLabel: '',
      consequence: null,
      missing: [],
    })),
    types: model.allTypes().map((type) => ({
      ...type,
      state: 'unknown',
      stateLabel: '',
      reason: null,
      neverCached: false,
      l1: null,
      l2: null,
      xmlState: 'unknown',
      staleBecause: null,
      swig: '',
      swigState: 'unknown',
      instantiations: 0,
      configure: null,
    })),
  };
}
