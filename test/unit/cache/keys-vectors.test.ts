import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {
  includeDirectories,
  keyArguments,
  parseArguments,
  parseResponseFile,
  preprocessArguments,
} from '../../../server/src/cache/invocation/castxml-arguments';
import { encodeText } from '../../../server/src/cache/inputs/path-bytes';
import { includeFingerprint } from '../../../server/src/cache/inputs/directory-fingerprint';
import { dependencyPaths, stripLineMarkers } from '../../../server/src/cache/inputs/line-markers';
import { l1Key, l2Key } from '../../../server/src/cache/keys';

const file = path.resolve(import.meta.dirname, '../../fixtures/cache-vectors.json');

interface Vectors {
  files: Record<string, string>;
  stripLineMarkers: { in: string; out: string }[];
  depPaths: { in: string; out: string[] }[];
  includeDirs: { in: string; out: string[] }[];
  includeDirsFingerprint: { in: string; out: string }[];
  parseArgs: { in: string[]; out: unknown }[];
  preprocessCommand: { castxml: string; passthrough: string[]; preOutput: string; out: string[] }[];
  l1: {
    castxmlHash: string;
    inc: string | null;
    incMissing: boolean;
    cxx: string | null;
    cxxMissing: boolean;
    flags: string[];
    manifest: string;
    plain: string;
  }[];
  l2: { castxmlHash: string; preprocessed: string; manifest: string; plain: string }[];
}

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');
const input = (base64: string | null, missing: boolean): Buffer | 'missing' | null =>
  missing ? 'missing' : base64 === null ? null : bytes(base64);

describe('the test vectors of the contract', () => {
  const vectors = JSON.parse(fs.readFileSync(file, 'utf8')) as Vectors;
  const schemes = ['manifest', 'plain'] as const;

  it('define how line markers are stripped', () => {
    for (const vector of vectors.stripLineMarkers)
      assert.deepEqual(stripLineMarkers(bytes(vector.in)), bytes(vector.out));
  });

  it('define how dependencies are read from line markers', () => {
    for (const vector of vectors.depPaths) {
      const paths = dependencyPaths(bytes(vector.in));
      assert.deepEqual(
        paths.map((name) => encodeText(name).toString('latin1')),
        vector.out,
      );
    }
  });

  it('define how include directories are read from response files', () => {
    for (const vector of vectors.includeDirs)
      assert.deepEqual(includeDirectories(parseResponseFile(bytes(vector.in))), vector.out);
  });

  it('define the fingerprint of include directories', () => {
    for (const [name, content] of Object.entries(vectors.files)) {
      fs.mkdirSync(path.dirname(name), { recursive: true });
      fs.writeFileSync(name, content);
    }
    const list = (directory: string): string[] => (fs.existsSync(directory) ? fs.readdirSync(directory) : []);
    for (const vector of vectors.includeDirsFingerprint)
      assert.equal(
        includeFingerprint(includeDirectories(parseResponseFile(bytes(vector.in))), list),
        vector.out,
      );
  });

  it('define how command lines are read', () => {
    for (const vector of vectors.parseArgs) assert.deepEqual(parseArguments(vector.in), vector.out);
  });

  it('define the -E command', () => {
    for (const { castxml, passthrough, preOutput, out } of vectors.preprocessCommand)
      assert.deepEqual([castxml, ...preprocessArguments(passthrough, preOutput)], out);
  });

  for (const scheme of schemes) {
    it(`define the L1 keys of the ${scheme} scheme`, () => {
      for (const vector of vectors.l1) {
        const inputs = {
          castxmlHash: vector.castxmlHash,
          responseFile: input(vector.inc, vector.incMissing),
          source: input(vector.cxx, vector.cxxMissing),
          flags: keyArguments(vector.flags),
        };
        assert.equal(l1Key(inputs, scheme), vector[scheme]);
      }
    });

    it(`define the L2 keys of the ${scheme} scheme`, () => {
      for (const vector of vectors.l2)
        assert.equal(l2Key(vector.castxmlHash, bytes(vector.preprocessed), scheme), vector[scheme]);
    });
  }
});
