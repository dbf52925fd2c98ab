/** How clients begin the line in which they say what is wrong. */
const marks = /^(?:npm )?err(?:or)?\b|^error|^×|^fatal|^FATA|level=(?:error|fatal)/i;

/**
 * What a client complains of: the line that says so and the causes behind it; where no line looks like that, the last ones. What it tells of
 * its work, and in which colours, nobody needs who has the log.
 */
export function complaintIn(said: string): string {
  const lines = said
    .replaceAll(/\p{Cc}\[[0-9;]*m/gu, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'Caused by:' && !line.startsWith('$ '));
  const marked = lines.findIndex((line) => marks.test(line));
  const at = marked < 0 ? lines.findIndex((line) => /failed/i.test(line)) : marked;
  const shown = at < 0 ? lines.slice(-2) : lines.slice(at, at + 5);
  return shown.length === 0
    ? 'it gave no reason'
    : shown
        .join(' ')
        .replace(/^error: /, '')
        .slice(0, 500);
}
