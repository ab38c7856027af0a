import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/paths.js';

// With the types of these two files only: those of the whole program take ten seconds to read, and change no rule.
// Where CI is set, the parser would believe that it reads each file once, and take it from the disk, not from the test.
const parserOptions = {
  projectService: false,
  project: 'test/support/lint-rules.tsconfig.json',
  disallowAutomaticSingleRunInference: true,
};
const eslint = new ESLint({ cwd: projectRoot, overrideConfig: { languageOptions: { parserOptions } } });

/** What the linter says of a text in the place of an existing file. */
async function complaints(path: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: `${projectRoot}/${path}` });
  return result?.messages.map(({ line, ruleId }) => `${line} ${ruleId ?? 'fatal'}`) ?? [];
}

describe('the linter', () => {
  // The first file makes it read the types.
  beforeAll(() => complaints('server/respond/cookies.ts', 'export {};\n'), 120_000);

  it('finds whatever tells who sent a request in the respondents’ app', async () => {
    const text = `import type { Request } from 'express';
export const a = (req: Request): unknown => req.ip;
export const b = (req: Request): unknown => req['ips'];
export const c = ({ headers }: Request): unknown => headers;
export const d = (req: Request): unknown => req.get('x');
export const e = (req: Request): unknown => req.headers.cookie;
export const f = 'User-Agent';
export const g = 'x-forwarded-for';
`;
    const found = await complaints('server/respond/draft.ts', text);
    expect(found).toEqual([2, 3, 4, 5, 6, 7, 8].map((line) => `${line} no-restricted-syntax`));
  });

  it('lets cookies.ts read the cookies, and no other header', async () => {
    const text = `import type { Request } from 'express';
export const a = (req: Request): unknown => req.headers.cookie;
export const b = (req: Request): unknown => req.headers.host;
export const c = (req: Request): unknown => req.headers;
export const d = (req: Request): unknown => req.ip;
`;
    const found = await complaints('server/respond/cookies.ts', text);
    expect(found).toEqual([3, 4, 5].map((line) => `${line} no-restricted-syntax`));
  });

  it('finds a promise nobody waits for, and can’t be told to look away', async () => {
    const text = `/* ${['eslint', 'disable'].join('-')} */
export function save(work: () => Promise<void>): void {
  work();
}
`;
    expect(await complaints('server/respond/draft.ts', text)).toContain(
      '3 @typescript-eslint/no-floating-promises',
    );
  });
});
