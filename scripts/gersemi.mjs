// Installs gersemi, with which the tests compare the formatter. `npm test` does so too.
import { ensureGersemi } from './lib/gersemi.mjs';
import { script } from './lib/script.mjs';

await script(ensureGersemi);
