import type { ContactBrief, ContactPanel as Panel } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { ReactNode } from 'react';
import { contactName, initials, unverifiedWords } from '../model/words.ts';
import { ContactFacts } from './contact-facts.tsx';
import { ContactHistory } from './contact-history.tsx';
import { Icon } from './icons.tsx';
import { useActions, useFact } from './inbox-context.ts';
import { LoadFailure } from './list-pane.tsx';

/** Who one is talking to: beside the thread where there is room, else a drawer over it. */
export function ContactPanel(): ReactNode {
  const brief = useFact((state) => state.conversations[state.place.conversationId ?? '']?.contact);
  const panel = useFact((state) => (brief ? state.contacts[brief.contactId] : undefined));
  const loading = useFact((state) => (brief ? state.contactLoading[brief.contactId] : undefined));
  const { togglePanel, retryLoading } = useActions();
  if (!brief) return null;
  return (
    <>
      <div className="panel-shade" aria-hidden="true" onClick={() => togglePanel(false)} />
      <aside className="panel" aria-label="Contact">
        <div className="pane-head">
          <h2>Contact</h2>
          <button
            type="button"
            className="icon-button"
            aria-label="Close contact details"
            onClick={() => togglePanel(false)}
          >
            <Icon name="close" />
          </button>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section className="panel-scroll" tabIndex={0} aria-label="Contact details">
          <div className="who">
            <span className="chip big">{initials(contactName(brief))}</span>
            <div>
              <p className="who-name" dir="auto">
                {contactName(brief)}
              </p>
              <Trust contact={brief} />
            </div>
          </div>
          {panel ? (
            <Details panel={panel} />
          ) : loading?.name === 'failed' ? (
            <LoadFailure
              what="Unable to load the details."
              failure={loading.failure}
              onRetry={retryLoading}
            />
          ) : (
            <div className="skeleton" role="status" aria-label="Loading the details">
              <div />
              <div />
            </div>
          )}
        </section>
      </aside>
    </>
  );
}

/** How far the name can be trusted: anybody can type one. */
function Trust({ contact }: { contact: ContactBrief }): ReactNode {
  if (contact.verified) {
    return (
      <p className="trust verified">
        <Icon name="verified" /> Verified by your site
      </p>
    );
  }
  const typed = contact.name !== null || contact.email !== null;
  return (
    <p className={typed ? 'trust unverified' : 'trust quiet'}>
      {typed ? unverifiedWords : 'Anonymous visitor'}
    </p>
  );
}

function Details({ panel }: { panel: Panel }): ReactNode {
  return (
    <>
      <ContactFacts panel={panel} />
      <ContactHistory panel={panel} />
    </>
  );
}
