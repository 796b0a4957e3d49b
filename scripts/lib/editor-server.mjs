// Runs the browser-hosted VS Code on a loopback address, with its own settings, extensions and state.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lines, start, stop } from './processes.mjs';

const STARTS_WITHIN_MS = 60_000;

/**
 * Starts code-server (`entry` is its script). `home` holds its user data. `settings` become its user settings. `port` 0
 * chooses a free one. `trace` is a file in which strace lists the programs that are started. Returns `{ address, child, stop }` once the server listens.
 */
export async function startEditorServer({
  entry,
  home,
  settings,
  port = 0,
  open,
  env = {},
  trace,
  onLine = () => {},
}) {
  await mkdir(path.join(home, 'user-data/User'), { recursive: true });
  await mkdir(path.join(home, 'extensions'), { recursive: true });
  await writeFile(path.join(home, 'user-data/User/settings.json'), JSON.stringify(settings, null, 2));
  await writeFile(path.join(home, 'config.yaml'), 'auth: none\n');
  const traced = trace
    ? ['strace', '-f', '-qq', '--seccomp-bpf', '-e', 'trace=execve,execveat', '-o', trace]
    : [];
  const [program, ...before] = [...traced, process.execPath];
  const child = start(
    program,
    [
      ...before,
      entry,
      ...['--config', path.join(home, 'config.yaml'), '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
      ...['--user-data-dir', path.join(home, 'user-data'), '--extensions-dir', path.join(home, 'extensions')],
      ...['--disable-telemetry', '--disable-update-check'],
      ...(settings['security.workspace.trust.enabled'] ? [] : ['--disable-workspace-trust']),
      ...['--disable-getting-started-override', '--ignore-last-opened'],
      ...(open ? [open] : []),
    ],
    { env: { ...withoutEditor(process.env), ...env } },
  );
  const last = [];
  const address = await new Promise((resolve, reject) => {
    const fail = (why) =>
      reject(new Error(`The browser-hosted VS Code ${why}.\n${last.slice(-20).join('\n')}`));
    const timer = setTimeout(
      () => fail(`did not listen within ${STARTS_WITHIN_MS / 1000} s`),
      STARTS_WITHIN_MS,
    );
    const hear = (line) => {
      last.push(line);
      onLine(line);
      const listening = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(line);
      if (listening) resolve(listening[1]);
    };
    lines(child.stdout, hear);
    lines(child.stderr, hear);
    child.once('error', reject);
    child.once('close', (code) => fail(`ended with exit code ${code}`));
    void Promise.resolve().then(() => timer.unref());
  }).catch(async (error) => {
    await stop(child);
    throw error;
  });
  return { address, child, stop: () => stop(child) };
}

/**
 * An environment without the variables of a VS Code that this script may run in. Otherwise the new one would connect to it.
 */
export function withoutEditor(env) {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) =>
        !/^(VSCODE_|CODE_SERVER_|ELECTRON_)/.test(name) &&
        !['PORT', 'PASSWORD', 'HASHED_PASSWORD'].includes(name),
    ),
  );
}
