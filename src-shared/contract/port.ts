/**
 * What a page says for each message that it has read from its port. A port, unlike a socket, takes whatever it is given
 * and keeps it until the other side reads: without this a page that hangs would fill the memory of the application.
 */
export const PORT_READ = 'read';

/** Both ends have it: the page's own, and Node's in tests. */
interface ReadPort {
  addEventListener(type: 'message', listener: () => void): void;
  postMessage(text: string): void;
}

/** Says of each message that it was read, for as long as the port lives. */
export function tellWhatIsRead(port: ReadPort): void {
  port.addEventListener('message', () => port.postMessage(PORT_READ));
}
