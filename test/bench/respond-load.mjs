// The client's process of respond.mjs: told what to play (`sessions` or `hello`), how many at once and for how long, it
// plays, lets everything that was begun come to its end, and tells what was measured. The first error ends it.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { simulateRespondents } from '../../dist/server/demo/people.js';
import { playSession } from './browser-session.mjs';
import { HttpConnection } from './http-connection.mjs';

const people = simulateRespondents(2000, 1);
let codes = [];
let begun = 0;

process.on('message', (task) => {
  play(task).then(
    (result) => process.send(result),
    (error) => process.send({ error: error.stack }),
  );
});

async function play({ what, port, concurrency, seconds, waveId, codeFile }) {
  if (codeFile !== undefined) codes = JSON.parse(readFileSync(codeFile, 'utf8'));
  const times = [];
  const timed = (ms) => times.push(ms);
  const totals = { completed: 0, requests: 0, bytesFirstVisit: 0, bytesLaterPage: 0 };
  const start = performance.now();
  const until = start + seconds * 1000;
  const one = what === 'sessions' ? () => session({ port, waveId, timed }) : helloOver(port, timed);
  await Promise.all(Array.from({ length: concurrency }, () => repeat(one, until, totals)));
  const elapsedMs = performance.now() - start;
  times.sort((a, b) => a - b);
  const percentile = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))];
  return {
    ...totals,
    elapsedMs,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
  };
}

async function repeat(one, until, totals) {
  const state = {};
  while (performance.now() < until) {
    const { requests, bytesFirstVisit, bytesLaterPage } = await one(state);
    totals.completed += 1;
    totals.requests += requests;
    totals.bytesFirstVisit = Math.max(totals.bytesFirstVisit, bytesFirstVisit);
    totals.bytesLaterPage = Math.max(totals.bytesLaterPage, bytesLaterPage);
  }
  state.connection?.close();
}

function session({ port, waveId, timed }) {
  const code = codes[begun];
  if (code === undefined) throw new Error(`the ${codes.length} codes are used up: run for fewer seconds`);
  const answers = people[begun % people.length];
  begun += 1;
  return playSession({ port, waveId, code, answers, timed });
}

/** The same client, asking on a connection that stays. */
function helloOver(port, timed) {
  return async (state) => {
    state.connection ??= new HttpConnection(port);
    const start = performance.now();
    const headers = { Accept: '*/*', 'Accept-Encoding': 'gzip, deflate, br', Connection: 'keep-alive' };
    const { status, body, wireBytes } = await state.connection.request('GET', '/', headers);
    timed(performance.now() - start);
    if (status !== 200 || body.toString() !== 'hello') throw new Error(`hello was answered with ${status}`);
    return { requests: 1, bytesFirstVisit: wireBytes, bytesLaterPage: wireBytes };
  };
}
