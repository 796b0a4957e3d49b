import { findNodeAtLocation, getLocation, parseTree } from 'jsonc-parser';

/** A value in tasks.json that names types or modules. */
export interface WantedName {
  kind: 'type' | 'module';
  /** The offset and length of the existing string, including its quotes. Null if there is none yet. */
  present: { offset: number; length: number } | null;
}

/** The value of an `itkWrap` task at an offset of a tasks.json or workspace file. Null if no name belongs there. */
export function wantedName(text: string, offset: number): WantedName | null {
  const { path, previousNode, isAtPropertyKey } = getLocation(text, offset);
  const last = path.findLastIndex((part) => typeof part === 'string');
  const property = path[last];
  if (isAtPropertyKey || path.length - last > 2) return null;
  if (property !== 'wrapType' && property !== 'module') return null;
  const tree = parseTree(text);
  const type = tree && findNodeAtLocation(tree, [...path.slice(0, last), 'type']);
  if (type?.value !== 'itkWrap') return null;
  const within =
    previousNode?.type === 'string' && offset >= previousNode.offset
      ? { offset: previousNode.offset, length: previousNode.length }
      : null;
  return { kind: property === 'wrapType' ? 'type' : 'module', present: within };
}
