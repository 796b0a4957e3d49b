// The real ITK 5.2.1 from Debian's source package: unpacked, and configured for Python. Nothing is compiled.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { provide } from './cache-folder.mjs';
import { ensurePackages } from './debian.mjs';
import { step } from './step.mjs';

const PACKAGE = 'insighttoolkit5';
const VERSION = '5.2.1';
/** The Debian release whose sources have that version. */
const SUITE = 'bookworm';

const configureArguments = [
  '-DITK_WRAP_PYTHON=ON',
  '-DITK_USE_SYSTEM_CASTXML=ON',
  '-DITK_USE_SYSTEM_SWIG=ON',
  '-DPython3_EXECUTABLE=/usr/bin/python3',
  '-DBUILD_TESTING=OFF',
  '-DBUILD_EXAMPLES=OFF',
];

/** Builds with options that change the types, besides the one with the defaults: more pixel types, or other dimensions. */
const variants = {
  pixels: [
    ...['double', 'unsigned_short', 'signed_char', 'complex_double', 'vector_double'],
    ...['covariant_vector_double', 'rgb_unsigned_short', 'rgba_unsigned_short'],
  ].map((pixel) => `-DITK_WRAP_${pixel}=ON`),
  dimensions: ['-DITK_WRAP_IMAGE_DIMS=2;3;4', '-DITK_WRAP_VECTOR_COMPONENTS=2;3;4'],
};

/** Returns the absolute paths of the builds of ITK 5.2.1 with other options, by name. Makes those that do not exist yet. */
export async function ensureItkVariants() {
  const { source } = await ensureItk();
  const builds = {};
  for (const [name, options] of Object.entries(variants))
    builds[name] = await configured(source, `build-${name}`, [...configureArguments, ...options]);
  return builds;
}

/**
 * Returns the absolute paths `{ source, build }` of ITK 5.2.1 in the cache folder, and makes it if necessary. Treat them as
 * read-only: copy them to change anything.
 */
export async function ensureItk() {
  await ensurePackages('pipeline', 'itk');
  const source = await provide(`itk-${VERSION}/src`, `${PACKAGE} ${VERSION}`, unpackSource);
  const build = await configured(source, 'build', configureArguments);
  return { source, build };
}

function configured(source, name, options) {
  return provide(`itk-${VERSION}/${name}`, options.join(' '), (folder) =>
    step(`Configuring ITK ${VERSION} (${name})`, 'about 3 minutes', (run) =>
      run('cmake', ['-G', 'Ninja', '-S', source, '-B', folder, ...options]),
    ),
  );
}

async function unpackSource(folder) {
  const downloads = await mkdtemp(path.join(path.dirname(folder), 'download-'));
  try {
    await step(`Fetching the sources of ITK ${VERSION}`, '283 MB, some minutes', async (run) => {
      const options = await sourcesOnly(downloads);
      await run('apt-get', [...options, 'update']);
      await run('apt-get', [...options, 'source', '--download-only', PACKAGE], { cwd: downloads });
    });
    await step(`Unpacking ITK ${VERSION}`, 'about a minute', async (run) => {
      const archive = (await readdir(downloads)).find(
        (name) => name.startsWith(`${PACKAGE}_${VERSION}`) && /\.orig\.tar\.\w+$/.test(name),
      );
      if (!archive) throw new Error(`apt-get did not download ${PACKAGE}_${VERSION}….orig.tar.*`);
      await run('tar', ['-xf', path.join(downloads, archive), '--strip-components=1', '-C', folder]);
    });
  } finally {
    await rm(downloads, { recursive: true, force: true });
  }
}

/** Options that restrict apt-get to the mirror's source packages and keep it from changing the system's state. */
async function sourcesOnly(folder) {
  const list = path.join(folder, 'sources.list');
  for (const part of ['lists/partial', 'archives/partial'])
    await mkdir(path.join(folder, part), { recursive: true });
  await writeFile(
    list,
    `deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${await mirror()} ${SUITE} main\n`,
  );
  return [
    ...['-o', `Dir::Etc::sourcelist=${list}`, '-o', 'Dir::Etc::sourceparts=-'],
    ...['-o', `Dir::State::lists=${path.join(folder, 'lists')}`, '-o', `Dir::Cache=${folder}`],
    ...['-o', 'APT::Sandbox::User=root', '-o', 'Acquire::Retries=3'],
  ];
}

/** The address of the Debian mirror that this machine already uses. */
async function mirror() {
  const folder = '/etc/apt/sources.list.d';
  const files = ['/etc/apt/sources.list', ...(await readdir(folder)).map((name) => path.join(folder, name))];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  const found = debianMirror(texts.join('\n'));
  if (!found)
    throw new Error(
      `No Debian mirror is named in /etc/apt/sources.list or ${folder}: ${PACKAGE} comes from one.`,
    );
  return found;
}

/** The first address of Debian's main archive in the text of apt's sources files, in the old or the new format. */
export function debianMirror(sources) {
  return sources
    .split('\n')
    .filter((line) => /^\s*(deb|deb-src|URIs:)\s/.test(line))
    .flatMap((line) => line.match(/\b(https?|mirror\+\S+|file):\/\S*/g) ?? [])
    .find((address) => /\/debian\/?$/.test(address));
}
