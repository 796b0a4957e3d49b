import type { BuildTree } from '../../../build/build-tree';
import type { Check } from '../check';
import type { Finding } from '../finding';
import { CASTXML_NEEDS, type CastxmlNeed } from '../known-versions';
import type { Tools } from '../tools/tool-facts';
import { isOlder, majorOf } from '../versions';
import { brokenTool, present, toolSummary } from '../tools/tool-answer';

/** castxml works, and is as new as the compiler and the C++ standard of the build need. */
export const castxmlCheck: Check = {
  id: 'castxml',
  title: 'CastXML',
  run({ build, tools }) {
    const { castxml } = tools;
    const broken = brokenTool('castxml', castxml, {
      remedy:
        'Install castxml (Debian: apt-get install castxml), or build ITK’s own with “ninja castxml”, then configure again.',
    });
    const summary = toolSummary(castxml, castxml.clang && `clang ${castxml.clang}`);
    return { summary, findings: present([broken, ...tooOld(build, tools)]) };
  },
};

function tooOld(build: BuildTree | null, tools: Tools): Finding[] {
  const { castxml, compiler } = tools;
  const { version } = castxml;
  if (version === null) return [];
  const flags = flagsOf(build);
  return CASTXML_NEEDS.filter(
    ({ atLeast, when }) => isOlder(version, atLeast) && applies(when, flags, tools),
  ).map((need) => ({
    severity: need.severity,
    message: `castxml ${version} is too old for ${subjectOf(need, flags, tools)}. ${need.effect}`,
    evidence: present([
      `castxml ${version}${castxml.clang === null ? '' : ` with clang ${castxml.clang}`}; ${need.atLeast} or newer is needed`,
      compiler.version !== null && `compiler: ${compiler.family ?? 'unknown'} ${compiler.version}`,
      flags.length > 0 && `flags: ${flags.filter((flag) => /^-(?:std|f(?:no-)?sized)/.test(flag)).join(' ')}`,
    ]),
    remedy: need.remedy,
    source: need.source,
  }));
}

function applies(when: CastxmlNeed['when'], flags: readonly string[], { compiler }: Tools): boolean {
  if (when.withoutFlag !== undefined && (flags.length === 0 || flags.includes(when.withoutFlag)))
    return false;
  const standard = standardOf(flags) ?? (flags.length > 0 ? DEFAULT_STANDARD : 0);
  if (when.standard !== undefined && standard < when.standard) return false;
  const gcc = compiler.family === 'gcc' && compiler.version !== null ? majorOf(compiler.version) : 0;
  return when.gcc === undefined || gcc >= when.gcc;
}

function subjectOf({ when }: CastxmlNeed, flags: readonly string[], { compiler }: Tools): string {
  return when.gcc === undefined ? `C++${standardOf(flags) ?? ''}` : `GCC ${compiler.version ?? ''}`;
}

/** The words of the command that runs castxml, with which it also asks the compiler. */
function flagsOf(build: BuildTree | null): readonly string[] {
  return build?.types.find(({ castxml }) => castxml !== null)?.castxml?.argv ?? [];
}

/** What compilers take without a flag: GCC since version 11, Clang since 16. */
const DEFAULT_STANDARD = 17;

const DRAFTS: Record<string, number> = { '1z': 17, '2a': 20, '2b': 23, '2c': 26 };

/** 17 for `-std=gnu++17`. Null if the flags name no standard. */
function standardOf(flags: readonly string[]): number | null {
  const found = flags
    .map((flag) => /^[-/]std[=:](?:c|gnu)\+\+(\w+)$/.exec(flag)?.[1])
    .filter((name) => name !== undefined);
  const name = found.at(-1);
  if (name === undefined) return null;
  return DRAFTS[name] ?? (/^\d+$/.test(name) && name !== '98' ? Number(name) : null);
}
