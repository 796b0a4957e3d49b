import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { argumentsIn } from '../../../server/src/host/argument-file';

describe('a file with arguments', () => {
  const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
  const text = '--mdx\n\na b;c\n"é"\n';
  const words = ['--mdx', '', 'a b;c', '"é"'];

  it('has one on each line, also with the ends of lines of Windows', () => {
    for (const content of [text, text.replaceAll('\n', '\r\n')])
      assert.deepEqual(argumentsIn(Buffer.from(content), digestOf(text)), words);
    assert.deepEqual(argumentsIn(Buffer.alloc(0), digestOf('')), []);
  });

  it('is not read if it is not the one that the command was written for', () => {
    for (const digest of [digestOf('other'), '', digestOf(text).slice(1), `${digestOf(text)}0`])
      assert.equal(argumentsIn(Buffer.from(text), digest), null);
  });

  it('keeps bytes that are not UTF-8 if the caller decodes them', () => {
    const bytes = Buffer.from('caf\xe9\n', 'latin1');
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    assert.deepEqual(
      argumentsIn(bytes, digest, (line) => line.toString('latin1')),
      ['café'],
    );
  });
});
