/** A value of a stored record. Whole numbers beyond 2⁵³ lose their last digits, which no attack here depends on. */
export type Value = null | number | string | Buffer;

/** A variable-length integer (SQLite file format, 1.6) and where it ends. @throws RangeError past the end of `bytes`. */
export function readVarint(bytes: Buffer, at: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = bytes.readUInt8(at + index);
    value = value * 128 + (byte & 127);
    if (byte < 128) return { value, end: at + index + 1 };
  }
  return { value: value * 256 + bytes.readUInt8(at + 8), end: at + 9 };
}

/** The values of a record (SQLite file format, 2.1). @throws RangeError where it is cut off. */
export function readRecord(payload: Buffer): Value[] {
  const header = readVarint(payload, 0);
  const values: Value[] = [];
  let type = header.end;
  let body = header.value;
  while (type < header.value) {
    const serial = readVarint(payload, type);
    type = serial.end;
    const size = sizeOf(serial.value);
    if (body + size > payload.length) throw new RangeError('a record ends before its values do');
    values.push(valueOf(serial.value, payload.subarray(body, body + size)));
    body += size;
  }
  return values;
}

const numberSizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function sizeOf(serial: number): number {
  if (serial >= 12) return Math.floor((serial - 12) / 2);
  return numberSizes[serial] ?? 0;
}

function valueOf(serial: number, bytes: Buffer): Value {
  if (serial === 0) return null;
  if (serial === 7) return bytes.readDoubleBE();
  if (serial === 8 || serial === 9) return serial - 8;
  if (serial < 7)
    return bytes.length <= 6 ? bytes.readIntBE(0, bytes.length) : Number(bytes.readBigInt64BE());
  return serial % 2 === 0 ? bytes : bytes.toString('utf8');
}
