// Puts the real ITK 5.2.1 into the cache folder and prints where it lies.
import { ensureItk } from './lib/itk.mjs';

const { source, build } = await ensureItk();
console.log(`source ${source}\nbuild  ${build}`);
