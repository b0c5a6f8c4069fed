import type { ContactPanel } from '@hilo/shared/protocol/inbox-shapes.ts';
import type { ReactNode } from 'react';
import { agoWords, deviceWords, fullWords, unverifiedWords } from '../model/words.ts';
import { Icon } from './icons.tsx';
import { useNow } from './use-now.ts';

/** What is known of a contact, and how far it can be trusted. */
export function ContactFacts({ panel }: { panel: ContactPanel }): ReactNode {
  const { contact, devices } = panel;
  const now = useNow();
  // Of an unverified contact the panel's head says so for everything.
  const emailNote = contact.verified && !contact.emailVerified ? unverifiedWords : null;
  return (
    <>
      <dl className="facts">
        <Fact label="Name" value={contact.name} />
        <Fact label="E-mail" value={contact.email} note={emailNote} />
        <Fact label="Phone" value={contact.phone} />
        <Fact label="User id" value={contact.userId} mono />
        <Fact label="First seen" value={fullWords(contact.createdAt)} />
        <Fact
          label="Last seen"
          value={contact.lastSeenAt === null ? null : seenWords(contact.lastSeenAt, now)}
        />
      </dl>
      <section className="panel-part">
        <h3>Devices</h3>
        {devices.length === 0 ? <p className="quiet">None known yet.</p> : null}
        <ul>
          {devices.map((device) => (
            <li key={device.deviceId} className="device" title={device.userAgent}>
              <Icon name="device" />
              <span>
                {deviceWords(device.userAgent)}
                <span className="quiet">
                  {device.locale ? ` · ${device.locale}` : ''} · {seenWords(device.lastSeenAt, now)}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function seenWords(at: number, now: number): string {
  const ago = agoWords(at, now);
  if (ago === 'now') return 'Just now';
  return /^\d+ (min|h)$/.test(ago) ? `${ago} ago` : fullWords(at);
}

interface FactProps {
  label: string;
  value: string | null;
  note?: string | null;
  mono?: boolean;
}

function Fact({ label, value, note, mono }: FactProps): ReactNode {
  if (value === null) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <bdi className={mono ? 'mono' : undefined}>{value}</bdi>
        {note ? <span className="unverified">{note}</span> : null}
      </dd>
    </div>
  );
}
