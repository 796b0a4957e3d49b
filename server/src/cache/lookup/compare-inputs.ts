import { absolutePath } from '../inputs/settled-path';
import path from 'node:path';
import { argumentsDigest, contractFingerprint } from './fingerprints';
import type { Found, LookupContext } from './found';
import { inputDigest, type Prepared } from '../invocation/resolved-run';
import { readTypeRecord } from '../storage/type-record';
import type { InputComparison } from '../api';

/**
 * Compares every input of a run with its record: the parts of the key with the last run for the same output, and the headers
 * with the L1 entry. The state is `unknown` if nothing is recorded.
 */
export function compareInputs(prepared: Prepared, found: Found, context: LookupContext): InputComparison[] {
  return [
    ...keyParts(prepared, found, context),
    ...beyondTheKey(prepared, found),
    ...headers(prepared, found, context),
  ];
}

function keyParts(prepared: Prepared, found: Found, context: LookupContext): InputComparison[] {
  const record = context.roots
    .map((root) => readTypeRecord(root, prepared.output))
    .find((candidate) => candidate !== null);
  // An entry with this key was made from exactly these parts.
  const same = found.entry !== undefined;
  const compare = (
    kind: InputComparison['kind'],
    subject: string,
    recorded: string | undefined,
    now: string,
  ): InputComparison => {
    const before = same ? now : recorded;
    if (before === undefined) return { kind, subject, state: 'unknown', now };
    return { kind, subject, state: before === now ? 'same' : 'changed', recorded: before, now };
  };
  const { compiler } = prepared.surroundings;
  return [
    compare('castxml', prepared.invocation.castxml, record?.castxml, prepared.castxmlHash),
    compare('source', prepared.source, record?.source, inputDigest(prepared.sourceBytes)),
    compare(
      'response-file',
      prepared.responseFile ?? '',
      record?.responseFile,
      inputDigest(prepared.responseBytes),
    ),
    compare('arguments', prepared.output, record?.arguments, argumentsDigest(prepared)),
    ...(compiler ? [compilerPart(compiler.file, record?.compiler, compiler.digest)] : []),
  ];
}

/** The compiler is not part of the key, so only the record of the last run counts. */
function compilerPart(subject: string, recorded: string | undefined, now: string): InputComparison {
  if (recorded === undefined) return { kind: 'compiler', subject, state: 'unknown', now };
  return { kind: 'compiler', subject, state: recorded === now ? 'same' : 'changed', recorded, now };
}

/** Further response files and variables have one common digest, so they cannot be compared individually. */
function beyondTheKey(prepared: Prepared, found: Found): InputComparison[] {
  const { responseFiles, environment } = prepared.surroundings;
  const subjects = [...responseFiles.map(([file]) => file), ...environment];
  const { reason, entry } = found;
  const blamed = reason !== undefined && 'subject' in reason ? reason.subject : null;
  const differ = entry !== undefined && blamed !== null && subjects.includes(blamed);
  return subjects.map((subject) => ({
    kind: 'environment',
    subject,
    state: !entry ? 'unknown' : !differ ? 'same' : subject === blamed ? 'changed' : 'unknown',
  }));
}

function headers(prepared: Prepared, found: Found, context: LookupContext): InputComparison[] {
  const { entry } = found;
  if (!entry) return [];
  const { cwd } = prepared.invocation;
  const compared = entry.deps.map(([dep, recorded]): InputComparison => {
    const subject = absolutePath(cwd, dep);
    const now = context.digests.file(subject, context.snapshot).digest;
    const state = now === recorded ? 'same' : now === '' ? 'removed' : recorded === '' ? 'added' : 'changed';
    return { kind: 'header', subject, state, recorded, now };
  });
  const now = contractFingerprint(prepared, context);
  const moved = found.reason?.kind === 'include-directory-changed' ? found.reason.subject : null;
  compared.push({
    kind: 'include-directories',
    subject: moved ?? prepared.includeDirs.join(path.delimiter),
    state: now === entry.incfp && moved === null ? 'same' : 'changed',
    recorded: entry.incfp,
    now,
  });
  return compared;
}
