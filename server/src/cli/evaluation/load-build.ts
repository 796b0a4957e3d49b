import { existsSync } from 'node:fs';
import path from 'node:path';
import { activeBuild } from '../../build/find/active-build';
import { diskFs } from '../../host/build-files';
import { findBuilds } from '../../build/find/find-builds';
import { type BuildCandidate, whyOffered } from '../../build/find/build-candidate';
import { isPrivate } from '../../build/find/ownership';
import { readBuild } from '../../build/read-build';
import type { BuildTree } from '../../build/build-tree';
import { note } from '../terminal/output';
import { CannotAsk } from '../exit';

/**
 * The build that `--build` names. Without it, the build that contains the current directory, or one in or next to the source
 * tree there. In that case a terminal shows which build is used.
 * @throws CannotAsk if there is none, if it has no wrapping, if it was made in another folder, or if it is damaged
 */
export async function loadBuild(option: string | undefined): Promise<BuildTree> {
  const dir = option === undefined ? await findBuild(process.cwd()) : path.resolve(option);
  if (!existsSync(path.join(dir, 'CMakeCache.txt')))
    throw new CannotAsk(
      `${dir} is not a build directory: it has no CMakeCache.txt. Name one with --build DIR.`,
    );
  if (option === undefined && process.stderr.isTTY) note(`Using the build in ${dir}.`);
  const build = await readBuild(dir);
  mustBeSound(build);
  if (build.types.length === 0) {
    const [problem] = build.problems;
    throw new CannotAsk(
      problem
        ? `${problem.message} ${problem.next}`
        : `${dir} has no wrapped types. Configure it with -DITK_WRAP_PYTHON=ON.`,
    );
  }
  return build;
}

/** @throws CannotAsk if the build was moved or copied, or if its CMakeCache.txt is damaged */
export function mustBeSound({ unsound, problems: [problem] }: BuildTree): void {
  if (unsound !== null && problem) throw new CannotAsk(`${problem.message} ${problem.next}`);
}

async function findBuild(start: string): Promise<string> {
  for (let dir = start; ; dir = path.dirname(dir)) {
    if (existsSync(path.join(dir, 'CMakeCache.txt'))) return ownBuild(dir);
    if (dir === path.dirname(dir)) break;
  }
  const candidates = await findBuilds([start]);
  const found = activeBuild(candidates, null);
  if (found) return found.dir;
  const [first] = candidates;
  if (first && first.choice !== 'offered' && first.problems[0])
    throw new CannotAsk(`${first.problems[0].message} ${first.problems[0].next}`);
  throw new CannotAsk(noBuildMessage(start, candidates));
}

/**
 * Returns the build that contains the current directory if it is private. Otherwise anyone could have put a CMakeCache.txt
 * there, for example into /tmp.
 */
async function ownBuild(dir: string): Promise<string> {
  if (await isPrivate(dir, diskFs)) return dir;
  throw new CannotAsk(
    `${dir} is a build that other users could have created or changed. Name it with --build if you trust it.`,
  );
}

/**
 * The message if no build of the sources in a folder was found. It lists builds of other sources that the user may choose.
 */
function noBuildMessage(start: string, candidates: readonly BuildCandidate[]): string {
  const others = candidates.filter(({ usable }) => usable);
  return [
    `No build of ${start} with ITK_WRAP_PYTHON on was found in it or next to it. Name one with --build DIR.`,
    ...others.map((build) => `${build.dir}: ${whyOffered(build)}`),
  ].join('\n');
}
