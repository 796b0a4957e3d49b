import { baseName } from '../path-parts';

/**
 * The type whose igenerator run writes a file of the pkl folder, or a key of a pkl database: `itkFoo` for
 * `itkFoo.index.txt`, `Foo.itkFoo.pkl` and the key `Foo.itkFoo`. Null for a file of a whole module, such as its stamp.
 */
export function typeOfOutput(output: string): string | null {
  const name = baseName(output);
  if (name.endsWith('.stamp')) return null;
  const index = /^(.+)\.index\.txt$/.exec(name)?.[1];
  return (
    index ??
    name
      .replace(/\.pkl$/, '')
      .split('.')
      .at(-1) ??
    null
  );
}

/** Those of the outputs that belong to a type. */
export function outputsOf(type: string, outputs: readonly string[]): string[] {
  return outputs.filter((output) => typeOfOutput(output) === type);
}

/** Those of the outputs that belong to none of a module's types: they concern the module itself. */
export function outputsOfModule(types: readonly string[], outputs: readonly string[]): string[] {
  const own = new Set(types);
  return outputs.filter((output) => !own.has(typeOfOutput(output) ?? ''));
}
