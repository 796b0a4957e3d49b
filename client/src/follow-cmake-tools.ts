import type { CMakeToolsApi, Project } from 'vscode-cmake-tools';
import type { Disposable, Uri } from 'vscode';

/** The part of the CMake Tools API that we use. Tests replace it. */
export type CMakeToolsProjects = Pick<CMakeToolsApi, 'getProject' | 'onActiveProjectChanged'>;
type KnownProject = Pick<
  Project,
  'getBuildDirectory' | 'onSelectedConfigurationChanged' | 'onCodeModelChanged'
>;

/**
 * Reports the build directories that the CMake Tools extension uses for these folders, those of its active project first.
 * Reports them now and after each change: another project, kit, preset or build type, or a CMake run. Only asks, and never
 * configures.
 */
export function followCMakeTools(
  api: CMakeToolsProjects,
  folders: () => readonly Uri[],
  tell: (directories: string[]) => void,
): Disposable {
  const listening = new Map<KnownProject, Disposable[]>();
  let told: string | undefined;
  let asked = 0;
  let active: Uri | undefined;

  const ask = async (): Promise<void> => {
    const turn = ++asked;
    const directories = new Set<string>();
    for (const folder of [...(active ? [active] : []), ...folders()]) {
      // The project may be closed or have a broken preset at this moment. It then has no build directory.
      const project = await Promise.resolve(api.getProject(folder)).catch(() => undefined);
      if (!project) continue;
      listen(project);
      const directory = await Promise.resolve(project.getBuildDirectory()).catch(() => undefined);
      if (directory) directories.add(directory);
    }
    const now = [...directories];
    if (turn !== asked || now.join('\n') === (told ?? '')) return;
    told = now.join('\n');
    tell(now);
  };
  const listen = (project: KnownProject): void => {
    if (listening.has(project)) return;
    listening.set(project, [
      project.onSelectedConfigurationChanged(() => void ask()),
      project.onCodeModelChanged(() => void ask()),
    ]);
  };
  const activeChanged = api.onActiveProjectChanged((folder) => {
    active = folder;
    void ask();
  });
  void ask();
  return {
    dispose() {
      asked += 1;
      activeChanged.dispose();
      for (const subscription of [...listening.values()].flat()) subscription.dispose();
    },
  };
}
