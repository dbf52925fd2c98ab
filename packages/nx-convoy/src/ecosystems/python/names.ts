/** PEP 503: `My.Package`, `my_package` and `my-package` are one name. */
export const normalise = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

/** A name that still waits for a template engine or for a person: no index could ever take it. */
export const isPlaceholder = (name: string): boolean => /[{}<>$%@]|^__\w+__$/.test(name);
