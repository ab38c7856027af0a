import QRCode from 'qrcode';

/** A QR code as the path of an SVG: `size` units wide and high, the quiet zone of four units included (ISO/IEC 18004). */
export function qrPath(text: string): { readonly size: number; readonly path: string } {
  const quiet = 4;
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const runs: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      let length = 0;
      while (column + length < modules.size && modules.get(row, column + length) === 1) length += 1;
      if (length === 0) continue;
      runs.push(`M${String(column + quiet)} ${String(row + quiet)}h${String(length)}v1h-${String(length)}z`);
      column += length;
    }
  }
  return { size: modules.size + 2 * quiet, path: runs.join('') };
}
