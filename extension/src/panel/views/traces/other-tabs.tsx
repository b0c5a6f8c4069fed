import { useActions, usePanel } from '../../store/panel-context.ts';
import { pageOf } from './load-words.ts';

/** Offers tabs of the browser that have the same widget and are not shown yet. Nothing where there is none. */
export function OtherTabs() {
  const tabs = usePanel((state) => state.otherTabs);
  const followed = usePanel((state) => state.followedTabs);
  const { followTab } = useActions();
  const offered = tabs.filter(({ tabId }) => !followed.includes(tabId));
  if (offered.length === 0) return null;
  return (
    <section className="other-tabs" aria-label="Other tabs">
      <p>
        {offered.length === 1
          ? 'Another tab of this browser has the same chat widget.'
          : `${offered.length} other tabs of this browser have the same chat widget.`}
      </p>
      <ul>
        {offered.map(({ tabId, url }) => (
          <li key={tabId}>
            <span className="load-page">{pageOf(url)}</span>
            <button type="button" className="button" onClick={() => followTab(tabId)}>
              Show it too
              <span className="visually-hidden">: {pageOf(url)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
