import type { Trees } from '../api';
import { sameTrees, translate } from './tree-pair';

/** Translates the paths of an XML from the trees in which it was made to other trees. */
export function translateXml(xml: Buffer, madeIn: Trees, trees: Trees): Buffer {
  return sameTrees(madeIn, trees) ? xml : translate(xml, madeIn, trees, escapeXml);
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const CHARACTERS = new Map(Object.entries(ENTITIES).map(([character, entity]) => [entity, character]));

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** The text of an attribute in an XML. */
export function unescapeXml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => CHARACTERS.get(entity) ?? entity);
}
