import type { Box, GraphLayout } from '../../server/src/pipeline/graph/layout';
import type { GraphModel } from '../../server/src/pipeline/graph/types';
import { farMarkup } from './far';
import { strings } from './strings';

const namespace = 'http://www.w3.org/2000/svg';

/** The whole picture in small, with a frame around the part in sight. Dragging in it moves that part. */
export class Minimap {
  private readonly svg = document.createElementNS(namespace, 'svg');
  private readonly content = document.createElementNS(namespace, 'g');
  private readonly frame = document.createElementNS(namespace, 'rect');

  constructor(parent: HTMLElement, centreOn: (x: number, y: number) => void) {
    this.svg.setAttribute('class', 'minimap');
    // It repeats the picture: a screen reader has the nodes themselves.
    this.svg.setAttribute('aria-hidden', 'true');
    const title = document.createElementNS(namespace, 'title');
    title.textContent = strings.minimap;
    this.frame.setAttribute('class', 'sight');
    this.svg.append(title, this.content, this.frame);
    const move = (event: PointerEvent): void => {
      const matrix = this.svg.getScreenCTM();
      if (!matrix) return;
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      centreOn(point.x, point.y);
    };
    this.svg.addEventListener('pointerdown', (event) => {
      this.svg.setPointerCapture(event.pointerId);
      move(event);
    });
    this.svg.addEventListener('pointermove', (event) => {
      if (this.svg.hasPointerCapture(event.pointerId)) move(event);
    });
    parent.append(this.svg);
  }

  draw(model: GraphModel, layout: GraphLayout, matches: ReadonlySet<string> | null): void {
    this.svg.setAttribute('viewBox', `0 0 ${Math.max(layout.width, 1)} ${Math.max(layout.height, 1)}`);
    this.content.innerHTML = farMarkup(model, layout, matches);
  }

  /** Hidden where everything is in sight anyway. */
  show(sight: Box, layout: GraphLayout): void {
    const whole =
      sight.x <= 0 &&
      sight.y <= 0 &&
      sight.x + sight.width >= layout.width &&
      sight.y + sight.height >= layout.height;
    this.svg.style.display = whole ? 'none' : '';
    for (const name of ['x', 'y', 'width', 'height'] as const)
      this.frame.setAttribute(name, String(sight[name]));
  }
}
