import assert from 'node:assert/strict';
import { ninjaCommandHash } from '../../../../server/src/build/generators/ninja-hash';

/** One command for each length that the hashes handle differently, with its hash from ninja 1.11.1 and 1.13.2. */
const hashes: [length: number, version5: string, version7: string][] = [
  [1, '2e49d2477c6737f0', 'a2da22321247804b'],
  [3, '5f0c5062bfb4c432', 'ef179f5022af3256'],
  [4, 'f97dd016e19f984a', '1b0f55f7ee6f1e00'],
  [7, '2f839b1743dbbd2d', '77bdafd5bc73184a'],
  [8, '73f3edbccee18f81', 'efb2fb3cfc8e9b29'],
  [12, '45e62b1120db4de', 'fbcaabfcb0a0d3da'],
  [16, '7a7bff6a65c79c72', '1adf3511cf1c5f0'],
  [17, 'd06fbcf8717c4ce', 'f14f47a81d748172'],
  [31, '5b6bb3a5308168e7', '273c41b038b7dee2'],
  [32, '5aa6bcf2ef1db21e', 'de81ce156b3ee11b'],
  [33, '14f121495d19081c', 'da2fbdeb247e73d'],
  [48, 'a14ee536e419ca0', 'ac47a0b426a9532c'],
  [49, '7bdb4f5c1b9cf706', 'bd3f1d8d5a42a42c'],
  [63, 'c232bc6f01338d1e', 'dee7b14a2e277b46'],
  [96, '55d799403262abcc', 'a6664f7ac5064088'],
  [97, '27f7a7f61cfb9228', '7d459aecfdb667e4'],
  [145, '6bf09bbb1e9f36b2', '4f7bdb8a386f02df'],
  [200, 'a9cdf58e9ba3f3cb', '467152117134fed1'],
  [431, '6986f0abb040f3c2', 'd329cac4bee21feb'],
];

const command = (length: number): string =>
  (length % 2 === 1 ? `:${' x'.repeat(300)}` : `: ${'x'.repeat(500)}`).slice(0, length);

describe('ninjaCommandHash', () => {
  for (const [at, version] of [
    [1, 5],
    [2, 7],
  ] as const)
    it(`equals ninja’s own hash in version ${version} of the log`, () => {
      for (const row of hashes)
        assert.equal(ninjaCommandHash(command(row[0]), version)?.toString(16), row[at], `${row[0]} bytes`);
    });

  it('is null for an unknown version', () => {
    assert.equal(ninjaCommandHash('a', 8), null);
  });
});
