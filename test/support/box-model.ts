/** What can be asked of a box at the same time as other things. Names are hashed before they reach the box. */
export type Ask =
  | {
      readonly verb: 'submit';
      readonly wave: string;
      readonly right: { readonly code: string } | { readonly credential: string } | null;
      readonly receipt: string;
      readonly text: string;
    }
  | { readonly verb: 'withdraw'; readonly wave: string; readonly receipt: string }
  | { readonly verb: 'redeem'; readonly wave: string; readonly code: string; readonly request: string };

interface WaveModel {
  box: 'none' | 'open' | 'sealed';
  /** By code: `free`, `used`, or the request that it was exchanged for. */
  codes: Record<string, string>;
  /** By receipt. */
  ballots: Record<string, string>;
  spent: Record<string, true>;
}

/** What the ballot box promises, as plainly as it can be said: records of names, one thing after the other. */
export class BoxModel {
  private constructor(private readonly waves: Record<string, WaveModel>) {}

  static empty(): BoxModel {
    return new BoxModel({});
  }

  copy(): BoxModel {
    return new BoxModel(structuredClone(this.waves));
  }

  /** The same for models that promise the same. */
  fingerprint(): string {
    return JSON.stringify(this.waves, (_key, value: unknown) =>
      typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    );
  }

  wave(id: string): WaveModel {
    return (this.waves[id] ??= { box: 'none', codes: {}, ballots: {}, spent: {} });
  }

  ask(ask: Ask): string {
    switch (ask.verb) {
      case 'submit':
        return this.submit(ask);
      case 'withdraw': {
        const wave = this.wave(ask.wave);
        if (wave.box === 'sealed') return 'closed';
        if (wave.ballots[ask.receipt] === undefined) return 'unknown';
        wave.ballots = without(wave.ballots, ask.receipt);
        return 'withdrawn';
      }
      case 'redeem': {
        const wave = this.wave(ask.wave);
        const code = wave.codes[ask.code];
        if (wave.box !== 'open') return 'closed';
        if (code === undefined) return 'code-unknown';
        if (code !== 'free') return code === ask.request ? 'redeemed' : 'code-used';
        wave.codes[ask.code] = ask.request;
        return 'redeemed';
      }
    }
  }

  checkCode(waveId: string, code: string): 'free' | 'used' | 'unknown' {
    const state = this.wave(waveId).codes[code];
    if (state === undefined) return 'unknown';
    return state === 'free' ? 'free' : 'used';
  }

  usedCodes(waveId: string): number {
    return Object.values(this.wave(waveId).codes).filter((state) => state !== 'free').length;
  }

  seal(waveId: string): void {
    const wave = this.wave(waveId);
    wave.box = 'sealed';
    wave.codes = {};
    wave.spent = {};
  }

  private submit({ wave: id, right, receipt, text }: Ask & { verb: 'submit' }): string {
    const wave = this.wave(id);
    if (wave.box === 'none') return 'closed';
    if (wave.ballots[receipt] !== undefined) {
      if (wave.box === 'open') wave.ballots[receipt] = text;
      return 'accepted';
    }
    if (wave.box === 'sealed') return 'closed';
    if (right !== null && 'code' in right) {
      const code = wave.codes[right.code];
      if (code === undefined) return 'code-unknown';
      if (code !== 'free') return 'code-used';
      wave.codes[right.code] = 'used';
    }
    if (right !== null && 'credential' in right) {
      if (wave.spent[right.credential] === true) return 'credential-spent';
      wave.spent[right.credential] = true;
    }
    wave.ballots[receipt] = text;
    return 'accepted';
  }
}

function without<T>(record: Record<string, T>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}
