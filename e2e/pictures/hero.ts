import type { Page } from '@playwright/test';

const size = { width: 1600, height: 940 };

/** Lays the visitor's page over the agent's, as two windows on one desk. Resolves with the page that shows it. */
export async function composeHero(page: Page, shop: Buffer, desk: Buffer): Promise<Page> {
  await page.setViewportSize(size);
  const source = (picture: Buffer) => `data:image/png;base64,${picture.toString('base64')}`;
  await page.setContent(`<!doctype html>
    <style>
      body { margin: 0; height: ${size.height}px; position: relative; overflow: hidden; background: #e9e4dc; }
      figure { margin: 0; position: absolute; border-radius: 12px; overflow: hidden; background: #fff;
        box-shadow: 0 1px 2px #0003, 0 18px 50px #0003; }
      figure::before { content: ''; display: block; height: 28px; background:
        radial-gradient(circle at 20px 14px, #d9756b 5px, #0000 5.5px),
        radial-gradient(circle at 40px 14px, #e0b458 5px, #0000 5.5px),
        radial-gradient(circle at 60px 14px, #7fae6d 5px, #0000 5.5px), #f7f5f2; }
      img { display: block; }
      .desk { right: 40px; top: 40px; }
      .desk img { width: 1180px; }
      .shop { left: 40px; bottom: 40px; }
      .shop img { width: 760px; }
    </style>
    <figure class="desk"><img src="${source(desk)}" alt=""></figure>
    <figure class="shop"><img src="${source(shop)}" alt=""></figure>`);
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  return page;
}
