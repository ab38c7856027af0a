import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * Passes connections on from another address of this machine, so that a server sees a client whose address a test can
 * look for. `url` is where the client connects to.
 */
export async function openRelay(
  target: string,
  fromAddress: string,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { port, hostname } = new URL(target);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    const onward = connect({ port: Number(port), host: hostname, localAddress: fromAddress });
    const end = (): void => {
      open.delete(client);
      client.destroy();
      onward.destroy();
    };
    client.on('error', end).on('close', end);
    onward.on('error', end).on('close', end);
    client.pipe(onward).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
