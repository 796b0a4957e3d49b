// Installs the versions of CMake that the tests of the evaluator compare it with. `npm test` does so too.
import { ensureCMakes } from './lib/cmakes.mjs';
import { script } from './lib/script.mjs';

await script(ensureCMakes);
