import type { Server } from 'node:http';

/** Ports that are tried after the wanted one before the system chooses. */
const NEXT_PORTS = 20;

/** Listens on the port, or, where that is taken and it may be another, on the next free one. null: it is taken. */
export async function listenOn(
  server: Server,
  where: { readonly host: string; readonly port: number; readonly strict: boolean },
): Promise<number | null> {
  const { host, port, strict } = where;
  const last = strict || port === 0 ? port : Math.min(port + NEXT_PORTS, 65_535);
  for (let candidate = port; candidate <= last; candidate++) {
    const taken = await tryPort(server, host, candidate);
    if (taken !== null) return taken;
  }
  return strict ? null : tryPort(server, host, 0);
}

/** The port that is listened on, null where it is taken. Rejects for every other reason. */
function tryPort(server: Server, host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      server.off('listening', onListening);
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    };
    const onListening = () => {
      server.off('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    };
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen({ host, port, exclusive: true });
  });
}
