import { compose } from './compose.js';
import { ConfigError, readConfig } from './config.js';
import { errorFields, makeLog, type Log } from './http/logging.js';
import { serve } from './http/serve.js';

const patienceMs = 10_000;

async function main(): Promise<void> {
  // Databases and keys are the server's alone.
  process.umask(0o077);
  const config = readConfig(process.env);
  const log = makeLog(config.logLevel);
  dieQuietly(log);

  const house = await compose(config, log);
  const server = await serve(house.app, config);
  log.info({ event: 'server.listening', port: server.port });
  for (const line of house.greeting) process.stdout.write(`${line}\n`);

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ event: 'server.stopping', signal });
    // Should closing the files hang as well, this ends it.
    setTimeout(() => process.exit(1), patienceMs + 2_000).unref();
    const clean = await server.stop(patienceMs);
    await house.close();
    log.info({ event: clean ? 'server.stopped' : 'server.stopped-by-force' });
    process.exit(clean ? 0 : 1);
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void stop(signal));
}

/** Node would print the message of an unexpected error, which may quote an answer. */
function dieQuietly(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ event: 'server.failed', ...errorFields(error) });
    process.exit(1);
  });
}

main().catch((error: unknown) => {
  // Nobody has been served yet, so the message can hold nothing of anybody, and the person at the terminal needs it.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ConfigError ? 78 : 1);
});
