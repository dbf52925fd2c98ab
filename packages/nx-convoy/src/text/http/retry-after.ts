/**
 * How long a registry asks to wait, by its `Retry-After` header: seconds, or a day and an hour. These are of its own clock, which its `Date`
 * header tells; ours, `now`, may differ. Undefined where it does not say, or by a clock that nobody knows.
 */
export function retryAfter(headers: Readonly<Record<string, string>>, now?: number): number | undefined {
  const said = headers['retry-after']?.trim();
  if (said === undefined || said === '') return undefined;
  if (/^\d+(?:\.\d+)?$/.test(said)) return Math.ceil(Number(said) * 1000);
  const theirs = Date.parse(headers.date ?? '');
  const since = Number.isNaN(theirs) ? now : theirs;
  const until = Date.parse(said);
  return Number.isNaN(until) || since === undefined ? undefined : Math.max(0, until - since);
}
