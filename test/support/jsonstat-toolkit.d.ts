/** What the tests use of a package without types. */
declare module 'jsonstat-toolkit' {
  interface Dataset {
    readonly class: string;
    readonly n: number;
    readonly id: readonly string[];
    readonly role: { readonly metric: readonly string[] };
    readonly extension: { readonly table: string; readonly k: number; readonly rule: string };
    Dimension(id: string): {
      readonly id: readonly string[];
      Category(code: string): { readonly label: string } | null;
    };
    Data(at: Readonly<Record<string, string>>): {
      readonly value: number | null;
      readonly status: string | null;
    };
  }

  interface Collection {
    readonly class: string;
    readonly length: number;
    Dataset(at: number): Dataset | null;
  }

  const open: (content: unknown) => Collection;
  export = open;
}
