const codes = { strong: [1, 22], faint: [2, 22], good: [32, 39], bad: [31, 39], doubtful: [33, 39] } as const;

export type Tone = keyof typeof codes;
export type Paint = (tone: Tone | undefined, text: string) => string;

/** Colours where they are wanted; the same words without. */
export const painter = (isColoured: boolean): Paint =>
  isColoured
    ? (tone, text) => {
        if (tone === undefined || text === '') return text;
        const [on, off] = codes[tone];
        return `\u001b[${on}m${text}\u001b[${off}m`;
      }
    : (_, text) => text;

export const unpainted: Paint = painter(false);
