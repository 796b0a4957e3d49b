import * as l10n from '@vscode/l10n';
import type { BuildProblem, Unsound } from '../build-tree';

/**
 * Where a candidate was found. `itk-dir`: an external module is built against it; `made-in`: a moved or copied build was
 * configured there.
 */
export type BuildOrigin = 'setting' | 'cmake-tools' | 'inside' | 'beside' | 'itk-dir' | 'made-in';

/**
 * Whether a candidate may be shown and used without asking.
 * - `named`: the user named it, in the settings, by CMake Tools, or by opening the build folder itself
 * - `own`: it builds the sources of a workspace folder, and nobody else can have created it there
 * - `offered`: anything else. It is listed, and used only if the user chooses it
 */
export type BuildChoice = 'named' | 'own' | 'offered';

/** A folder that looks like a build of ITK, or of a module against ITK. */
export interface BuildCandidate {
  dir: string;
  origin: BuildOrigin;
  choice: BuildChoice;
  /** The workspace folder whose sources it builds, or that is the build; null if it builds other sources. */
  folder: string | null;
  project: string;
  source: string;
  generator: string;
  itkVersion: string | null;
  /** The ITK build that an external module is built against. */
  itkDir: string | null;
  /** The folder that it was configured in, if it was moved or copied. */
  madeIn: string | null;
  /** Why its CMakeCache.txt cannot be trusted; null if it can. */
  unsound: Unsound | null;
  /** Whether there is anything in it to show. */
  usable: boolean;
  /** Its problems, and what to do next. A usable build may have some too. */
  problems: readonly BuildProblem[];
  /** When it was last configured, milliseconds since 1970. */
  configuredMs: number;
}

/** Why a candidate is not used unless the user chooses it, in one sentence. Empty if it is used without asking. */
export function whyOffered({
  choice,
  folder,
  source,
}: Pick<BuildCandidate, 'choice' | 'folder' | 'source'>): string {
  if (choice !== 'offered') return '';
  if (folder !== null) return l10n.t('It is outside the workspace, and other users could have created it.');
  return source === ''
    ? l10n.t('It builds other sources, which are not known.')
    : l10n.t('It builds other sources: {0}.', source);
}
