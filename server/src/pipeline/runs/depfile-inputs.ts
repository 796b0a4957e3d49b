import { parseDepfile } from '../../cache/inputs/depfile';
import { encodeText } from '../../cache/inputs/path-bytes';
import type { BuildCommand } from '../../build/build-tree';
import { bytesOrNullSync } from '../../host/read-regular-file';

/** What a command listed in the depfile of its rule, in bytes. Undefined if it has none, or if it cannot be read. */
export function depfileInputs({ depfile }: BuildCommand): Buffer[] | undefined {
  const bytes = depfile && bytesOrNullSync(depfile.file);
  return (bytes && parseDepfile(bytes))?.map(encodeText);
}
