/** One exchange with a server, as data: who describes it does not do it. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Body;
  /** Of the answer; what is beyond is not read. */
  readonly mostBytes?: number;
  /** The answer is no text: it is wanted as it is. */
  readonly wants?: 'bytes';
  /** For the whole exchange, where it takes longer than a question: an upload. */
  readonly timeoutMs?: number;
}

/** What is sent: as it stands here, or piece by piece, so that a large file is never in memory as a whole. */
export type Body = string | Uint8Array | readonly Piece[];
export type Piece = string | Uint8Array | FilePiece;

/** A part of a file: from a byte up to, and without, another; all of it if they are absent. */
export interface FilePiece {
  readonly file: string;
  readonly from?: number;
  readonly to?: number;
  /** As text: some registries take files within JSON. */
  readonly as?: 'base64';
}

export type HttpOutcome =
  | {
      readonly is: 'answer';
      readonly status: number;
      /** What stands beside the status, where the server says more by it than others do. */
      readonly reason?: string;
      /** By lower-case name. */
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
      /** Where they were wanted; the text is empty then. */
      readonly bytes?: Uint8Array;
      /** The text, or the bytes, end before the answer did. */
      readonly isCut: boolean;
    }
  /** Nobody answered, or nothing that could be read: no network, no such host, a certificate that nobody knows, too late. */
  | { readonly is: 'silence'; readonly why: string };

export type HttpAnswer = Extract<HttpOutcome, { is: 'answer' }>;

/** What is asked, one after the other, and what the answers mean in the end. Whoever holds the network carries it out. */
export type Dialogue<T> = Generator<HttpRequest, T, HttpOutcome>;

/** How a server is asked. */
export type Ask = (request: HttpRequest) => Promise<HttpOutcome>;

/** Carries out one dialogue, turn by turn; who may ask nobody hears nothing. */
export async function converse<T>(dialogue: Dialogue<T>, ask: Ask = nobody): Promise<T> {
  let turn = dialogue.next();
  while (turn.done !== true) turn = dialogue.next(await ask(turn.value));
  return turn.value;
}

const nobody: Ask = () => Promise.resolve({ is: 'silence', why: 'nobody may be asked from here' });
