import { serve } from './serve';

serve().catch((error: unknown) => {
  process.stderr.write(`The language server cannot start: ${String(error)}\n`);
  process.exit(1);
});
