import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Event, Uri } from 'vscode';
import { type CMakeToolsProjects, followCMakeTools } from '../../../client/src/follow-cmake-tools';

/** A double of CMake Tools. It has a build directory for each folder, and reports changes. */
class Double {
  readonly events = new EventEmitter();
  readonly directories = new Map<string, string | Error>();
  private readonly projects = new Map<string, Awaited<ReturnType<CMakeToolsProjects['getProject']>>>();

  get api(): CMakeToolsProjects {
    return {
      onActiveProjectChanged: this.event<Uri | undefined>('active'),
      getProject: (folder) => Promise.resolve(this.projectOf(folder.fsPath)),
    };
  }

  private projectOf(folder: string): Awaited<ReturnType<CMakeToolsProjects['getProject']>> {
    if (!this.directories.has(folder)) return undefined;
    const known = this.projects.get(folder);
    if (known) return known;
    const project = {
      onSelectedConfigurationChanged: this.event(`configuration ${folder}`),
      onCodeModelChanged: this.event(`model ${folder}`),
      getBuildDirectory: () => {
        const directory = this.directories.get(folder);
        return directory instanceof Error ? Promise.reject(directory) : Promise.resolve(directory);
      },
    } as Awaited<ReturnType<CMakeToolsProjects['getProject']>>;
    this.projects.set(folder, project);
    return project;
  }

  private event<T>(name: string): Event<T> {
    return (listener) => {
      this.events.on(name, listener);
      return { dispose: () => this.events.off(name, listener) };
    };
  }
}

const uri = (fsPath: string): Uri => ({ fsPath }) as Uri;

describe('followCMakeTools', () => {
  let tools: Double;
  let told: string[][];
  let follow: { dispose(): void };
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };

  beforeEach(async () => {
    tools = new Double();
    tools.directories.set('/itk', '/itk/build').set('/module', '/module/build');
    told = [];
    follow = followCMakeTools(
      tools.api,
      () => ['/itk', '/module', '/notes'].map(uri),
      (all) => told.push(all),
    );
    await settled();
  });
  afterEach(() => follow.dispose());

  it('reports the build directory of each folder’s project', () => {
    assert.deepEqual(told, [['/itk/build', '/module/build']]);
  });

  it('reports a new directory after another preset was chosen, and nothing if it stays the same', async () => {
    tools.events.emit('model /itk');
    await settled();
    assert.equal(told.length, 1);
    tools.directories.set('/itk', '/itk/release');
    tools.events.emit('configuration /itk');
    await settled();
    assert.deepEqual(told.slice(1), [['/itk/release', '/module/build']]);
  });

  it('puts the active project first', async () => {
    tools.events.emit('active', uri('/module'));
    await settled();
    assert.deepEqual(told.slice(1), [['/module/build', '/itk/build']]);
  });

  it('ignores a project that fails', async () => {
    tools.directories.set('/itk', new Error('no preset'));
    tools.events.emit('configuration /itk');
    await settled();
    assert.deepEqual(told.slice(1), [['/module/build']]);
  });

  it('stops listening once disposed of', () => {
    follow.dispose();
    for (const name of ['active', 'configuration /itk', 'model /module'])
      assert.equal(tools.events.listenerCount(name), 0, name);
  });
});
