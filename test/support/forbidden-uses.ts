import ts from 'typescript';
import { lineOf, walk, type Source } from './read-source.js';

const pure = ['survey', 'disclosure', 'statistics', 'credential', 'ports'];
const surroundings = [
  ...['process', 'globalThis', 'performance', 'crypto', 'fetch', 'setTimeout', 'setInterval'],
  ...['setImmediate', 'queueMicrotask', 'localStorage'],
];
/** What a request tells about who sent it. */
const identifying = [
  ...[
    'ip',
    'ips',
    'headers',
    'rawHeaders',
    'headersDistinct',
    'socket',
    'connection',
    'hostname',
    'subdomains',
  ],
];
const foreignHeader =
  /^(user-agent|x-forwarded-|x-real-ip|forwarded$|referer|referrer$|authorization$|accept-language|sec-ch-|remote-)/i;

/** Uses that the imports don't show: time, chance, the surroundings, ballots, and who sent a request. */
export function forbiddenUses(source: Source, place: string | null): string[] {
  const found: string[] = [];
  const report = (node: ts.Node, why: string): void => void found.push(`line ${lineOf(node)}: ${why}`);
  walk(source.tree, (node) => {
    for (const why of faultsOf(node, source.path, place ?? '')) report(node, why);
  });
  return found;
}

function faultsOf(node: ts.Node, path: string, place: string): string[] {
  const faults: string[] = [];
  const wires = place === 'compose.ts' || place === 'cli';
  if (isMember(node, 'Math', 'random')) faults.push('Math.random is no randomness: take the port');
  if (!wires && readsTheClock(node)) faults.push('reads the time of the machine: take the port Clock');
  if (place !== 'cli' && ts.isIdentifier(node) && node.text === 'console' && !isPropertyName(node)) {
    faults.push('writes to the console: take the log');
  }
  if (pure.includes(place) && ts.isIdentifier(node) && surroundings.includes(node.text) && isFree(node)) {
    faults.push(`${node.text} is not pure: take it as an argument`);
  }
  if (ts.isIdentifier(node) && node.text === 'SealedBallots' && !mayHoldBallots(place)) {
    faults.push('names the port SealedBallots, which only releases/ may hold');
  }
  if (place !== 'disclosure' && makesSafeTable(node))
    faults.push('makes a SafeTable, which only disclosure/ may');
  if (place === 'respond' && identifies(node, path))
    faults.push('reads what could tell who sent the request');
  return faults;
}

function mayHoldBallots(place: string): boolean {
  return ['ports', 'releases', 'storage', 'compose.ts'].includes(place);
}

function readsTheClock(node: ts.Node): boolean {
  if (isMember(node, 'Date', 'now')) return true;
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  const isDate = ts.isIdentifier(node.expression) && node.expression.text === 'Date';
  return isDate && (ts.isCallExpression(node) || (node.arguments ?? []).length === 0);
}

function makesSafeTable(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return node.expression.getText() === 'SafeTable';
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) {
    return /\bSafe(Table|Cell|Release)\b/.test(node.type.getText());
  }
  return (
    ts.isHeritageClause(node) && node.types.some(({ expression }) => expression.getText() === 'SafeTable')
  );
}

function identifies(node: ts.Node, path: string): boolean {
  const readsCookies = path === 'server/respond/cookies.ts';
  const name = memberName(node);
  if (name !== null && identifying.includes(name)) return !(readsCookies && isCookieHeader(node));
  if (ts.isCallExpression(node)) return /^(req|request)\.(get|header)$/.test(node.expression.getText());
  return ts.isStringLiteralLike(node) && foreignHeader.test(node.text);
}

/** `x.name`, `x['name']` and `{ name } = x`. */
function memberName(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node)) {
    return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : null;
  }
  if (!ts.isBindingElement(node) || !ts.isObjectBindingPattern(node.parent)) return null;
  return (node.propertyName ?? node.name).getText();
}

function isCookieHeader(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.getText().endsWith('.headers.cookie');
}

function isMember(node: ts.Node, object: string, name: string): boolean {
  return (
    memberName(node) === name && 'expression' in node && (node.expression as ts.Node).getText() === object
  );
}

/** Not the name of a property, parameter or declaration of its own. */
function isFree(node: ts.Identifier): boolean {
  const parent = node.parent;
  const declares =
    (ts.isParameter(parent) || ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) &&
    parent.name === node;
  return !declares && !isPropertyName(node) && !ts.isTypeNode(parent);
}

function isPropertyName(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  const named =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent);
  return named && parent.name === node;
}
