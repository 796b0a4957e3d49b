import { pathsOf } from '../../../build/build-paths';
import type { Check, CheckContext } from '../check';
import type { Finding } from '../finding';
import { present } from '../tools/tool-answer';

/** The user may read the sources, and write what the tools write into the build. */
export const buildAccessCheck: Check = {
  id: 'build-access',
  title: 'Permissions',
  async run(context) {
    const { build, disk } = context;
    if (!build) return { skipped: 'no build' };
    const sources = await disk.facts(build.source);
    const locked = await lockedPlaces(context);
    const foreign = await foreignFiles(context);
    return {
      summary:
        locked.length === 0
          ? `${build.dir} can be written to`
          : `${locked.length} places cannot be written to`,
      findings: present([
        sources === null && noSources(build.source),
        sources !== null && !disk.allows(build.source, 'read') && unreadable(build.source),
        locked.length > 0 && notWritable(locked),
        locked.length === 0 && foreign.length > 0 && foreignOwner(foreign),
      ]),
    };
  },
};

/** The folders and files that ninja and the tools write, as far as they exist. */
function writtenTo({ build }: CheckContext): string[] {
  if (!build) return [];
  const paths = pathsOf(build.dir);
  const { inputs, typedefs, pkl } = build.layout;
  const cpp = build.types.find(({ swig }) => swig !== null)?.swig?.cpp;
  return [
    ...[
      build.dir,
      paths.join(build.dir, '.ninja_log'),
      paths.join(build.dir, '.ninja_deps'),
      paths.join(build.dir, 'CMakeCache.txt'),
    ],
    ...present([inputs, typedefs, pkl, cpp ? paths.dirname(cpp) : null]),
  ];
}

async function lockedPlaces(context: CheckContext): Promise<string[]> {
  const { disk } = context;
  const locked: string[] = [];
  for (const place of writtenTo(context))
    if ((await disk.facts(place)) !== null && !disk.allows(place, 'write')) locked.push(place);
  return locked;
}

/** Files of another user: those of root, if somebody has built with sudo. */
async function foreignFiles(context: CheckContext): Promise<string[]> {
  const { disk, user } = context;
  if (user === null || user === 0) return [];
  const foreign: string[] = [];
  for (const place of writtenTo(context)) {
    const facts = await disk.facts(place);
    if (facts && facts.uid !== user) foreign.push(place);
  }
  return foreign;
}

/** The maximum number of places that are named. */
const FEW = 4;

function firstOf(places: readonly string[]): string[] {
  const more = places.length - FEW;
  return [...places.slice(0, FEW), ...(more > 0 ? [`and ${more} more`] : [])];
}

const noSources = (source: string): Finding => ({
  severity: 'error',
  message: 'The sources of the build are gone.',
  evidence: [`${source} does not exist`],
  remedy: 'Bring the folder back, or configure a new build from other sources.',
});

const unreadable = (source: string): Finding => ({
  severity: 'error',
  message: 'The sources of the build may not be read.',
  evidence: [source],
  remedy: `Correct the permissions: chmod u+rX ${source}`,
});

const notWritable = (places: readonly string[]): Finding => ({
  severity: 'error',
  message: 'The tools cannot write into the build.',
  evidence: firstOf(places),
  remedy:
    'Correct the owner and the permissions of these places, or configure a build of your own in another folder.',
});

const foreignOwner = (places: readonly string[]): Finding => ({
  severity: 'warning',
  message: 'Parts of the build belong to another user, as after a run with sudo.',
  evidence: firstOf(places),
  remedy: 'Give the whole build folder to one user (chown -R), and build as that user.',
});
