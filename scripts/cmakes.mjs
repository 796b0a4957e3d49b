// Installs the versions of CMake that the evaluator is tested against. `npm test` does this too.
import { ensureCMakes } from './lib/cmakes.mjs';
import { script } from './lib/script.mjs';

await script(ensureCMakes);
