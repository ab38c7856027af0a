/** A file as a browser hands it to a form. */
export function file(name: string, content: string) {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) };
}

/** A local time in Berlin, that long from now, as a date field holds it. */
export function berlin(offset: number): string {
  return new Date(Date.now() + offset)
    .toLocaleString('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' })
    .replace(' ', 'T');
}
