/** Adds a server to the file. */
export function AddPage() {
  return null;
}

/** Edits one that is there. */
export function EditPage({ name }: { readonly name: string }) {
  return <h1>{name}</h1>;
}
