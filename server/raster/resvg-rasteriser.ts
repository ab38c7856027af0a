import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Rasteriser } from '../ports/rasteriser.js';

const require = createRequire(import.meta.url);
const faces = ['400Regular/FiraSans_400Regular', '600SemiBold/FiraSans_600SemiBold'];

/** One for the process, because the WebAssembly module refuses to be initialised twice. */
let fonts: Promise<Uint8Array[]> | undefined;

async function load(): Promise<Uint8Array[]> {
  await initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  return faces.map((face) => readFileSync(require.resolve(`@expo-google-fonts/fira-sans/${face}.ttf`)));
}

/**
 * resvg as WebAssembly (MPL-2.0), with Fira Sans (SIL Open Font License 1.1): the same bytes on every machine, because no font
 * of the machine is looked at. Loaded when the first picture is asked for.
 */
export function makeResvgRasteriser(): Rasteriser {
  return {
    png: async (svg) => {
      const fontBuffers = await (fonts ??= load());
      const resvg = new Resvg(svg, {
        fitTo: { mode: 'zoom', value: 2 },
        font: { fontBuffers, loadSystemFonts: false, defaultFontFamily: 'Fira Sans' },
      });
      const image = resvg.render();
      const bytes = Buffer.from(image.asPng());
      image.free();
      resvg.free();
      return bytes;
    },
  };
}
