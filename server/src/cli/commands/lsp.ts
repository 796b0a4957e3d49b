import type { Command } from 'commander';

/** `itk-wrap lsp --stdio`: the language server, for any editor. */
export function registerLspCommand(program: Command): void {
  program
    .command('lsp')
    .description('the language server, for editors other than VS Code')
    .requiredOption('--stdio', 'talk over standard input and output')
    .action(async () => {
      const { serve } = await import('../../lsp/main');
      await serve();
    });
}
