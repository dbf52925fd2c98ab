/** What the three or four words of a Rust target tell of the machine that its files are for. */
export interface Platform {
  readonly target: string;
  readonly os: string;
  readonly arch: string;
  /** gnu, musl, msvc; empty where the system has but one. */
  readonly abi: string;
}

/** The words by which downloads are called, where they are not Rust's own. */
const systems: Readonly<Record<string, string>> = { darwin: 'macos' };
const processors: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  i386: '386',
  i586: '386',
  i686: '386',
  powerpc64le: 'ppc64le',
  powerpc64: 'ppc64',
  riscv64gc: 'riscv64',
  loongarch64: 'loong64',
};

/** `x86_64-unknown-linux-gnu`, `aarch64-apple-darwin`, `wasm32-wasip1`: undefined where it is no target. */
export function platformOf(target: string): Platform | undefined {
  const [processor = '', ...rest] = target.split('-');
  if (!/^[a-z][\w.]*(?:-[\w.]+){1,3}$/.test(target)) return undefined;
  // The vendor says nothing of the files; some targets have none.
  const words = rest.filter((word, at) => !(at === 0 && rest.length > 1 && vendors.has(word)));
  const [system = '', abi = ''] = words;
  const [os, bound] = /^(android|linux|windows|ios|none|freebsd|netbsd|openbsd)(\w*)$/.exec(system)?.slice(1) ?? [];
  const isAndroid = abi.startsWith('android');
  return {
    target,
    os: isAndroid ? 'android' : (systems[system] ?? os ?? system),
    arch: processors[processor] ?? processor.replace(/^armv7.*/, 'armv7').replace(/^arm64e$/, 'arm64'),
    abi: isAndroid ? abi.replace(/^android/, '') : abi === '' ? (bound ?? '') : abi,
  };
}

/** What a compiler builds for: two targets where one file is to run on both processors of macOS. */
export const slicesOf = (target: string): readonly string[] =>
  target === 'universal2-apple-darwin' ? ['aarch64-apple-darwin', 'x86_64-apple-darwin'] : [target];

const vendors = new Set(['unknown', 'apple', 'pc', 'uwp', 'win7', 'alpine', 'sun', 'fortanix', 'nvidia', 'ibm', 'wrs']);

/** What a program is called there: `.exe` is behind it on Windows, `.wasm` where it is WebAssembly. */
export const programSuffix = ({ os, arch }: Platform): string =>
  os === 'windows' ? '.exe' : arch.startsWith('wasm') ? '.wasm' : '';

/** The files that rustc makes of a library, those first that programs load. Windows wants another file to link by. */
export function libraryFiles(name: string, kind: 'cdylib' | 'staticlib', platform: Platform): readonly string[] {
  const { os, abi, arch } = platform;
  const isMicrosoft = os === 'windows' && abi.startsWith('msvc');
  if (kind === 'staticlib') return [isMicrosoft ? `${name}.lib` : `lib${name}.a`];
  if (os === 'windows') return [`${name}.dll`, isMicrosoft ? `${name}.dll.lib` : `lib${name}.dll.a`];
  if (arch.startsWith('wasm')) return [`${name}.wasm`];
  return [`lib${name}${os === 'macos' || os === 'ios' ? '.dylib' : '.so'}`];
}
