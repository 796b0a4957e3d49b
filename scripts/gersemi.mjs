// Installs gersemi, which the tests compare our formatter with. `npm test` does this too.
import { ensureGersemi } from './lib/gersemi.mjs';
import { script } from './lib/script.mjs';

await script(ensureGersemi);
