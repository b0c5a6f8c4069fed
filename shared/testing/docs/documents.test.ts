import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/invariants/catalogue.ts';
import { widgetStateNames } from '../../src/lifecycle/lifecycle.ts';
import { limits } from '../../src/limits.ts';
import { routes } from '../../src/protocol/routes.ts';
import { fieldRows, type Schema } from './field-table.ts';
import { invariantsDocument } from './invariants-doc.ts';
import { limitRows } from './limits-table.ts';
import { markdownTable, replaceGenerated } from './markdown.ts';
import { protocolDocument } from './protocol-doc.ts';
import { fieldComments } from './source-comments.ts';
import { roadDiagram, transitionTable, waysOutDiagram } from './state-machine-doc.ts';
import { english, spanish } from './state-machine-words.ts';

describe('docs/protocol.md', () => {
  it('is the same twice', () => {
    expect(protocolDocument()).toBe(protocolDocument());
  });

  it('has every route with its address, and every limit', () => {
    const text = protocolDocument();
    for (const [name, { method, path }] of Object.entries(routes)) {
      expect(text).toContain(`### ${name}\n\n\`${method} ${path}\``);
    }
    expect(limitRows().map(([name]) => name)).toEqual(Object.keys(limits).map((name) => `\`${name}\``));
  });
});

describe('docs/invariants.md', () => {
  it('has every rule, once, with all that its reader needs', () => {
    const text = invariantsDocument();
    for (const { id, promise, meaning, look } of catalogue) {
      expect(text.split(`### ${id}\n`)).toHaveLength(2);
      for (const words of [promise, meaning, look]) expect(text).toContain(words);
    }
  });
});

describe('[R5.1] the pictures of the state machine', () => {
  it.each([english, spanish])(
    'show every state, and use no character that Mermaid reads as syntax',
    (words) => {
      const pictures = roadDiagram(words) + waysOutDiagram(words);
      for (const name of widgetStateNames) expect(pictures).toContain(`${name}: ${name}`);
      for (const label of Object.values(words.labels)) expect(label).not.toMatch(/[:;"<>]/);
      for (const name of widgetStateNames) expect(transitionTable(words)).toContain(`**${name}**`);
    },
  );
});

describe('fieldRows', () => {
  it('walks into objects, lists and variants', () => {
    const schema: Schema = {
      properties: {
        list: { type: 'array', items: { properties: { inner: { type: 'string', maxLength: 3 } } } },
        kind: {
          oneOf: [
            {
              properties: { is: { const: 'a' }, only: { type: ['integer', 'null'], minimum: 0, maximum: 9 } },
            },
            { properties: { is: { const: 'b' } } },
          ],
        },
      },
      required: ['list'],
    };
    const rows = fieldRows(schema, new Map([['inner', 'Why.']]));
    expect(rows.map(({ field, required }) => (required ? `${field}!` : field))).toEqual([
      'list!',
      'list[].inner',
      'kind',
      'kind.is',
      'kind.only',
      'kind.is',
    ]);
    expect(rows[1]?.notes).toBe('Why. At most 3 characters.');
    expect(rows[4]).toMatchObject({
      type: 'integer or null',
      notes: 'Only where `kind.is` is `a`. From 0 to 9.',
    });
  });
});

describe('markdown', () => {
  it('escapes what would break a table, and leaves out columns that say nothing', () => {
    expect(
      markdownTable(
        ['a', 'b'],
        [
          ['x|y', ''],
          ['z', ''],
        ],
      ),
    ).toBe('| a |\n| --- |\n| x\\|y |\n| z |');
  });

  it('puts text between its marks, the same when done twice, and fails without them', () => {
    const once = replaceGenerated('x\n<!-- generated:it --> old <!-- /generated:it -->\ny', 'it', 'new');
    expect(once).toBe('x\n<!-- generated:it -->\n\nnew\n\n<!-- /generated:it -->\ny');
    expect(replaceGenerated(once, 'it', 'new')).toBe(once);
    expect(() => replaceGenerated('x', 'it', 'new')).toThrow('its marks are missing');
  });
});

describe('fieldComments', () => {
  it('finds what is written right above a field', () => {
    const source =
      'z.object({\n  /** One. */\n  one: z.string(),\n  two: x,\n  /**\n   * Over\n   * lines, `*` too.\n   */\n  three: y,\n})';
    expect([...fieldComments(source)]).toEqual([
      ['one', 'One.'],
      ['three', 'Over lines, `*` too.'],
    ]);
  });
});
