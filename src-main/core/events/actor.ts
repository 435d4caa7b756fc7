/** `cli` also finds `cli:1000`: the part behind the colon says which one. */
export function isActor(actor: string, wanted: string): boolean {
  return actor === wanted || actor.startsWith(`${wanted}:`);
}
