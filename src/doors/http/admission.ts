import { isIP } from 'node:net';

/** Who may speak to a server: how it is called, and the pages that may ask it. */
export interface Admission {
  /** Names that it is reached by, beside `localhost` and addresses. */
  readonly hosts: readonly string[];
  /** Origins of pages, such as `https://live.example.org`, beside its own. */
  readonly origins: readonly string[];
}

export interface Caller {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** What a browser says of where a request comes from (`Sec-Fetch-Site`). */
  readonly site: string | undefined;
}

/**
 * Why a request is turned away, or `undefined` if it is not.
 *
 * A page anywhere in the web can make the browser of a person send requests to that person's own machine. A name that
 * somebody else owns can be made to point here, so that the page even reads the answers; an address cannot. Browsers
 * say what page a request comes from, and other programs say nothing.
 */
export function turnedAway({ host, origin, site }: Caller, { hosts, origins }: Admission): string | undefined {
  const name = hostName(host);
  if (name === undefined) return 'The request does not say which host it is for.';
  if (name !== 'localhost' && isIP(name) === 0 && !hosts.includes(name)) {
    return `This server is not '${name}'; --allow-host makes it answer to other names.`;
  }
  if (origin !== undefined) {
    const own = `http://${host?.toLowerCase()}`;
    if (origin.toLowerCase() === own || origins.includes(origin)) return undefined;
    return 'Pages from elsewhere may not ask this server; --allow-origin lets them.';
  }
  return site === 'cross-site' ? 'Pages from elsewhere may not ask this server.' : undefined;
}

/** The name or address in a `Host` header, without port and brackets. */
function hostName(host: string | undefined): string | undefined {
  const match = /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9_.-]{1,253}))(?::[0-9]{1,5})?$/i.exec(host ?? '');
  return (match?.[1] ?? match?.[2])?.toLowerCase();
}
