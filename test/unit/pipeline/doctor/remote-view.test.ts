import assert from 'node:assert/strict';
import { type Fetch, remoteView } from '../../../../server/src/pipeline/doctor/remote-view';

const signal = new AbortController().signal;

describe('remoteView', () => {
  it('asks for an entry that cannot exist, with the credentials, and does not repeat them', async () => {
    const asked: [string, Record<string, string>][] = [];
    const fetch: Fetch = (address, { headers }) => {
      asked.push([address, headers]);
      return Promise.resolve({ status: 404, body: null });
    };
    const environment = { ITK_WRAP_CACHE_REMOTE: 'https://me:s3cret@cache.test/itk/?key=s3cret' };
    const view = await remoteView(environment, fetch, signal);
    assert.deepEqual([view?.address, view?.status, view?.problem], ['https://cache.test/itk/', 404, null]);
    assert.match(asked[0]![0], /\/ac\/0{64}$/);
    assert.equal(asked[0]![1].authorization, `Basic ${Buffer.from('me:s3cret').toString('base64')}`);
    assert.ok(!JSON.stringify(view).includes('s3cret'));
  });

  it('says why there is no answer, without the address that an error repeats', async () => {
    const environment = { ITK_WRAP_CACHE_REMOTE: 'https://cache.test/?key=s3cret' };
    const failing =
      (cause: object): Fetch =>
      () =>
        Promise.reject(Object.assign(new TypeError('fetch failed'), { cause }));
    const refused = await remoteView(environment, failing({ code: 'ECONNREFUSED' }), signal);
    assert.deepEqual([refused?.status, refused?.problem], [null, 'ECONNREFUSED']);
    const invalid = await remoteView(
      environment,
      failing({ message: 'https://cache.test/?key=s3cret is bad' }),
      signal,
    );
    assert.equal(invalid?.problem, 'TypeError');
  });

  it('knows no remote, and an invalid one', async () => {
    const none: Fetch = () => assert.fail('nothing is asked');
    assert.equal(await remoteView({}, none, signal), null);
    assert.match(
      (await remoteView({ ITK_WRAP_CACHE_REMOTE: 'ftp://x' }, none, signal))?.problem ?? '',
      /ftp:/,
    );
  });
});
