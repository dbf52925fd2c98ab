/** The page of a package: its Markdown, if it has one. */
export function readmeOf({
  files,
  text,
}: {
  readonly files: readonly string[];
  readonly text: (path: string) => string | undefined;
}): { readonly readme: string; readonly readmeFilename?: string } {
  const pages = files.filter((file) => /^readme(?:\.[^/]*)?$/i.test(file));
  const file = pages.find((one) => /\.m?a?r?k?d?o?w?n?$/i.test(one)) ?? pages.find((one) => one.endsWith('README'));
  const readme = file === undefined ? undefined : text(file);
  return file === undefined || readme === undefined || readme === ''
    ? { readme: noReadme, ...(file === undefined ? {} : { readmeFilename: file }) }
    : { readme, readmeFilename: file };
}

/** What npm says then, and its registry knows. */
export const noReadme = 'ERROR: No README data found!';
