import type { Box, GraphLayout } from '../../server/src/graph/layout/placed';
import type { GraphModel } from '../../server/src/graph/graph-view';
import { element } from './dom';
import { farMarkup } from './far';
import { strings } from './strings';

/** The maximum size, in pixels. */
const largest = { width: 190, height: 150 };
const namespace = 'http://www.w3.org/2000/svg';

/**
 * A small version of the whole picture, with a frame around the visible part. Clicking or dragging in it scrolls the
 * picture.
 */
export class Minimap {
  private readonly svg = document.createElementNS(namespace, 'svg');
  private readonly content = document.createElementNS(namespace, 'g');
  private readonly box = element('div', {
    class: 'minimap',
    'aria-hidden': 'true',
    title: strings.minimap(),
  });
  /** The frame is separate from the drawing, so that moving it does not redraw the picture. */
  private readonly frame = element('div', { class: 'sight' });
  private scale = 1;

  constructor(parent: HTMLElement, centerOn: (x: number, y: number) => void) {
    // The minimap only repeats the picture, and a screen reader has the nodes themselves.
    this.svg.append(this.content);
    this.box.append(this.svg, this.frame);
    const move = (event: PointerEvent): void => {
      const { left, top } = this.svg.getBoundingClientRect();
      centerOn((event.clientX - left) / this.scale, (event.clientY - top) / this.scale);
    };
    this.box.addEventListener('pointerdown', (event) => {
      this.box.setPointerCapture(event.pointerId);
      move(event);
    });
    this.box.addEventListener('pointermove', (event) => {
      if (this.box.hasPointerCapture(event.pointerId)) move(event);
    });
    parent.append(this.box);
  }

  draw(model: GraphModel, layout: GraphLayout, matches: ReadonlySet<string> | null): void {
    this.scale = Math.min(
      largest.width / Math.max(layout.width, 1),
      largest.height / Math.max(layout.height, 1),
    );
    const [width, height] = [layout.width * this.scale, layout.height * this.scale];
    this.svg.setAttribute('viewBox', `0 0 ${Math.max(layout.width, 1)} ${Math.max(layout.height, 1)}`);
    this.svg.setAttribute('width', String(width));
    this.svg.setAttribute('height', String(height));
    this.content.innerHTML = farMarkup(model, layout, matches);
  }

  /** Shows the frame. Hides the minimap if everything is visible anyway. */
  show(sight: Box, layout: GraphLayout): void {
    const whole =
      sight.x <= 0 &&
      sight.y <= 0 &&
      sight.x + sight.width >= layout.width &&
      sight.y + sight.height >= layout.height;
    this.box.hidden = whole;
    const { style } = this.frame;
    style.transform = `translate(${sight.x * this.scale}px, ${sight.y * this.scale}px)`;
    style.width = `${sight.width * this.scale}px`;
    style.height = `${sight.height * this.scale}px`;
  }
}
