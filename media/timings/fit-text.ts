/** The width of an average character of the charts' font, over its size. */
const CHARACTER = 0.61;

/** A text that fits into a width in pixels, with an ellipsis for the rest. Empty if almost nothing fits. */
export function fitText(text: string, width: number, fontSize: number): string {
  const most = Math.floor(width / (fontSize * CHARACTER));
  if (text.length <= most) return text;
  return most < 4 ? '' : `${text.slice(0, most - 1)}…`;
}
