import type { DiffProblem } from '../../shared/diff/revision';
import { CannotAsk } from '../exit';

/** Two revisions cannot be compared, for a reason that the editor puts in words of its own. */
export class CannotCompare extends CannotAsk {
  constructor(
    readonly problem: DiffProblem,
    message: string,
  ) {
    super(message);
  }
}
