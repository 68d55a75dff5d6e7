import { lookup as resolveName, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { CodedError } from '@alaas/core';
import { buildConnector } from 'undici';

import { isPrivateAddress } from './private-addresses.js';

/** Whether a socket may connect to an address. */
type AddressRule = (address: string) => boolean;

/**
 * Connects to public addresses and to those that are allowed besides. What is judged is the address
 * that the socket then connects to, not a name that could resolve to another one a moment later.
 */
export function guardedConnector(
  allowPrivate: boolean | AddressRule,
  options: { readonly timeout: number },
): buildConnector.connector {
  if (allowPrivate === true) return buildConnector(options);
  const isOpen: AddressRule = (address) =>
    !isPrivateAddress(address) || (allowPrivate !== false && allowPrivate(address));
  const connect = buildConnector({ ...options, lookup: guardedLookup(isOpen) });
  return (target, callback) => {
    const host = target.hostname.replace(/^\[|\]$/g, '');
    // No name is looked up for what is an address already.
    if (isIP(host) > 0 && !isOpen(host)) callback(refused(host, [host]), null);
    else connect(target, callback);
  };
}

function guardedLookup(isOpen: AddressRule): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '');
      const open = addresses.filter(({ address }) => isOpen(address));
      const [first] = open;
      if (!first) {
        const found = addresses.map(({ address }) => address);
        callback(refused(hostname, found), '');
      } else if (options.all === true) callback(null, open);
      else callback(null, first.address, first.family);
    });
  };
}

function refused(host: string, addresses: readonly string[]): CodedError {
  const isName = isIP(host) === 0;
  const what = isName ? `${host} leads to ${addresses.join(', ')}, which is` : `${host} is`;
  return new CodedError('ITEM_ADDRESS_REFUSED', `${what} no public address.`, {
    field: 'url',
    value: host,
  });
}
