// node_modules as package-lock.json describes it.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';
import { step } from './step.mjs';

/**
 * Runs `npm ci` if a package is missing or has another version than the lock file. Needs a C++ compiler: ensure that first.
 */
export async function ensureNodeModules() {
  const read = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  const installed = 'node_modules/.package-lock.json';
  if (existsSync(path.join(root, installed)) && isInstalled(read('package-lock.json'), read(installed)))
    return;
  await step('Installing the npm packages (npm ci)', 'about a minute', (run) =>
    run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, env: { ...process.env, ...nodeHeaders() } }),
  );
}

/**
 * Whether everything in package-lock.json is in npm's own record of what it installed (node_modules/.package-lock.json,
 * which it writes last). Packages for other systems are optional and may be missing.
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted.packages)
    .filter(([where, { optional, link }]) => where.includes('node_modules/') && !optional && !link)
    .every(([where, { version }]) => installed.packages[where]?.version === version);
}

/** Environment that makes node-gyp use the headers of this Node, if it has any, instead of downloading them. */
export function nodeHeaders() {
  const prefix = path.resolve(process.execPath, '../..');
  return existsSync(path.join(prefix, 'include/node/node.h')) ? { npm_config_nodedir: prefix } : {};
}
