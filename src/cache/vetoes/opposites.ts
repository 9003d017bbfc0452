/** Words that turn a question round. */
import { stem } from '../../text/terms.js';

const opposites = `
on off|enable disable|activate deactivate|before after|increase decrease|increase reduce|raise lower|with without|best worst|better worse
add remove|insert delete|include exclude|more less|more fewer|most least|first last|start stop|start finish|begin end|open close|up down
in out|into outof|above below|over under|accept reject|allow block|allow deny|permit forbid|grant revoke|lock unlock|connect disconnect
attach detach|mount unmount|install uninstall|encrypt decrypt|encode decode|compress decompress|serialise deserialise|serialize deserialize
push pull|upload download|import export|read write|send receive|publish subscribe|producer consumer|client server|input output|source target
source destination|parent child|internal external|public private|local remote|static dynamic|synchronous asynchronous|sync async|manual automatic
horizontal vertical|upgrade downgrade|deploy rollback|commit revert|create destroy|create delete|win lose|succeed fail|success failure|pass fail
fast slow|faster slower|fastest slowest|big small|bigger smaller|biggest smallest|high low|higher lower|highest lowest|long short|longer shorter
longest shortest|easy hard|easier harder|easiest hardest|strong weak|strength weakness|advantage disadvantage|benefit drawback|pro con|like dislike
love hate|positive negative|maximum minimum|max min|early late|earlier later|earliest latest|oldest newest|old new|cheap expensive|cheaper costlier
same different|always never|everything nothing|all none|inside outside|front back|frontend backend|left right|login logout|encrypted plain|gain lose
expand shrink|grow shrink|merge split|buy sell|hire fire|junior senior|forward backward|ascending descending|buyer seller|hit miss|online offline
valid invalid|stateful stateless|mutable immutable|optional required|strict loose|tight loose|lead follow|ask answer|request response|cause prevent
`;

/** Stems of both sides. */
export const antonyms: readonly (readonly [string, string])[] = opposites
  .trim()
  .split(/[|\n]/)
  .map((pair) => {
    const [a = '', b = ''] = pair.trim().split(' ');
    return [stem(a), stem(b)] as const;
  });
