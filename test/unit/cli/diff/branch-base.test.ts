import assert from 'node:assert/strict';
import { baseOfBranch, namedRevisions, shortRef } from '../../../../server/src/cli/diff/branch-base';
import type { GitRef } from '../../../../server/src/cli/diff/repository';

const ref = (name: string, rest: Partial<GitRef> = {}): GitRef => ({
  ref: name,
  target: '',
  upstream: '',
  isHead: false,
  seconds: 0,
  ...rest,
});
const topic = (upstream = ''): GitRef => ref('refs/heads/topic', { isHead: true, upstream });
const [main, master] = [ref('refs/heads/main'), ref('refs/heads/master')];
const remote = (name: string): GitRef => ref(`refs/remotes/${name}`);
const baseOf = (...refs: GitRef[]): string => shortRef(baseOfBranch(refs).ref);

describe('the base of a branch', () => {
  it('is its upstream, if that is another branch', () => {
    assert.equal(
      baseOf(topic('refs/remotes/origin/release'), remote('origin/release'), main),
      'origin/release',
    );
    assert.equal(baseOf(topic('refs/heads/main'), main, remote('origin/main')), 'main');
  });

  it('is not the copy of the branch on a remote, unless there is nothing else', () => {
    const own = remote('origin/topic');
    assert.equal(baseOf(topic(own.ref), own, remote('origin/main')), 'origin/main');
    assert.equal(baseOf(topic(own.ref), own), 'origin/topic');
  });

  it('is the main branch of a remote, that of upstream first, and else a local one', () => {
    const head = ref('refs/remotes/origin/HEAD', { target: 'refs/remotes/origin/next' });
    assert.equal(baseOf(topic(), head, remote('origin/next'), remote('origin/main')), 'origin/next');
    assert.equal(baseOf(topic(), head, remote('origin/next'), remote('upstream/main')), 'upstream/main');
    assert.equal(baseOf(topic(), main, remote('origin/master')), 'origin/master');
    assert.equal(baseOf(topic(), master, main), 'main');
    assert.equal(baseOf(topic(), master), 'master');
  });

  it('is unknown if there is nothing of the kind, or if the upstream is gone', () => {
    assert.throws(() => baseOf(topic('refs/remotes/origin/gone')), /The base of the branch is not known/);
    assert.throws(() => baseOf(), /Name a revision/);
  });
});

describe('the revisions to compare with', () => {
  it('begin with the base of the branch, then the newest, without symbolic names', () => {
    const listed = namedRevisions([
      topic(),
      { ...main, seconds: 1 },
      ref('refs/tags/v1', { seconds: 7 }),
      ref('refs/remotes/origin/HEAD', { target: 'refs/remotes/origin/x' }),
      ref('refs/remotes/fork/y', { seconds: 9 }),
    ]);
    assert.deepEqual(
      listed.map(({ name, kind, isBase }) => [name, kind, isBase]),
      [
        ['main', 'branch', true],
        ['fork/y', 'remote-branch', false],
        ['v1', 'tag', false],
        ['topic', 'branch', false],
      ],
    );
    assert.ok(namedRevisions([topic()]).every(({ isBase }) => !isBase));
  });
});
