import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * Passes connections on from another address of this machine, so that a server sees a client whose address a test can
 * look for. `url` is where the client connects to. `hear` gets what
 * passes in either direction, by the number of the connection.
 */
export async function openRelay(
  target: string,
  fromAddress: string,
  hear: (connection: number, passed: Buffer) => void = () => {},
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { port, hostname } = new URL(target);
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    const connection = (connections += 1);
    open.add(client);
    const onward = connect({ port: Number(port), host: hostname, localAddress: fromAddress });
    for (const side of [client, onward]) side.on('data', (passed: Buffer) => hear(connection, passed));
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
