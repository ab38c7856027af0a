/** The part of JSON Schema that the description of the interface uses. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** What is wrong with a value by a schema of the document: paths with a fault, and what the schema does not know. */
export function misfits(document: object, schema: Schema, value: unknown, at = '$'): string[] {
  if (schema.$ref !== undefined) {
    const target = schema.$ref
      .slice(2)
      .split('/')
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
    return misfits(document, target as Schema, value, at);
  }
  if (schema.enum !== undefined) return schema.enum.includes(value) ? [] : [`${at}: none of its values`];
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (types.length > 0 && !types.includes(typeOf(value))) return [`${at}: is no ${types.join(' or ')}`];
  if (Array.isArray(value) && schema.items !== undefined) {
    const { items } = schema;
    return value.flatMap((item, index) => misfits(document, items, item, `${at}[${String(index)}]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const { properties } = schema;
  return [
    ...(schema.required ?? []).filter((key) => !(key in value)).map((key) => `${at}.${key}: missing`),
    ...Object.entries(value).flatMap(([key, part]) => {
      if (properties === undefined) return [];
      const known = properties[key];
      return known === undefined
        ? [`${at}.${key}: not described`]
        : misfits(document, known, part, `${at}.${key}`);
    }),
  ];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}
