import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { projectRoot } from '../../server/paths.js';

/** The built program in a process of its own, as `npm start` runs it. */
const program = join(projectRoot, 'dist/server/main.js');
const folder = mkdtempSync(join(tmpdir(), 'mehrwelt-main-'));
const logLine = z.object({ event: z.string(), port: z.number().optional() });

beforeAll(() => {
  execFileSync(process.execPath, [join(projectRoot, '.ci/setup.mjs')], { stdio: 'pipe' });
}, 300_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function start(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [program], {
    cwd: tmpdir(),
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DEMO: 'off',
      DATA_DIR: join(folder, 'data'),
      KEY_DIR: join(folder, 'keys'),
      ...env,
    },
  });
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.out += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const listening = new Promise<number>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      written.err += chunk.toString();
      const port = /"event":"server.listening","port":(\d+)/.exec(written.err)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    void ended.then(() => {
      reject(new Error(`ended early: ${written.err}`));
    });
  });
  listening.catch(() => undefined);
  return { child, written, listening, ended };
}

describe('the program', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('is ready, and stops clean on %s', async (signal) => {
    const { child, written, listening, ended } = start({});
    const port = await listening;
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`);
    expect([answer.status, await answer.text()]).toEqual([200, 'ready\n']);
    child.kill(signal);
    expect(await ended).toBe(0);
    const lines = written.err
      .trim()
      .split('\n')
      .map((line) => logLine.parse(JSON.parse(line)).event);
    expect(lines).toEqual(['server.listening', 'server.stopping', 'server.stopped']);
    expect(written.out).toContain('/staff');
  });

  it('keeps its files to itself', async () => {
    const { child, listening, ended } = start({});
    await listening;
    child.kill('SIGTERM');
    await ended;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true });
    const shared = files.filter((entry) => (statSync(join(entry.parentPath, entry.name)).mode & 0o077) !== 0);
    expect(files.length).toBeGreaterThan(5);
    expect(shared.map(({ name }) => name)).toEqual([]);
  });

  it('does not start with a wrong value, and says so in one line', async () => {
    const { written, ended } = start({ K_FLOOR: '3' });
    expect(await ended).toBe(78);
    expect(written).toEqual({
      out: '',
      err: 'K_FLOOR "3" is not between 5 and 1000. What would do: a whole number from 5 to 1000, for instance K_FLOOR=10.\n',
    });
  });

  it('does not start on a port that is taken, and says so in one line', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { written, ended } = start({ PORT: String(port) });
    expect(await ended).toBe(1);
    expect(written.err).toMatch(/^Another program listens on 127\.0\.0\.1:\d+\. Stop it, or choose .*\n$/);
    other.close();
  });
});
