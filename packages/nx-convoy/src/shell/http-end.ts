let last = new AbortController();

/** Heard when this process is to end, and whatever is on its way is waited for no longer. */
export const untilEnded = (): AbortSignal => last.signal;

/** Ends all requests of this process that are on their way; later ones are none of them. */
export function endRequests(): void {
  last.abort();
  last = new AbortController();
}
