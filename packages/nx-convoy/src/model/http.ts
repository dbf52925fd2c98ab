/** One exchange with a server, as data: who describes it does not do it. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Of the answer; what is beyond is not read. */
  readonly mostBytes?: number;
}

export type HttpOutcome =
  | {
      readonly is: 'answer';
      readonly status: number;
      /** By lower-case name. */
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
      /** The text ends before the answer did. */
      readonly isCut: boolean;
    }
  /** Nobody answered, or nothing that could be read: no network, no such host, a certificate that nobody knows, too late. */
  | { readonly is: 'silence'; readonly why: string };

export type HttpAnswer = Extract<HttpOutcome, { is: 'answer' }>;

/** What is asked, one after the other, and what the answers mean in the end. Whoever holds the network carries it out. */
export type Dialogue<T> = Generator<HttpRequest, T, HttpOutcome>;
