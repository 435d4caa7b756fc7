/** Whether it ends within so many levels; what is deeper overflows the stack of those who walk it. */
export function isWithin(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.values(value).every((each) => isWithin(each, depth - 1));
}
