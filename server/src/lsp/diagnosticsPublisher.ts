import type { Diagnostic } from 'vscode-languageserver';
import type { Pipeline } from '../pipeline/pipeline';
import { toPath, toUri } from './convert';
import { diagnosticsOfWrap } from './diagnostics';
import type { Scripts } from './scripts';

/** Publishes diagnostics for open `.wrap` files and for those of modules that lack something, open or not. */
export class DiagnosticsPublisher {
  private readonly published = new Set<string>();

  constructor(
    private readonly scripts: Scripts,
    private readonly pipeline: () => Pipeline | undefined,
    private readonly openWraps: () => string[],
    private readonly send: (uri: string, diagnostics: Diagnostic[]) => void,
  ) {}

  /** After another build was opened, or none: all files, also those that had diagnostics of the last one. */
  async refreshAll(): Promise<void> {
    const wraps =
      this.pipeline()
        ?.allTypes()
        .flatMap(({ wrap }) => (wrap ? toUri(wrap) : [])) ?? [];
    await this.refreshMany([...this.published, ...this.openWraps(), ...wraps]);
  }

  async modulesChanged(names: readonly string[]): Promise<void> {
    const pipeline = this.pipeline();
    const wraps = names.flatMap(
      (name) =>
        pipeline?.module(name)?.types.flatMap((type) => {
          const wrap = pipeline.type(type)?.wrap;
          return wrap ? toUri(wrap) : [];
        }) ?? [],
    );
    await this.refreshMany(wraps);
  }

  async refresh(uri: string): Promise<void> {
    if (!uri.endsWith('.wrap')) return;
    const open = this.openWraps().includes(uri);
    const pipeline = this.pipeline();
    const type = pipeline?.typeOfFile(toPath(uri));
    const module = type && pipeline?.module(type.module);
    const lacking = module?.state === 'pkl-missing' || module?.state === 'stamp-missing';
    const script = open || lacking ? await this.scripts.get(uri) : null;
    const diagnostics = script ? diagnosticsOfWrap(script, module) : [];
    if (diagnostics.length === 0 && !this.published.has(uri)) return;
    if (diagnostics.length === 0) this.published.delete(uri);
    else this.published.add(uri);
    this.send(uri, diagnostics);
  }

  private async refreshMany(uris: readonly string[]): Promise<void> {
    for (const uri of new Set(uris)) await this.refresh(uri);
  }
}
