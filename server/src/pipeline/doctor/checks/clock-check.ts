import { pathsOf } from '../../../build/build-paths';
import type { BuildTree } from '../../../build/build-tree';
import type { Check, CheckContext, WrittenTime } from '../check';
import type { Finding } from '../finding';
import { present } from '../tools/tool-answer';

const SECOND = 1_000_000_000n;
/** Files may be this much newer than the clock: file systems count time in ticks. */
const TOLERANCE = 2n * SECOND;
/** How many files of each kind are looked at. CMake reads thousands. */
const MOST = 3000;

/** No file of the build is from the future, and files get the time of the clock, finer than a second. */
export const clockCheck: Check = {
  id: 'clock',
  title: 'Clock',
  async run(context) {
    const { build, temporary, nowNs } = context;
    const files = build ? await timesOf(build, context) : [];
    const now = nowNs();
    const future = files.filter(({ mtimeNs }) => mtimeNs > now + TOLERANCE);
    const skew = skewOf(temporary.times);
    return {
      summary:
        present([
          files.length > 0 &&
            `${files.length} files of the build, ${future.length === 0 ? 'none' : future.length} from the future`,
          skew !== null &&
            (isSmall(skew) ? 'new files are on time' : `new files are ${secondsText(skew)} off the clock`),
        ]).join('; ') || 'nothing to compare',
      findings: present([fromFuture(future, now), skewed(skew, temporary.folder), coarse(files, temporary)]),
    };
  },
};

interface FileTime {
  file: string;
  mtimeNs: bigint;
  /** Whether CMake reads it. */
  configures: boolean;
}

async function timesOf(build: BuildTree, { disk }: CheckContext): Promise<FileTime[]> {
  const paths = pathsOf(build.dir);
  const own = ['CMakeCache.txt', 'build.ninja', '.ninja_log'].map((name) => paths.join(build.dir, name));
  const outputs = build.types.flatMap(({ cxx, xml }) => [cxx, xml]);
  const asked = [
    ...build.configureInputs.slice(0, MOST).map((file) => ({ file, configures: true })),
    ...[...own, ...outputs].slice(0, MOST).map((file) => ({ file, configures: false })),
  ];
  const times = await Promise.all(
    asked.map(async (each) => ({ ...each, mtimeNs: (await disk.facts(each.file))?.mtimeNs })),
  );
  return times.flatMap(({ mtimeNs, ...each }) => (mtimeNs === undefined ? [] : [{ ...each, mtimeNs }]));
}

function fromFuture(future: readonly FileTime[], now: bigint): Finding | null {
  const [latest] = [...future].sort((a, b) => Number(b.mtimeNs - a.mtimeNs));
  if (!latest) return null;
  const configures = future.some((file) => file.configures);
  const rest = future.length === 1 ? '' : ` and ${future.length - 1} more`;
  return {
    severity: configures ? 'error' : 'warning',
    message: configures
      ? 'Files that CMake reads are from the future: ninja runs CMake again and again, and stops.'
      : 'Files of the build are from the future: what is made from them counts as out of date until then.',
    evidence: [`${latest.file}${rest}, ${secondsText(latest.mtimeNs - now)} ahead of the clock`],
    remedy:
      'Set the clock of this machine (and of the file server) right, then give the files the time of now: touch FILE.',
  };
}

/** The time of new files minus that of the clock; 0 if it lies between the clock's times before and after. Null if unknown. */
function skewOf(times: readonly WrittenTime[]): bigint | null {
  const skews = times.map(({ before, mtimeNs, after }) =>
    mtimeNs > after ? mtimeNs - after : mtimeNs < before ? mtimeNs - before : 0n,
  );
  const size = (skew: bigint): bigint => (skew < 0n ? -skew : skew);
  return skews.sort((a, b) => Number(size(a) - size(b)))[0] ?? null;
}

const isSmall = (skew: bigint): boolean => skew <= TOLERANCE && skew >= -TOLERANCE;

function skewed(skew: bigint | null, folder: string): Finding | null {
  if (skew === null || isSmall(skew)) return null;
  return {
    severity: 'warning',
    message: `The file system’s clock is ${secondsText(skew)} ${skew > 0n ? 'ahead of' : 'behind'} this machine’s. Ninja and the cache may take old files for new ones.`,
    evidence: [`new files in ${folder}`],
    remedy: 'Synchronize the clocks of this machine and of the file server (NTP), or build on a local disk.',
  };
}

function coarse(files: readonly FileTime[], { folder, times }: CheckContext['temporary']): Finding | null {
  const isWhole = (mtimeNs: bigint): boolean => mtimeNs % SECOND === 0n;
  // A source tree may come from an archive, which has whole seconds.
  const made = files.filter(({ configures }) => !configures);
  const places = present([
    made.length >= 3 && made.every(({ mtimeNs }) => isWhole(mtimeNs)) && 'the build',
    times.length >= 3 && times.every(({ mtimeNs }) => isWhole(mtimeNs)) && folder,
  ]);
  if (places.length === 0) return null;
  return {
    severity: 'warning',
    message:
      'Files have times of whole seconds only: a change within the second in which a file was read is not seen.',
    evidence: [`all files in ${places.join(' and ')}`],
    remedy: 'Build on a file system with fine time stamps, such as a local ext4, XFS, APFS or NTFS.',
  };
}

function secondsText(ns: bigint): string {
  const seconds = Number(ns < 0n ? -ns : ns) / 1e9;
  return seconds < 120 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
}
