import { stringify } from 'yaml';

/** Plain data as YAML, as a person would lay it out: shell text line by line, and room between the parts at the top and below `apart`. */
export function yamlOf(data: object, apart = ''): string {
  const text = stringify(data, { lineWidth: 0, singleQuote: true, aliasDuplicateObjects: false });
  let isWithin = false;
  return text
    .split('\n')
    .map((line, at) => {
      const isTop = /^[^\s#]/.test(line);
      if (isTop) isWithin = line === `${apart}:`;
      const isFirst = at === 0 || (isWithin && isTop);
      const needsRoom = (isTop && at > 0) || (isWithin && /^ {2}[^\s-]/.test(line) && !isFirst);
      return needsRoom ? `\n${line}` : line;
    })
    .join('\n')
    .replace(`\n${apart}:\n\n`, `\n${apart}:\n`);
}
