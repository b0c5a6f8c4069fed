import { type Command, Option } from 'commander';
import { createWidget } from '../commands/operator/create-widget.ts';
import type { WidgetSettingsInput } from '../commands/operator/operator-input.ts';
import { updateWidget } from '../commands/operator/update-widget.ts';
import { answer } from './answer.ts';
import { withContext } from './database.ts';
import { collect, parsePrechat, parseSwitch } from './options.ts';
import type { Terminal } from './terminal.ts';

type Settings = Partial<Omit<WidgetSettingsInput, 'allowedOrigins'>> & { origin?: string[] };

export function addWidgetCommands(program: Command, terminal: Terminal): void {
  const widget = program.command('widget').description('widgets');
  withSettings(widget.command('create'))
    .description('create a widget; what is not said has a default')
    .argument('<widget-id>', 'wgt_ and lower-case letters, digits, _')
    .requiredOption('--company <company-id>', 'whose it is')
    .action(async (widgetId: string, options: Settings & { company: string }, command: Command) => {
      const { company: companyId, ...settings } = options;
      const made = await withContext(terminal, (context) =>
        createWidget(context, { companyId, widgetId, ...toInput(settings) }),
      );
      answer(command, terminal, `Created widget ${widgetId} of ${companyId}.`, made);
    });
  withSettings(widget.command('update'))
    .description('change what is said of a widget; pages see it within seconds')
    .argument('<widget-id>')
    .action(async (widgetId: string, settings: Settings, command: Command) => {
      const changed = await withContext(terminal, (context) =>
        updateWidget(context, { widgetId, ...toInput(settings) }),
      );
      answer(command, terminal, `Updated widget ${widgetId}.`, changed);
    });
}

function withSettings(command: Command): Command {
  return command
    .option('--origin <origin>', 'a site that may use it, or *; again for more (replaces the list)', collect)
    .option('--accent <colour>', 'its colour, like #3a48a6')
    .option('--greeting <words>', 'what it says first')
    .option(
      '--prechat <fields>',
      'asked before a chat: name,email,phone? (? optional), or none',
      parsePrechat,
    )
    .option('--survey <on|off>', 'ask how it was once solved', parseSwitch)
    .option('--sound <on|off>', 'a sound for new messages', parseSwitch)
    .addOption(new Option('--locale <locale>', 'its language').choices(['auto', 'en', 'es']))
    .addOption(new Option('--position <side>', 'where it sits').choices(['left', 'right']))
    .addOption(
      new Option('--debug <mode>', 'console and “Copy debug info”').choices(['off', 'on_demand', 'always']),
    );
}

function toInput({ origin, ...settings }: Settings): Partial<WidgetSettingsInput> {
  return origin === undefined ? settings : { ...settings, allowedOrigins: origin };
}
