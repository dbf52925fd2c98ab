/** For which machines a file of a compiler is, as its first bytes tell. */
export interface Binary {
  readonly format: 'ELF' | 'Mach-O' | 'PE' | 'WebAssembly';
  /** In the words of platforms/; a fat Mach-O has several, and what nobody knows here is a number. */
  readonly archs: readonly string[];
  /** Whether names of functions are left that nothing needs to run; absent where the format does not tell so shortly. */
  readonly hasSymbols?: boolean;
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const hex = (value: number): string => `0x${value.toString(16)}`;
