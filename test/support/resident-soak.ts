import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { readCounters } from '../../server/src/cache/storage/stats';
import { StoreRoot } from '../../server/src/cache/storage/store-root';
import { verifyRoot } from '../../server/src/cache/storage/verify';
import { eventually } from './eventually';
import { isAlive, type Resident } from './resident';
import { removeFolder } from './temp-dir';

/** What came of a soak. Memory is in bytes. */
export interface SoakReport {
  runs: number;
  outcomes: Record<string, number>;
  hitsOfServers: number;
  servers: number;
  killedClients: number;
  killedServers: number;
  stoppedServers: number;
  edits: number;
  peakMemory: number;
}

export interface SoakOptions {
  runs: number;
  /** Random numbers from 0 to below 1. */
  random: () => number;
  /** Returns false to end early, with the same checks. */
  onProgress?: (done: number) => boolean;
}

const BUILDS = 6;
const TEXTS = 8;

/**
 * Runs of castxml through the client in several builds at once, while headers change and clients and servers are killed and stopped
 * at random. Every XML of a run that ended is compared with castxml's own. Throws at the first that differs, if an entry of the
 * store is damaged, and if a server is left.
 */
export async function soak(
  resident: Resident,
  { runs, random, onProgress }: SoakOptions,
): Promise<SoakReport> {
  const work = fs.mkdtempSync(path.join(resident.folder, 'soak-'));
  const store = path.join(work, 'store');
  resident.environment = { ...resident.environment, ITK_WRAP_CACHE: store };
  const project = new Project(work, resident.folder);
  const report: SoakReport = {
    runs: 0,
    outcomes: {},
    hitsOfServers: 0,
    servers: 0,
    killedClients: 0,
    killedServers: 0,
    stoppedServers: 0,
    edits: 0,
    peakMemory: 0,
  };
  /** The hits of each server when it was last asked. */
  const servers = new Map<number, number>();
  const chance = (probability: number): boolean => random() < probability;
  while (report.runs < runs) {
    if (chance(0.1)) {
      project.edit(Math.floor(random() * TEXTS));
      report.edits++;
    }
    const state = await resident.state();
    if (state) {
      servers.set(state.pid, state.hits);
      report.peakMemory = Math.max(report.peakMemory, state.peakMemory);
    }
    const doomed = state && chance(0.05) ? state.pid : null;
    const paused = state && doomed === null && chance(0.02) ? state.pid : null;
    const batch = project.builds.map(async (build) => {
      for (let i = 0; i < 4; i++) {
        const client = chance(0.5) ? resident.client : resident.impatientClient;
        const { child, ended } = resident.start(project.words(build), { client });
        if (chance(0.03)) {
          setTimeout(() => child.kill('SIGKILL'), random() * 30);
          report.killedClients++;
          await ended;
          continue;
        }
        const { code, stderr } = await ended;
        assert.equal(code, 0, stderr);
        assert.equal(project.xml(build), project.expected(build), `stale after ${report.runs} runs`);
        report.runs++;
      }
    });
    const all = Promise.all(batch);
    if (doomed !== null || paused !== null)
      await new Promise((resolve) => setTimeout(resolve, random() * 60));
    if (doomed !== null && signal(doomed, 'SIGKILL')) report.killedServers++;
    if (paused !== null && signal(paused, 'SIGSTOP')) {
      report.stoppedServers++;
      setTimeout(() => signal(paused, 'SIGCONT'), 300);
    }
    await all;
    if (onProgress?.(report.runs) === false) break;
  }
  report.servers = servers.size;
  report.hitsOfServers = [...servers.values()].reduce((sum, hits) => sum + hits, 0);
  const root = new StoreRoot(store);
  report.outcomes = readCounters(root).outcomes;
  await resident.stop();
  await eventually(() => [...servers.keys()].every((pid) => !isAlive(pid)));
  assert.deepEqual((await verifyRoot(root)).problems, []);
  removeFolder(work);
  return report;
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** Headers with a few texts, and the runs of some build directories, with castxml's own XML for each. */
class Project {
  readonly builds = Array.from({ length: BUILDS }, (_, i) => `build-${i}`);
  readonly #expected = new Map<string, string>();
  #text = 0;

  constructor(
    private readonly work: string,
    private readonly cwd: string,
  ) {
    this.#write('src/other.h', 'const char * where = __FILE__;\n');
    this.edit(0);
    for (const build of this.builds) {
      this.#write(`${build}/CMakeCache.txt`, `CMAKE_HOME_DIRECTORY:INTERNAL=${work}/src\n`);
      this.#write(`${build}/in/T.cxx`, '#include "edited.h"\n#include "other.h"\n');
      this.#write(`${build}/in/T.castxml.inc`, `"-I${work}/src"\n`);
    }
  }

  edit(text: number): void {
    this.#text = text;
    const members = Array.from({ length: 40 }, (_, i) => `int member_${text}_${i};`).join(' ');
    this.#write('src/edited.h', `namespace itk { struct S { ${members} }; }\n`);
  }

  words(build: string, name = 'T.xml'): string[] {
    const folder = `${this.work}/${build}/in`;
    const options = ['--castxml-output=1', '--castxml-start', 'itk', '-w', '-c'];
    return ['castxml', '-o', `${folder}/${name}`, ...options, `@${folder}/T.castxml.inc`, `${folder}/T.cxx`];
  }

  xml(build: string, name = 'T.xml'): string {
    return fs.readFileSync(path.join(this.work, build, 'in', name), 'utf8');
  }

  expected(build: string): string {
    const key = `${build} ${this.#text}`;
    let known = this.#expected.get(key);
    if (known === undefined) {
      const [file = '', ...args] = this.words(build, 'fresh.xml');
      assert.equal(spawnSync(file, args, { cwd: this.cwd }).status, 0);
      this.#expected.set(key, (known = this.xml(build, 'fresh.xml')));
      fs.rmSync(path.join(this.work, build, 'in/fresh.xml'));
    }
    return known;
  }

  #write(name: string, text: string): void {
    const file = path.join(this.work, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}
