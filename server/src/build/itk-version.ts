import { type BuildFs, textOrNull } from '../host/build-files';
import { pathsOf } from './build-paths';

/**
 * The version, such as 5.2.1, of the ITK that is built or that an external module is built against (`ITK_DIR`). It is read
 * from the cache if ITK itself is the project, else from ITKConfigVersion.cmake. Null if unknown.
 */
export async function itkVersionOf(
  dir: string,
  cache: ReadonlyMap<string, string>,
  fs: BuildFs,
): Promise<string | null> {
  const itk = cache.get('CMAKE_PROJECT_NAME') === 'ITK';
  const version = cache.get('CMAKE_PROJECT_VERSION');
  if (itk && version) return version;
  const home = itk ? dir : cache.get('ITK_DIR');
  if (!home) return null;
  for (const name of ['ITKConfigVersion.cmake', 'ITKConfig.cmake']) {
    const text = await textOrNull(pathsOf(home).join(home, name), fs);
    const found = /set\s*\(\s*(?:PACKAGE_VERSION|ITK_VERSION)\s+"?(\d+\.\d+(?:\.\d+)?)/.exec(text ?? '');
    if (found) return found[1] ?? null;
    const parts = ['MAJOR', 'MINOR', 'PATCH'].map(
      (part) => new RegExp(`set\\s*\\(\\s*ITK_VERSION_${part}\\s+"?(\\d+)`).exec(text ?? '')?.[1],
    );
    if (parts[0] !== undefined && parts[1] !== undefined) return parts.filter((part) => part).join('.');
  }
  return null;
}
