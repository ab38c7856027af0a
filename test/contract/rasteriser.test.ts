import { describe, expect, it } from 'vitest';
import { makeResvgRasteriser } from '../../server/raster/resvg-rasteriser.js';

const svg = (fill: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="30" font-family="Fira Sans">` +
  `<rect width="80" height="30" fill="${fill}"/><text x="4" y="20">Gruppe</text></svg>`;

describe('the rasteriser', () => {
  it('draws at twice the size', async () => {
    const png = await makeResvgRasteriser().png(svg('#fff'));
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([160, 60]);
  });

  it('can be made twice in one process, even at once, and draws the same bytes', async () => {
    const [one, other] = [makeResvgRasteriser(), makeResvgRasteriser()];
    const [a, b] = await Promise.all([one.png(svg('#fff')), other.png(svg('#fff'))]);
    expect(a.equals(b)).toBe(true);
    expect((await other.png(svg('#000'))).equals(b)).toBe(false);
  });

  it('refuses what is no SVG, and goes on drawing', async () => {
    const rasteriser = makeResvgRasteriser();
    await expect(rasteriser.png('<p>nothing')).rejects.toThrow();
    expect((await rasteriser.png(svg('#fff'))).length).toBeGreaterThan(100);
  });
});
