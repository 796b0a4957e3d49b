// nginx, for the tests of the remote cache. Only its program is used, because the Debian package would start a web server.
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, provide } from './cache-folder.mjs';
import { step } from './step.mjs';

const INSTALLED = '/usr/sbin/nginx';
const PROGRAM = 'usr/sbin/nginx';

/** The absolute path of nginx. Undefined if it is not installed and `ensureNginx` has not fetched it. */
export function nginxProgram() {
  return [INSTALLED, path.join(cacheFolder(), 'nginx', PROGRAM)].find((file) => existsSync(file));
}

/**
 * Makes sure that there is an nginx. Extracts it from Debian's package into the cache folder, without installing the
 * package.
 */
export async function ensureNginx() {
  if (existsSync(INSTALLED)) return;
  await provide('nginx', 'debian', (folder) =>
    step('Fetching nginx for the tests of the remote cache', 'seconds', async (run) => {
      const downloads = path.join(folder, 'package');
      await mkdir(downloads);
      const options = ['-o', 'APT::Sandbox::User=root'];
      const download = (more) =>
        run('apt-get', [...options, 'download', 'nginx'], { cwd: downloads, ...more });
      // An outdated package list names a version that the mirror no longer has.
      if ((await download({ mayFail: true })) !== 0) {
        if (process.getuid() === 0) await run('apt-get', ['update']);
        await download();
      }
      const [archive = ''] = await readdir(downloads);
      await run('dpkg-deb', ['--extract', path.join(downloads, archive), folder]);
      await run(path.join(folder, PROGRAM), ['-v']);
    }),
  );
}
