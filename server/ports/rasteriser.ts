/** Turns a picture into points, for programs that take no SVG. */
export interface Rasteriser {
  /** PNG at twice the size of the SVG, which has to name its size and everything else itself. Rejects where it is no SVG. */
  png(svg: string): Promise<Buffer>;
}
