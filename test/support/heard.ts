import { vi } from 'vitest';

/** Keeps what the process would say on its terminal from now on, until `vi.restoreAllMocks()`; nothing is shown. */
export function hearProcess(): readonly string[] {
  const said: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      said.push(String(chunk));
      return true;
    });
  }
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...words: unknown[]) => {
      said.push(words.map(String).join(' '));
    });
  }
  return said;
}
