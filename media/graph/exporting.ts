import { renderSvg } from '../../server/src/graph/render/svg';
import type { GraphLayout } from '../../server/src/graph/layout/placed';
import type { GraphModel } from '../../server/src/graph/graph-view';
import { resolvedPalette } from './palette';
import { strings } from './strings';

/** Chromium's limits for a canvas, in pixels: the length of a side, and the total. */
const largestSide = 16_000;
const largestArea = 120_000_000;

/** The whole picture as SVG, in the colors of the current theme. */
export function svgOf(model: GraphModel, layout: GraphLayout): string {
  return renderSvg(model, layout, resolvedPalette());
}

/** The same as PNG in base64, at double size if the canvas allows it. */
export async function pngOf(model: GraphModel, layout: GraphLayout): Promise<string> {
  const svg = svgOf(model, layout);
  const image = new Image();
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = url;
    await image.decode();
    const { width, height } = image;
    const scale = Math.min(
      2,
      largestSide / Math.max(width, height),
      Math.sqrt(largestArea / (width * height)),
    );
    const canvas = document.createElement('canvas');
    canvas.width = Math.floor(width * scale);
    canvas.height = Math.floor(height * scale);
    const context = canvas.getContext('2d');
    if (!context) throw new Error(strings.noPng());
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
  } finally {
    URL.revokeObjectURL(url);
  }
}
