import { describe, expect, it } from 'vitest';
import { findSite, siteOfPattern } from './site.ts';

describe('findSite', () => {
  it('asks for the host of the page, whatever its port and path, and for no other scheme', () => {
    expect(findSite('https://shop.example.com/jugs?id=1#top')).toEqual({
      name: 'shop.example.com',
      pattern: 'https://shop.example.com/*',
    });
    expect(findSite('http://127.0.0.1:4101/')?.pattern).toBe('http://127.0.0.1/*');
    expect(findSite('http://[::1]:4101/')?.pattern).toBe('http://[::1]/*');
  });

  it.each([
    ['an unknown address', undefined],
    ['a page of the browser', 'chrome://extensions/'],
    ['an empty tab', 'about:blank'],
    ['a file', 'file:///home/me/page.html'],
    ['an extension’s own page', 'moz-extension://0b1c/panel.html'],
    ['a store', 'https://chromewebstore.google.com/detail/1'],
    ['what is no address', 'not an address'],
  ])('finds none in %s', (_what, address) => {
    expect(findSite(address)).toBeUndefined();
  });
});

describe('siteOfPattern', () => {
  it('names the host where there is exactly one', () => {
    expect(siteOfPattern('https://shop.example.com/*').name).toBe('shop.example.com');
    expect(siteOfPattern('*://shop.example.com/*').name).toBe('shop.example.com');
    expect(siteOfPattern('https://*.example.com/*').name).toBe('https://*.example.com/*');
    expect(siteOfPattern('<all_urls>').name).toBe('<all_urls>');
  });
});
