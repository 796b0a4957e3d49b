import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LastBuild, PipelineModel } from './pipeline-model';

/** Another format of the file is not read. */
const VERSION = 1;

/**
 * Keeps in `folder`, the extension's own for this workspace, what the sidebar begins with the next time. A workspace
 * without a folder has none to keep it in.
 */
export class LastBuildFile {
  private readonly file: string | undefined;

  constructor(folder: string | undefined) {
    this.file = folder && path.join(folder, 'last-build.json');
  }

  /** Undefined if nothing is kept, or nothing that can be used. */
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

  /** Keeps what the model shows, if that is a build that the server has read. Failing is no harm. */
  async write(model: PipelineModel): Promise<void> {
    if (!this.file || model.situation !== 'ready') return;
    try {
      const last = withoutStates(model);
      await mkdir(path.dirname(this.file), { recursive: true });
      const temporary = `${this.file}.${process.pid}`;
      await writeFile(temporary, JSON.stringify({ version: VERSION, last }));
      await rename(temporary, this.file);
    } catch {
      // The sidebar begins empty the next time.
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
      l1: null,
      l2: null,
      xmlState: 'unknown',
      staleBecause: null,
      instantiations: 0,
      configure: null,
    })),
  };
}
