/** Hands a text to the browser as a file. */
export function download(name: string, type: string, text: string | Blob): void {
  const url = URL.createObjectURL(typeof text === 'string' ? new Blob([text], { type }) : text);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken what it needs by the next turn of its loop, or a while later in some.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
