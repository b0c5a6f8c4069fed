/**
 * Words that the addresses of pages are made of, everywhere. They say which page it was, and nothing about who was
 * there; a part of an address that is not on the list may be a name, a number of an order, or a key to the page.
 */
const pageWords = new Set(
  (
    'about account accounts add address admin all amp api app apps article articles asp aspx auth author authors ' +
    'back bag basket best billing blog blogs book booking bookings brand brands browse business buy c campaign ' +
    'cart carts catalog catalogue categories category cgi channel chat chats checkout checkouts choose client ' +
    'clients collection collections color colour community company compare complete confirm confirmation contact ' +
    'contacts content cookie cookies country coupon create currency customer customers dashboard date deal deals ' +
    'debug default delete delivery demo department designs detail details discount discover docs documentation ' +
    'download downloads edit email en error es event events explore faq faqs favorites favourites feature ' +
    'features feed filter filters find finish forgot form forum free friends from gallery gift gifts go group ' +
    'groups guide guides help helpdesk hilo history home how htm html id image images impressum in inbox index ' +
    'info invite invoice invoices it item items job jobs js jsp key keyword keywords kids knowledge landing lang ' +
    'language latest legal limit link list lists live locale location locations log login logout lookbook mail ' +
    'main manage map me media medium member members men menu message messages my name new news newsletter next ' +
    'node notifications of offer offers offset on order orders our out outlet overview p page pages password pay ' +
    'payment payments people php plan plans policy popular portal portfolio post posts preview previous price ' +
    'prices pricing print privacy product products profile profiles project projects promo promotions public ' +
    'purchase q query question questions quote read redirect ref referral refund refunds register registration ' +
    'release releases report reports reservation reservations reset results return returns review reviews rss ' +
    'sale sales save search section security select service services session settings setup ship shipping shop ' +
    'shopping shops show sign signin signup site sitemap size sizes sort source special specials start state ' +
    'static status stock store stores stories story style subscribe subscription subscriptions success summary ' +
    'support tab tag tags team teams term terms test thank thanks theme ticket tickets to token top topic topics ' +
    'tour tours track tracking trial type unsubscribe up update upload us use user username users utm v value ' +
    'variant verify version video videos view visit warranty web webinar welcome what wholesale widget wiki wish ' +
    'wishlist with women work you your zip'
  ).split(' '),
);

/** Whether this part of a page's address is made of such words, of two letters or of two digits at the most. */
export function isPageName(part: string): boolean {
  return part
    .split(/[-._~+]/)
    .every((word) => pageWords.has(word.toLowerCase()) || /^(?:[a-z]{0,2}|\d{1,2})$/i.test(word));
}
