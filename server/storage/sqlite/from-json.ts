/** Reads back what an adapter wrote itself: values were checked where they came in, and only adapters write to the files. */
export function fromJson<Value>(text: string): Value {
  return JSON.parse(text) as Value;
}
