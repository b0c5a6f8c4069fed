import { type Agent, request } from 'node:http';
import { shopOrigin } from './stand.ts';

export interface Asked {
  agent: Agent;
  port: number;
  path: string;
  token?: string;
  traceparent?: string;
  /** A POST where given, a GET otherwise. */
  body?: object;
}

/** One request as a browser on a page would send it; resolves with the answer's text, rejects where it is not 200. */
export function ask({ agent, port, path, token, traceparent, body }: Asked): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string> = {
      Origin: shopOrigin,
      'User-Agent': 'Browser/1.0',
      'Accept-Language': 'en',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(traceparent ? { traceparent } : {}),
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    };
    const method = body ? 'POST' : 'GET';
    const asked = request({ agent, host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${path} answered ${response.statusCode}: ${text}`));
      });
    });
    asked.on('error', reject);
    asked.end(body && JSON.stringify(body));
  });
}
