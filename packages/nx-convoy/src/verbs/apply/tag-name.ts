/**
 * What git takes as the name of a tag: the rules of git check-ref-format(1), which would be a process for each of a thousand tags. A test
 * asks git itself.
 */
export const isTagName = (name: string): boolean =>
  name !== '' &&
  !/[\p{Cc} ~^:?*[\\]|\.\.|@\{|\.$/u.test(name.replaceAll(/[\u0080-\u009F]/g, '')) &&
  // Each part of a path is the name of a file or folder of its own.
  name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'));
