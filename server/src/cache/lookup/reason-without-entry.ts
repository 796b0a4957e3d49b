import { type Prepared, inputDigest } from '../invocation/resolved-run';
import type { LookupContext } from './found';
import type { MissReason } from '../../shared/reasons';
import { readTypeRecord } from '../storage/type-record';
import { argumentsDigest } from './fingerprints';

/** Why there is no L1 entry, found by comparison with the last run for this output. */
export function reasonWithoutEntry(prepared: Prepared, context: LookupContext): MissReason {
  const record = context.roots
    .map((root) => readTypeRecord(root, prepared.output))
    .find((candidate) => candidate !== null);
  if (!record) return { kind: 'never-cached' };
  if (record.castxml !== prepared.castxmlHash)
    return { kind: 'castxml-changed', subject: prepared.invocation.castxml };
  if (record.source !== inputDigest(prepared.sourceBytes))
    return { kind: 'source-changed', subject: prepared.source };
  if (record.responseFile !== inputDigest(prepared.responseBytes))
    return { kind: 'flags-changed', subject: prepared.responseFile ?? prepared.source };
  const compiler = prepared.surroundings.compiler;
  if (compiler && record.compiler !== compiler.digest)
    return { kind: 'compiler-changed', subject: compiler.file };
  if (record.arguments !== argumentsDigest(prepared))
    return { kind: 'flags-changed', subject: prepared.output };
  if (record.timeDependent !== undefined) return { kind: 'time-dependent', subject: record.timeDependent };
  if (record.notStored)
    return { kind: 'not-stored', subject: record.notStored.subject, because: record.notStored.kind };
  return { kind: 'evicted' };
}
