import { type Copy, count } from './masking-copy.ts';

/** Words that messages of browsers and of the widget itself are made of. None of them says anything about a person. */
const vocabulary = new Set(
  (
    'a abort aborted access after aggregate all an and any are argument array arguments as assert assertion assignment at ' +
    'await be because before blocked body boolean browser but by call can cannot catch circular class closed closing ' +
    'cloned connect connecting connection constant constructor context converting could create cross database defined ' +
    'delete denied depth destroyed did disabled document does dom element empty end error event exceeded exception ' +
    'execute exist expected expression failed failure fetch field file for found frame from function get had has have ' +
    'hilo http identifier if import in index init initialization input insecure instance instanceof int interrupted ' +
    'invalid is it item iterable iterator its json key length list load loading local localstorage lock locked ' +
    'lower maximum message method missing module must name network new no node not null number object of offline on ' +
    'open operation operator or origin out parameter parse parsing path permission policy position possible promise ' +
    'properties property protocol provided prototype quota range rangeerror read reading readonly reason redeclaration ' +
    'reference referenceerror refused regular rejected removed request required resource response result retry return ' +
    'script security securityerror send server set setting signal size socket stack state status storage string ' +
    'structure sync syntax syntaxerror text than that the this time timed timeout to token too transaction type ' +
    'typeerror unable unavailable undefined unexpected unhandled unknown unsupported url use used user valid value was ' +
    'websocket were when while widget window with write writing ws yet'
  ).split(' '),
);

/**
 * The message of an error: the words of the vocabulary and names of members stay, every other word and number is
 * masked, for a message quotes whatever went wrong.
 */
export const copyErrorMessage: Copy = (value, to) => {
  if (typeof value !== 'string') return null;
  if (to.includeText) return to.secrets.scrub(value);
  return value.replace(/[^\s"'`(){}[\],;]+/g, (part) => {
    const bare = part.replace(/[.:!?]+$/, '');
    if (vocabulary.has(bare.toLowerCase())) return part;
    count(to.masked, 'word of an error');
    return to.mask(part);
  });
};
