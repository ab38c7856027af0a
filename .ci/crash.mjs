// The long form of the crash suite: node .ci/crash.mjs --kills 200
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
if (!/^[1-9]\d{0,4}$/.test(values.kills)) {
  process.stderr.write('--kills takes a whole number from 1 on\n');
  process.exit(64);
}
const child = spawn(process.execPath, [join('node_modules', 'vitest/vitest.mjs'), 'run', 'test/crash'], {
  stdio: 'inherit',
  env: { ...process.env, CRASH_KILLS: values.kills },
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
