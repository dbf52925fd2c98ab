/**
 * BLAKE2b with a digest of 32 bytes, as uploads name it: Node knows only the one of 64, whose beginning is another digest. Numbers of 64
 * bits are two of 32 here, the lower one first: BigInt would take a hundred times as long.
 */
export function blake2b(): { update(bytes: Uint8Array): void; digest(): string } {
  const state = Uint32Array.from(initial);
  state[0] = at(state, 0) ^ 0x01010000 ^ size;
  const block = new Uint8Array(blockSize);
  let held = 0;
  let total = 0;
  return {
    update(bytes) {
      let from = 0;
      while (from < bytes.length) {
        // The last block is marked as such, so a full one waits for what comes after it.
        if (held === blockSize) {
          total += blockSize;
          compress(state, block, total, false);
          held = 0;
        }
        const part = Math.min(blockSize - held, bytes.length - from);
        block.set(bytes.subarray(from, from + part), held);
        held += part;
        from += part;
      }
    },
    digest() {
      block.fill(0, held);
      compress(state, block, total + held, true);
      return Buffer.from(state.buffer, 0, size).toString('hex');
    },
  };
}

const size = 32;
const blockSize = 128;

/** The fractions of the square roots of the first primes, as SHA-512 has them. */
const initial = Uint32Array.of(
  0xf3bcc908,
  0x6a09e667,
  0x84caa73b,
  0xbb67ae85,
  0xfe94f82b,
  0x3c6ef372,
  0x5f1d36f1,
  0xa54ff53a,
  0xade682d1,
  0x510e527f,
  0x2b3e6c1f,
  0x9b05688c,
  0xfb41bd6b,
  0x1f83d9ab,
  0x137e2179,
  0x5be0cd19,
);

/** In which order each round takes the words of a block. */
const rounds = [
  '0123456789abcdef',
  'ea489fd61c02b753',
  'b8c052fdae367194',
  '7931dcbe265a40f8',
  '905724afe1bc683d',
  '2c6a0b834d75fe19',
  'c51fed4a0763928b',
  'db7ec13950f4862a',
  '6fe9b308c2d714a5',
  'a2847615fb9e3cd0',
  '0123456789abcdef',
  'ea489fd61c02b753',
].map((digits) => Uint32Array.from(digits, (digit) => 2 * Number.parseInt(digit, 16)));

const v = new Uint32Array(32);
const words = new Uint32Array(32);

function compress(state: Uint32Array, block: Uint8Array, count: number, isLast: boolean): void {
  v.set(state);
  v.set(initial, 16);
  v[24] = at(v, 24) ^ count;
  v[25] = at(v, 25) ^ Math.floor(count / 0x1_0000_0000);
  if (isLast) {
    v[28] = ~at(v, 28);
    v[29] = ~at(v, 29);
  }
  const view = new DataView(block.buffer);
  for (let word = 0; word < 32; word += 1) words[word] = view.getUint32(word * 4, true);
  for (const turn of rounds) {
    mix(0, 8, 16, 24, at(turn, 0), at(turn, 1));
    mix(2, 10, 18, 26, at(turn, 2), at(turn, 3));
    mix(4, 12, 20, 28, at(turn, 4), at(turn, 5));
    mix(6, 14, 22, 30, at(turn, 6), at(turn, 7));
    mix(0, 10, 20, 30, at(turn, 8), at(turn, 9));
    mix(2, 12, 22, 24, at(turn, 10), at(turn, 11));
    mix(4, 14, 16, 26, at(turn, 12), at(turn, 13));
    mix(6, 8, 18, 28, at(turn, 14), at(turn, 15));
  }
  for (let word = 0; word < 16; word += 1) state[word] = at(state, word) ^ at(v, word) ^ at(v, word + 16);
}

/** Columns first, then diagonals; each number is where the lower half of a word is. */
function mix(a: number, b: number, c: number, d: number, x: number, y: number): void {
  add(a, at(v, b), at(v, b + 1));
  add(a, at(words, x), at(words, x + 1));
  turned(d, a, 32);
  add(c, at(v, d), at(v, d + 1));
  turned(b, c, 24);
  add(a, at(v, b), at(v, b + 1));
  add(a, at(words, y), at(words, y + 1));
  turned(d, a, 16);
  add(c, at(v, d), at(v, d + 1));
  turned(b, c, 63);
}

function add(to: number, low: number, high: number): void {
  const sum = at(v, to) + low;
  v[to + 1] = at(v, to + 1) + high + (sum > 0xffff_ffff ? 1 : 0);
  v[to] = sum;
}

/** `v[to] = (v[to] xor v[by])`, turned to the right. */
function turned(to: number, by: number, bits: 16 | 24 | 32 | 63): void {
  const [low, high] = [at(v, to) ^ at(v, by), at(v, to + 1) ^ at(v, by + 1)];
  if (bits === 32) {
    v[to] = high;
    v[to + 1] = low;
  } else if (bits === 63) {
    v[to] = (low << 1) | (high >>> 31);
    v[to + 1] = (high << 1) | (low >>> 31);
  } else {
    v[to] = (low >>> bits) | (high << (32 - bits));
    v[to + 1] = (high >>> bits) | (low << (32 - bits));
  }
}

function at(list: Uint32Array, index: number): number {
  return list[index] ?? 0;
}
