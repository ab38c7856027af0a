import { posix } from 'node:path';
import ts from 'typescript';

export interface Import {
  /** Path of the imported file from the project's root (`server/survey/answers.ts`), or the package's name. */
  readonly target: string;
  readonly isPackage: boolean;
  /** Leaves nothing behind in the built program. */
  readonly typeOnly: boolean;
  /** Names taken from it; `*` where it is all of them. */
  readonly names: readonly string[];
}

export interface Source {
  readonly path: string;
  readonly imports: readonly Import[];
  readonly tree: ts.SourceFile;
}

/** What a file really imports, read by the compiler's own parser: static, dynamic, re-exported and in types. */
export function readSource(path: string, text: string): Source {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const add = (specifier: string, typeOnly: boolean, names: readonly string[]): void => {
    const isPackage = !specifier.startsWith('.');
    const target = isPackage ? specifier : posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts');
    imports.push({ target, isPackage, typeOnly, names });
  };

  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) {
      add(textOf(node.moduleSpecifier), isTypeImport(node.importClause), namesOf(node.importClause));
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      add(textOf(node.moduleSpecifier), node.isTypeOnly, exportedNames(node));
    } else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(textOf(node.moduleReference.expression), node.isTypeOnly, ['*']);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(textOf(node.argument.literal), true, [node.qualifier?.getText() ?? '*']);
    } else if (ts.isCallExpression(node) && isDynamicImport(node)) {
      add(textOf(node.arguments[0]), false, ['*']);
    }
  });
  return { path, imports, tree };
}

/** Calls `visit` for every node. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => {
    walk(child, visit);
  });
}

/** `12` for a node in the twelfth line. */
export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

function isDynamicImport(node: ts.CallExpression): boolean {
  const called = node.expression;
  return (
    called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require')
  );
}

/** A specifier that is put together at run time cannot be checked, and gets a name that no rule allows. */
function textOf(node: ts.Node | undefined): string {
  return node && ts.isStringLiteralLike(node) ? node.text : '(computed)';
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  if (clause.name !== undefined || bindings === undefined || ts.isNamespaceImport(bindings)) return false;
  return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}

/** Names that a clause brings in; of a mixed clause only those that are values. */
function namesOf(clause: ts.ImportClause | undefined): string[] {
  if (clause === undefined) return [];
  const names = clause.name ? ['default'] : [];
  const bindings = clause.namedBindings;
  if (bindings === undefined) return names;
  if (ts.isNamespaceImport(bindings)) return [...names, '*'];
  const allTypes = isTypeImport(clause);
  const elements = bindings.elements.filter((element) => allTypes || !element.isTypeOnly);
  return [...names, ...elements.map((element) => (element.propertyName ?? element.name).text)];
}

function exportedNames(node: ts.ExportDeclaration): string[] {
  if (node.exportClause === undefined || ts.isNamespaceExport(node.exportClause)) return ['*'];
  return node.exportClause.elements.map((element) => (element.propertyName ?? element.name).text);
}
