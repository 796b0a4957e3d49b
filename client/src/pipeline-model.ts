import * as vscode from 'vscode';
import type {
  FirstNames,
  ModuleView,
  PipelineDelta,
  PipelineView,
  Situation,
  TypeView,
} from '../../server/src/shared/protocol';

const EMPTY: PipelineView = {
  situation: 'searching',
  message: '',
  build: null,
  modules: [],
  types: [],
  newTypes: [],
  leftovers: [],
  problems: [],
};

/** The names of what changed. `null` means that everything did. */
export type ModelChange = { types: string[]; modules: string[] } | null;

/** What a state shows that is not the server's: the build as it was last time, or names alone. */
export type Provisional = 'last-time' | 'names';

/** The names and paths of a build's modules and types. It has no states, which may have changed since. */
export type LastBuild = Pick<PipelineView, 'build' | 'modules' | 'types'>;

/** The last state that the server sent, and the only source of every view. */
export class PipelineModel implements vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<ModelChange>();
  private current = EMPTY;
  private types = new Map<string, TypeView>();
  private modules = new Map<string, ModuleView>();
  private typeOfFile = new Map<string, string>();
  private readonly leftoversEmitter = new vscode.EventEmitter<void>();
  private provisional: Provisional | null = null;
  readonly onDidChange = this.emitter.event;
  readonly onDidChangeLeftovers = this.leftoversEmitter.event;

  /**
   * Replaces the state by one from the server. The server's first message, that it is searching, does not replace a
   * provisional state.
   */
  reset(view: PipelineView): void {
    if (this.provisional && view.situation === 'searching') return;
    this.provisional = null;
    this.take(view);
  }

  /** Shows the modules and types that this workspace had last time, without states, until the server has read the build. */
  recall(last: LastBuild): void {
    this.provisional = 'last-time';
    this.take({ ...EMPTY, ...last, situation: 'ready' });
  }

  /**
   * Shows names that were read before the server has read the build. Returns false, and shows nothing, if there is something
   * better to show by now.
   */
  showFirstNames(names: FirstNames): boolean {
    if (this.provisional || this.current.situation !== 'searching') return false;
    this.provisional = 'names';
    this.take({ ...EMPTY, ...names, situation: 'ready' });
    return true;
  }

  /** What is shown until the server has read the build, and may differ from it. Null once the server's state is shown. */
  get shownMeanwhile(): Provisional | null {
    return this.provisional;
  }

  private take(view: PipelineView): void {
    this.current = view;
    this.types = new Map(view.types.map((type) => [type.name, type]));
    this.typeOfFile = new Map(
      view.types.flatMap(({ name, wrap, cxx, inc, xml }) =>
        [wrap, cxx, inc, xml].flatMap((file) => (file === null ? [] : [[normal(file), name] as const])),
      ),
    );
    this.modules = new Map(view.modules.map((module) => [module.name, module]));
    this.emitter.fire(null);
  }

  apply(delta: PipelineDelta): void {
    for (const type of delta.types) this.types.set(type.name, type);
    for (const module of delta.modules) this.modules.set(module.name, module);
    const before = this.current.newTypes;
    const { newTypes, leftovers } = delta;
    if (newTypes !== null) this.current = { ...this.current, newTypes };
    if (leftovers !== null) {
      this.current = { ...this.current, leftovers };
      this.leftoversEmitter.fire();
    }
    const around = newTypes === null ? [] : [...before, ...newTypes].map(({ module }) => module);
    if (around.some((name) => !this.modules.has(name))) this.emitter.fire(null);
    else
      this.emitter.fire({
        types: delta.types.map(({ name }) => name),
        modules: [...new Set([...delta.modules.map(({ name }) => name), ...around])],
      });
  }

  /** The situation that decides which actions are possible. Nothing can be run on provisional modules. */
  get situation(): Situation {
    return this.provisional ? 'searching' : this.current.situation;
  }

  /** Everything except types and modules. Those change one by one, so ask for them separately. */
  get view(): Omit<PipelineView, 'types' | 'modules'> {
    return this.current;
  }

  allModules(): ModuleView[] {
    return [...this.modules.values()];
  }

  allTypes(): TypeView[] {
    return [...this.types.values()];
  }

  type(name: string): TypeView | undefined {
    return this.types.get(name);
  }

  module(name: string): ModuleView | undefined {
    return this.modules.get(name);
  }

  /** The types of a module in the order of the build. */
  typesOfModule(name: string): TypeView[] {
    return this.modules.get(name)?.types.flatMap((type) => this.types.get(type) ?? []) ?? [];
  }

  /** The type that has this `.wrap`, `.cxx`, response file or XML. */
  typeOfUri(uri: vscode.Uri): TypeView | undefined {
    const name = this.typeOfFile.get(uri.toString());
    return name === undefined ? undefined : this.types.get(name);
  }

  dispose(): void {
    this.emitter.dispose();
    this.leftoversEmitter.dispose();
  }
}

/** URIs that need no escaping, as nearly all of them. VS Code takes long to parse thousands of URIs. */
const plain = /^file:\/\/\/[\w./-]*$/;

/** A URI as VS Code writes it. The server may escape other characters. */
const normal = (uri: string): string => (plain.test(uri) ? uri : vscode.Uri.parse(uri).toString());
