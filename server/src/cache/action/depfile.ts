import { decodePath, encodeText } from '../inputs/path-bytes';

/** The prerequisites of a depfile's first rule, in their order. Null if the text is not a depfile. */
export function parseDepfile(bytes: Buffer): string[] | null {
  const text = bytes.toString('latin1').replace(/\\\r?\n/g, ' ');
  // The colon of a Windows drive is not followed by a space.
  const rule = /^((?:\\.|[^\\\n])*?):(?=\s)([^\n]*)/.exec(text);
  if (!rule) return null;
  const words = rule[2]!.match(/(?:\\[ #\\]|\$\$|[^\s])+/g) ?? [];
  return words.map((word) => {
    const plain = word.replace(
      /\\([ #])|\$(\$)/g,
      (_, escaped?: string, dollar?: string) => escaped ?? dollar ?? '',
    );
    return decodePath(Buffer.from(plain, 'latin1'));
  });
}

/** A depfile with one rule, as ninja and make read it. */
export function depfileText(target: string, prerequisites: readonly string[]): Buffer {
  const escape = (name: string): string => name.replaceAll('$', '$$$$').replace(/[ #]/g, '\\$&');
  return encodeText(`${[`${escape(target)}:`, ...prerequisites.map(escape)].join(' \\\n  ')}\n`);
}
