import assert from 'node:assert/strict';
import { EventEmitter as Emitter } from 'node:events';
import Module from 'node:module';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PipelineModel as Model } from '../../../client/src/pipeline-model';
import { firstNames } from '../../../server/src/lsp/first-names/first-names';
import { BuildSession } from '../../../server/src/lsp/session/build-session';
import type { FirstNames, PipelineView } from '../../../server/src/shared/protocol';
import { buildFixture } from '../../support/build-fixture';
import { tempDir, writeFiles } from '../../support/temp-dir';

/** The part of VS Code that the model uses. */
const vscode = {
  EventEmitter: class<T> {
    private readonly emitter = new Emitter();
    readonly event = (listener: (value: T) => void): void => void this.emitter.on('event', listener);
    fire(value: T): void {
      this.emitter.emit('event', value);
    }
    dispose(): void {
      this.emitter.removeAllListeners();
    }
  },
  Uri: { parse: (text: string) => ({ toString: () => text }) },
};

describe('PipelineModel', () => {
  const temp = tempDir();
  let create: () => Model;

  before(async () => {
    const loader = Module as unknown as { _load: (id: string, ...rest: unknown[]) => unknown };
    const load = loader._load;
    loader._load = (id, ...rest) => (id === 'vscode' ? vscode : load.call(Module, id, ...rest));
    try {
      const { PipelineModel } = await import('../../../client/src/pipeline-model');
      create = () => new PipelineModel();
    } finally {
      loader._load = load;
    }
  });

  function workspace(): { folder: string; build: string } {
    const folder = path.join(temp(), 'src');
    const build = path.join(folder, 'build');
    const modules = { ITKCommon: { types: ['itkImage', 'itkVector'] }, ITKSmoothing: { types: ['itkMean'] } };
    writeFiles(folder, { 'CMakeLists.txt': 'project(ITK)\n' });
    writeFiles(build, buildFixture(build, folder, modules));
    return { folder, build };
  }

  const searching: PipelineView = {
    situation: 'searching',
    message: 'Looking',
    build: null,
    modules: [],
    types: [],
    newTypes: [],
    leftovers: [],
    problems: [],
  };

  it('shows names before a server that is slow to read the build, and states once it has', async () => {
    const { folder, build } = workspace();
    const model = create();
    const drawn: string[] = [];
    model.onDidChange(() => {
      const states = new Set(model.allTypes().map(({ state }) => state));
      drawn.push(`${model.shownMeanwhile ?? 'server'}: ${model.allTypes().length} ${[...states].join()}`);
    });

    // The double: a server whose answers are held back until the names are shown.
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const session = new BuildSession(
      [folder],
      { buildDirectory: '', cacheRoots: [path.join(temp(), 'store')] },
      {
        reset: () => undefined,
        changed: () => undefined,
        openFiles: () => [],
        stirred: () => undefined,
        watch: () => undefined,
      },
    );
    const server = held.then(() => session.scan()).then(() => model.reset(session.view()));
    model.reset(searching);

    const names = await firstNames(folder, '');
    assert.ok(names);
    assert.equal(model.showFirstNames(names), true);
    assert.equal(model.situation, 'searching', 'nothing can be run on names');
    assert.deepEqual(
      model.allModules().map(({ name, types, state, stateLabel }) => [name, types, state, stateLabel]),
      [
        ['ITKCommon', ['itkImage', 'itkVector'], 'unknown', ''],
        ['ITKSmoothing', ['itkMean'], 'unknown', ''],
      ],
    );
    for (const type of model.allTypes())
      assert.deepEqual([type.state, type.xmlState, type.l1, type.reason], ['unknown', 'unknown', null, null]);

    // The server says that it is still searching, which must not empty the rows.
    model.reset(searching);
    await delay(20);
    assert.equal(model.shownMeanwhile, 'names');
    release();
    await server;
    assert.equal(model.shownMeanwhile, null);
    assert.equal(model.situation, 'ready');
    assert.equal(model.view.build?.dir, build);
    assert.deepEqual(drawn, ['server: 0 ', 'names: 3 unknown', 'server: 3 miss']);
    session.dispose();
  });

  it('ignores names that come after the server’s answer, or after the state of last time', () => {
    const names: FirstNames = { modules: [], types: [] };
    const answered = create();
    answered.reset({ ...searching, situation: 'no-build', message: 'None' });
    assert.equal(answered.showFirstNames(names), false);
    assert.equal(answered.situation, 'no-build');
    const recalled = create();
    recalled.recall({ build: null, modules: [], types: [] });
    assert.equal(recalled.showFirstNames(names), false);
    assert.equal(recalled.shownMeanwhile, 'last-time');
  });

  it('lets any answer of the server replace the names', () => {
    const model = create();
    assert.equal(model.showFirstNames({ modules: [], types: [] }), true);
    model.reset({ ...searching, situation: 'build-moved', message: 'Moved' });
    assert.equal(model.shownMeanwhile, null);
    assert.equal(model.situation, 'build-moved');
  });
});
