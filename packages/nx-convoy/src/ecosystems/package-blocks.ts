/** What a lock file of cargo or uv tells of each package. Both are written by one program in one form, and long: they are not read as TOML. */
export const packageBlocks = (lock: string): readonly string[] =>
  lock.replaceAll('\r\n', '\n').split('[[package]]\n').slice(1);
