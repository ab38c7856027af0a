import ts from 'typescript';

const blocked: [RegExp, string][] = [
  [/<script(?![^>]*\ssrc=)[^>]*>/i, 'an inline script'],
  [/<style[\s>]/i, 'a style element'],
  [/<[a-z][^<>]*\sstyle\s*=/i, 'an inline style'],
  [/<[a-z][^<>]*\son[a-z]+\s*=/i, 'an inline handler'],
  [/\ssrc\s*=\s*["']?(https?:)?\/\//i, 'a file from elsewhere'],
  [/<link[^<>]*\shref\s*=\s*["']?(https?:)?\/\//i, 'a file from elsewhere'],
  [/(href|action)\s*=\s*["']?javascript:/i, 'a script in an address'],
];

/** Output that isn't escaped, and markup that the content security policy would block. */
export function templateFaults(path: string, text: string): string[] {
  const unescaped = [...text.matchAll(/<%-([\s\S]*?)[-_]?%>/g)].flatMap((match) =>
    isAllowed(match[1] ?? '', path.startsWith('views/layouts/'))
      ? []
      : [`${path}: line ${lineAt(text, match.index)}: <%-${match[1] ?? ''}%> is not escaped`],
  );
  const markup = text.replace(/<%[\s\S]*?%>/g, (tag) => tag.replace(/[^\n]/g, 'x'));
  const forbidden = blocked.flatMap(([pattern, what]) => {
    const match = pattern.exec(markup);
    return match === null ? [] : [`${path}: line ${lineAt(markup, match.index)}: ${what}`];
  });
  return [...unescaped, ...forbidden];
}

/** A single call of `it.part` or `include`, and nothing around it; in a layout also `it.body`. */
function isAllowed(code: string, inLayout: boolean): boolean {
  const { statements } = ts.createSourceFile('tag.js', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const [statement] = statements;
  if (statements.length !== 1 || statement === undefined || !ts.isExpressionStatement(statement))
    return false;
  const { expression } = statement;
  if (inLayout && expression.getText() === 'it.body') return true;
  return ts.isCallExpression(expression) && ['it.part', 'include'].includes(expression.expression.getText());
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
