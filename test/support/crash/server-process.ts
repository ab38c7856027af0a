import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../../server/paths.js';

export interface ServerProcess {
  readonly port: number;
  /** Everything it has written to its two outputs so far. */
  output(): string;
  /** Ends it as `kill -9` does; resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks it to end; resolves to its exit code. */
  stop(): Promise<number | null>;
}

export interface Folders {
  readonly dataDir: string;
  readonly keyDir: string;
}

/**
 * Starts the built program (see `buildProgram`) in a process of its own and waits until it listens.
 * @param port 0 for any free one
 * @param preload a module that is loaded before the program, and what it needs in its environment
 */
export async function startServer(
  { dataDir, keyDir }: Folders,
  port: number,
  preload: { readonly module: string; readonly env: Readonly<Record<string, string>> } | null = null,
): Promise<ServerProcess> {
  const program = join(projectRoot, 'dist/server/main.js');
  const child = spawn(
    process.execPath,
    preload === null ? [program] : ['--import', preload.module, program],
    {
      cwd: tmpdir(),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        PORT: String(port),
        DEMO: 'off',
        DATA_DIR: dataDir,
        KEY_DIR: keyDir,
        ...preload?.env,
      },
    },
  );
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const listening = await new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /"event":"server.listening","port":(\d+)/.exec(output)?.[1];
      if (found !== undefined) resolve(Number(found));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => {
      reject(new Error(`the server ended early: ${output}`));
    });
  });
  return {
    port: listening,
    output: () => output,
    kill: async () => {
      end(child, 'SIGKILL');
      await ended;
    },
    stop: () => {
      end(child, 'SIGTERM');
      return ended;
    },
  };
}

function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): void {
  if (child.exitCode === null) child.kill(signal);
}
