// Installs versions of castxml and SWIG that do not fit every build, for the tests of `itk-wrap doctor`. `npm test` does this too.
import { ensureOldTools } from './lib/old-tools.mjs';
import { script } from './lib/script.mjs';

await script(ensureOldTools);
