import { InvalidArgumentError } from 'commander';

/**
 * Parses the value of `-j`.
 * @throws InvalidArgumentError
 */
export function jobs(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return count;
}
