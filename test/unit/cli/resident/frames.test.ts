import assert from 'node:assert/strict';
import {
  hitAnswer,
  jsonAnswer,
  MAX_REQUEST_BYTES,
  readJsonAnswer,
  readRequest,
  simpleRequest,
} from '../../../../server/src/cli/resident/frames';

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const text = (bytes: string | Buffer): Buffer => {
  const content = Buffer.from(bytes as string);
  return Buffer.concat([number(content.length), content]);
};
const list = (...items: (string | Buffer)[]): Buffer =>
  Buffer.concat([number(items.length), ...items.map(text)]);
const frame = (...parts: Buffer[]): Buffer => {
  const rest = Buffer.concat(parts);
  return Buffer.concat([Buffer.from('ITKW'), number(rest.length), rest]);
};
const run = (...parts: Buffer[]): Buffer => frame(text('token'), Buffer.from('R'), number(0o22), ...parts);

describe('the frames of the resident server', () => {
  const whole = run(
    text('/dist/launcher'),
    text('/build'),
    list('castxml', '-o', Buffer.from([0x68, 0xe9])),
    list('A=b=c', 'A=second', 'EMPTY=', 'nothing', '=odd', Buffer.from([0x58, 0x3d, 0xff])),
  );

  it('keep every byte of an argument, and read the environment as a process does', () => {
    const request = readRequest(whole);
    assert.ok(request !== null && request !== 'invalid' && request.kind === 'run');
    assert.deepEqual(request.args, ['castxml', '-o', 'h\udce9']);
    assert.deepEqual({ ...request.environment }, { A: 'b=c', EMPTY: '', X: '\ufffd' });
    assert.deepEqual(
      [request.token, request.umask, request.launcher, request.cwd],
      ['token', 0o22, '/dist/launcher', '/build'],
    );
  });

  it('are complete only with their last byte', () => {
    for (let length = 0; length < whole.length; length++)
      assert.equal(readRequest(whole.subarray(0, length)), null, String(length));
    assert.equal(readRequest(Buffer.concat([whole, Buffer.from('x')])), 'invalid');
  });

  it('are refused if they are something else, too large, or contradict themselves', () => {
    const hostile = {
      'another protocol': Buffer.from('GET / HTTP/1.1\r\n'),
      'too large': Buffer.concat([Buffer.from('ITKW'), number(MAX_REQUEST_BYTES)]),
      'an unknown kind': frame(text('token'), Buffer.from('X')),
      'no kind': frame(text('token')),
      nothing: frame(),
      'a text beyond the end': run(number(1000), Buffer.from('/dist')),
      'a list without its items': run(text('/dist'), text('/build'), number(3), text('a')),
      'a list of four billion': run(text('/dist'), text('/build'), number(0xffffffff)),
    };
    for (const [name, bytes] of Object.entries(hostile)) assert.equal(readRequest(bytes), 'invalid', name);
  });

  it('carry the answers', () => {
    assert.deepEqual(readRequest(simpleRequest('status', 'abc')), { kind: 'status', token: 'abc' });
    assert.deepEqual(readRequest(simpleRequest('stop', 'abc')), { kind: 'stop', token: 'abc' });
    const answer = jsonAnswer({ pid: 7 });
    assert.deepEqual(readJsonAnswer(Buffer.concat([Buffer.from('...'), answer])), { pid: 7 });
    assert.equal(readJsonAnswer(answer.subarray(0, -1)), undefined);
    assert.equal(readJsonAnswer(Buffer.from('N')), undefined);
    const moves = [
      { from: '/d/.x', to: '/d/T.d' },
      { from: '/b/.\udcff', to: '/b/T.xml' },
    ];
    const rest = Buffer.concat([
      text('out'),
      text('HIT\n'),
      list('/d/.x', '/d/T.d', Buffer.concat([Buffer.from('/b/.'), Buffer.from([0xff])]), '/b/T.xml'),
    ]);
    assert.deepEqual(
      hitAnswer({ stdout: Buffer.from('out'), stderr: Buffer.from('HIT\n'), moves }),
      Buffer.concat([Buffer.from('H'), number(rest.length), rest]),
    );
    const nothing = Buffer.alloc(0);
    assert.deepEqual(
      hitAnswer({ stdout: nothing, stderr: nothing, moves: [] }),
      Buffer.concat([Buffer.from('H'), number(12), Buffer.alloc(12)]),
    );
  });
});
