import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { findServers, stopServers } from '../../server/src/cli/resident/ask-server';
import type { ServerState } from '../../server/src/cli/resident/hit-server';
import { eventually } from './eventually';
import { root } from './repository';
import { removeFolder } from './temp-dir';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The launcher, the resident server and its client, as `setup` installs them, in a folder of their own. */
export class Resident {
  readonly folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'itk-resident-')));
  readonly launcher = path.join(this.folder, 'dist/itk-castxml-cache');
  readonly swigLauncher = path.join(this.folder, 'dist/itk-swig-cache');
  readonly script = `${this.launcher}-server.js`;
  /** A client that waits for a slow machine. */
  readonly client = path.join(this.folder, 'client');
  /** The client with the real limits. */
  readonly impatientClient = path.join(this.folder, 'impatient-client');
  environment: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: this.folder,
    XDG_RUNTIME_DIR: this.folder,
    ITK_WRAP_CACHE: path.join(this.folder, 'store'),
    ITK_WRAP_CACHE_SERVER_IDLE: '120',
  };

  constructor() {
    fs.mkdirSync(path.dirname(this.launcher));
    // The launchers as `npm run build` makes them.
    for (const launcher of [this.launcher, this.swigLauncher])
      fs.copyFileSync(path.join(root, 'dist', path.basename(launcher)), launcher);
    buildSync({
      absWorkingDir: root,
      bundle: true,
      platform: 'node',
      target: 'node20',
      entryPoints: {
        'itk-castxml-cache': 'server/src/cli/launchers/itk-castxml-cache.ts',
        'itk-swig-cache': 'server/src/cli/launchers/itk-swig-cache.ts',
        'itk-castxml-cache-server': 'server/src/cli/resident/itk-castxml-cache-server.ts',
      },
      outdir: path.dirname(this.launcher),
    });
    this.#compile(this.impatientClient);
    this.#compile(this.client, '-DFIRST_SIGN_MS=10000', '-DNEXT_SIGN_MS=10000');
  }

  #compile(program: string, ...flags: string[]): void {
    const source = path.join(root, 'server/native/itk-castxml-cache-client.c');
    const strict = ['-x', 'c', '-std=c99', '-O2', '-Wall', '-Wextra', '-Werror', '-pedantic'];
    const { status, stderr } = spawnSync('cc', [...strict, ...flags, '-o', program, source], {
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
  }

  /** The folder of the sockets. */
  get sockets(): string {
    return path.join(this.environment.XDG_RUNTIME_DIR ?? '', 'itk-wrap');
  }

  /** Runs a tool through the client. */
  run(words: readonly string[], options: RunOptions = {}): Ended {
    const { client = this.client, launcher = this.launcher, cwd, environment = {}, umask } = options;
    const command = [client, launcher, ...words];
    const masked = ['/bin/sh', '-c', `umask ${umask}; exec "$@"`, 'sh', ...command];
    const [file = '', ...args] = umask === undefined ? command : masked;
    const { status, stdout, stderr } = spawnSync(file, args, {
      cwd: cwd ?? this.folder,
      env: { ...this.environment, ...environment },
      encoding: 'utf8',
    });
    return { code: status, stdout, stderr };
  }

  /** Starts castxml through the client. */
  start(words: readonly string[], { client = this.client, cwd, environment = {} }: RunOptions = {}): Started {
    const child = spawn(client, [this.launcher, ...words], {
      cwd: cwd ?? this.folder,
      env: { ...this.environment, ...environment },
    });
    const ended = new Promise<Ended>((resolve) => {
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
    return { child, ended };
  }

  /** Runs a tool through its launcher alone. */
  runLauncher(words: readonly string[], options: RunOptions = {}): Ended {
    const { launcher = this.launcher, cwd, environment = {}, umask = '022' } = options;
    const { status, stdout, stderr } = spawnSync(
      '/bin/sh',
      ['-c', `umask ${umask}; exec "$@"`, 'sh', launcher, ...words],
      { cwd: cwd ?? this.folder, env: { ...this.environment, ...environment }, encoding: 'utf8' },
    );
    return { code: status, stdout, stderr };
  }

  /** The server that runs. Null if none does. */
  async state(): Promise<ServerState | null> {
    const [found] = await findServers(this.environment);
    return found?.state ?? null;
  }

  /** Starts the server as the launcher does, and waits until it answers. */
  async startServer(environment: NodeJS.ProcessEnv = {}): Promise<ServerState> {
    await this.#settled();
    const running = await this.state();
    if (running) return running;
    spawnSync(this.launcher, ['--no-cache', 'true'], {
      env: { ...this.environment, ...environment, ITK_WRAP_CACHE_SERVER_START: '1' },
    });
    return this.running();
  }

  /** Waits until a server answers. */
  running(): Promise<ServerState> {
    return eventually(() => this.state());
  }

  async stop(): Promise<void> {
    await this.#settled();
    await stopServers(this.environment);
  }

  /** Waits until no server is being started. */
  async #settled(): Promise<void> {
    await eventually(
      () =>
        !fs.existsSync(this.sockets) || fs.readdirSync(this.sockets).every((name) => !name.endsWith('.lock')),
    );
  }

  async dispose(): Promise<void> {
    await this.stop();
    removeFolder(this.folder);
  }
}

export interface RunOptions {
  client?: string;
  /** Default: that of castxml. */
  launcher?: string;
  cwd?: string;
  environment?: NodeJS.ProcessEnv;
  /** In octal. */
  umask?: string;
}

export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** Whether a process exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !fs.readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
  } catch {
    return false;
  }
}
