import { type ReactNode, useState } from 'react';
import { applyTheme, readTheme, type Theme } from '../edges/theme.ts';
import { initials } from '../model/words.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { useActions, useFact } from './inbox-context.ts';
import { Menu, type MenuItem } from './menu.tsx';

const themes: [Theme, string][] = [
  ['system', 'Theme of the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

/** Who is signed in: theme, keys, signing out. */
export function AgentMenu({ onHelp }: { onHelp(): void }): ReactNode {
  const agent = useFact((state) => (state.session.name === 'signed_in' ? state.session.agent : null));
  const unsent = useFact((state) => Object.keys(state.drafts).length + state.outbox.length);
  const { signOut } = useActions();
  const [theme, setTheme] = useState(readTheme);
  const [asking, setAsking] = useState(false);
  if (!agent) return null;

  const items: MenuItem[] = [
    ...themes.map(([key, label]) => ({
      key,
      label,
      checked: theme === key,
      onChoose() {
        applyTheme(key);
        setTheme(key);
      },
    })),
    { key: 'keys', label: 'Keyboard shortcuts', onChoose: onHelp },
    { key: 'out', label: 'Sign out', onChoose: () => (unsent > 0 ? setAsking(true) : signOut()) },
  ];
  return (
    <>
      <Menu
        label="Theme, keys, sign out"
        className="agent"
        items={items}
        button={
          <>
            <span className="chip" aria-hidden="true">
              {initials(agent.name)}
            </span>
            <span className="agent-name">{agent.name}</span>
          </>
        }
      />
      <ConfirmDialog
        open={asking}
        title="Sign out and lose what you wrote?"
        text={`${unsent === 1 ? 'One text is' : `${unsent} texts are`} not sent yet. Signing out deletes unsent texts from this browser.`}
        confirm="Sign out"
        onConfirm={signOut}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
