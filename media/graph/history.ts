import { viewKey, type GraphView } from '../../server/src/graph/graph-view';

/** The views that were shown before and after the current one, as in a browser. */
export class History {
  private before: GraphView[] = [];
  private after: GraphView[] = [];
  private current: GraphView | null = null;

  get canGoBack(): boolean {
    return this.before.length > 0;
  }

  get canGoForward(): boolean {
    return this.after.length > 0;
  }

  /** Records the view that is shown now, whoever asked for it. */
  shows(view: GraphView): void {
    const { current } = this;
    if (current === null || isSame(current, view)) {
      this.current = view;
      return;
    }
    const last = this.before.at(-1);
    const next = this.after.at(-1);
    if (this.moving === 'back' && last && isSame(last, view)) {
      this.before.pop();
      this.after.push(current);
    } else if (this.moving === 'forward' && next && isSame(next, view)) {
      this.after.pop();
      this.before.push(current);
    } else {
      this.before = [...this.before.slice(-LONGEST), current];
      this.after = [];
    }
    this.moving = null;
    this.current = view;
  }

  /** The view to go back to, or null. */
  back(): GraphView | null {
    this.moving = 'back';
    return this.before.at(-1) ?? null;
  }

  /** The view to go forward to, or null. */
  forward(): GraphView | null {
    this.moving = 'forward';
    return this.after.at(-1) ?? null;
  }

  private moving: 'back' | 'forward' | null = null;
}

const LONGEST = 50;
const isSame = (a: GraphView, b: GraphView): boolean => viewKey(a) === viewKey(b);
