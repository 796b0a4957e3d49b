/** A count with its noun: `1 type`, `3 types`. Without `many`, the plural ends with an s. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
