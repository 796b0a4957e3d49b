import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Command } from 'commander';

/** `itk-wrap lsp --stdio`: the language server, for any editor. */
export function registerLspCommand(program: Command): void {
  program
    .command('lsp')
    .description('the language server, for editors other than VS Code')
    .requiredOption('--stdio', 'talk over standard input and output')
    .action(() => {
      // The server is a separate bundle, so that the other commands do not load it. It parses the options itself.
      const beside = path.join(__dirname, 'server.js');
      createRequire(__filename)(existsSync(beside) ? beside : '../../lsp/server-process');
    });
}
