import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../paths.js';
import type { LinearAnswer, LinearSolver } from '../ports/linear-solver.js';

interface Reply {
  readonly id: number;
  readonly answer?: unknown;
  readonly error?: string;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** HiGHS in a thread of its own, started with the first program. Close it, or the process stays. */
export function makeHighsSolver({ secondsPerSolve = 60 }: { secondsPerSolve?: number } = {}): LinearSolver {
  let worker: Worker | null = null;
  let sent = 0;
  const waiting = new Map<number, Waiting>();

  const giveUp = (error: Error): void => {
    worker = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const start = (): Worker => {
    // From the sources, in a build as well: like templates, it isn't compiled.
    const started = new Worker(join(projectRoot, 'server/solver/highs-worker.mjs'));
    started.on('message', ({ id, answer, error }: Reply) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) asked?.resolve(answer);
      else asked?.reject(new Error(error));
    });
    started.on('error', giveUp);
    started.on('exit', () => {
      if (worker === started) giveUp(new Error('the thread of HiGHS ended'));
    });
    return started;
  };
  const ask = (action: string, request: object): Promise<unknown> => {
    worker ??= start();
    const target = worker;
    sent += 1;
    const id = sent;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      target.postMessage({ id, action, ...request });
    });
  };

  return {
    async open(program, changing = 'objectives') {
      const opened = (await ask('open', { program, secondsPerSolve, changing })) as { model: number };
      return {
        maximise: async (objective, bounds, path = {}) =>
          (await ask('maximise', { ...opened, objective, bounds, path })) as LinearAnswer,
        close: async () => {
          await ask('close', opened);
        },
      };
    },
    async close() {
      const ending = worker;
      worker = null;
      await ending?.terminate();
      giveUp(new Error('the solver was closed'));
    },
  };
}
